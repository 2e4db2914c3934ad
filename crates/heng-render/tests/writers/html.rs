//! The page for a browser, as text.

use heng_render::document::{Block, Inline};
use heng_render::write::html;

use crate::{assert_in_order, sample, words};

/// The words as they stand in the page.
fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&#39;")
}

/// The page's body without its tags.
fn body(page: &str) -> String {
    let body = page.split_once("<main>").unwrap().1.split_once("<script>").unwrap().0;
    let mut text = String::new();
    let mut inside = false;
    for character in body.chars() {
        match character {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => text.push(character),
            _ => {}
        }
    }
    text
}

#[test]
fn all_words_are_there_in_order_and_escaped() {
    for document in [sample::report(), sample::form(), sample::collection()] {
        let page = html::write(&document).unwrap();
        // The chart is drawn with its caption below; a name in it may stand on two lines.
        let words: Vec<String> =
            words(&sample_without_chart(&document)).iter().map(|word| escaped(word)).collect();
        assert_in_order(&body(&page), &words);
        assert!(!page.contains("<b>&"), "markup in words is not escaped");
    }
}

fn sample_without_chart(
    document: &heng_render::document::Document,
) -> heng_render::document::Document {
    let mut document = document.clone();
    document.blocks.retain(|block| !matches!(block, Block::Chart(_)));
    document
}

#[test]
fn every_figure_leads_to_its_derivation() {
    let report = sample::report();
    let page = html::write(&report).unwrap();
    let mut figures = 0;
    for block in &report.blocks {
        let Block::Paragraph(inlines) = block else { continue };
        for inline in inlines {
            let Inline::Figure { text, derivation } = inline else { continue };
            let link = format!("href=\"#derivation-{derivation}\" title=\"查看出处\">{text}</a>");
            assert!(page.contains(&link), "{text}");
            let target = page.split_once(&format!("id=\"derivation-{derivation}\"")).unwrap().1;
            let target = target.split_once("</div>").unwrap().0;
            report.derivations[*derivation].walk(&mut |_, step| {
                for part in [&step.label, &step.shown, &step.step.to_string()] {
                    assert!(target.contains(&escaped(part)), "{part}");
                }
            });
            figures += 1;
        }
    }
    assert_eq!(figures, 4);
    let rate = page.split_once("id=\"derivation-0\"").unwrap().1;
    assert!(rate.contains("依据：示例办法〔2030〕1号第九条（有据可查）"));
}

#[test]
fn a_figure_without_derivation_is_plain_words() {
    let mut report = sample::report();
    report.derivations.clear();
    let page = html::write(&report).unwrap();
    assert!(!page.contains("<a class=\"figure\""));
    assert!(page.contains("1380.00万元"));
}

#[test]
fn tables_keep_their_spans_and_headings_their_links() {
    let page = html::write(&sample::report()).unwrap();
    for (task, rows) in sample::TASKS {
        assert!(page.contains(&format!("rowspan=\"{rows}\">{task}</td>")), "{task}");
    }
    assert!(
        page.contains("<thead>\n<tr class=\"whole\"><th scope=\"col\" class=\"centre\">任务</th>")
    );
    assert!(page.contains("<a href=\"#section-0\">一、基本情况</a>"));
    assert!(page.contains("<h2 id=\"section-0\">一、基本情况</h2>"));
    let form = html::write(&sample::form()).unwrap();
    assert!(form.contains("colspan=\"4\">云溪市数据资源局</td>"));
}

#[test]
fn the_chart_is_drawn_and_described() {
    let page = html::write(&sample::report()).unwrap();
    let chart = sample::chart();
    let svg = page.split_once("<svg").unwrap().1.split_once("</svg>").unwrap().0;
    assert!(svg.contains(&format!("<title>{}</title>", chart.caption)));
    assert!(svg.contains(&format!("<desc>{}</desc>", chart.description)));
    assert!(svg.contains("680.00"));
}

#[test]
fn nothing_is_fetched_from_outside() {
    let page = html::write(&sample::report()).unwrap();
    for fetch in ["src=", "<link", "@import", "url(", "http://", "https://"] {
        let places = page.matches(fetch).count();
        // The name of SVG's vocabulary looks like an address.
        let allowed = if fetch == "http://" {
            page.matches("xmlns=\"http://www.w3.org/2000/svg\"").count()
        } else {
            0
        };
        assert_eq!(places, allowed, "{fetch}");
    }
}

#[test]
fn equal_documents_give_equal_pages() {
    assert_eq!(html::write(&sample::report()).unwrap(), html::write(&sample::report()).unwrap());
}

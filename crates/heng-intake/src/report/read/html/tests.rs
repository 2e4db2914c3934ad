//! Pages as sites publish them.

use heng_core::page::{Block, Content};
use heng_core::table::Slot;
use proptest::prelude::*;

use super::read;

fn outline(html: &str) -> Vec<String> {
    let pages = read(html.as_bytes(), "a.html");
    assert_eq!(pages.problems, [], "{html}");
    let one = |block: &Block| match &block.content {
        Content::Heading { level, text } => format!("#{level} {text}"),
        Content::Paragraph(text) => text.clone(),
        Content::Aside(text) => format!("[{text}]"),
        Content::Table(table) => {
            let rows = table.grid().into_iter().map(|slots| {
                let words = slots.iter().map(|slot| match slot {
                    Slot::Begins(cell) => cell.content.text.as_str(),
                    Slot::CoveredFromLeft => "<",
                    Slot::CoveredFromAbove { .. } => "^",
                });
                words.collect::<Vec<_>>().join("|")
            });
            format!("{{{}}}", rows.collect::<Vec<_>>().join(" / "))
        }
    };
    pages.blocks.iter().map(one).collect()
}

#[test]
fn text_is_parted_as_the_browser_shows_it() {
    let cases: [(&str, &[&str]); 8] = [
        (
            "<h1>年度\n 报告</h1><p>甲\n乙&nbsp;10</p>丙<br>丁",
            &["#1 年度报告", "甲乙 10", "丙", "丁"],
        ),
        ("<div>一、概况<div>正文</div>之后</div>", &["#1 一、概况", "正文", "之后"]),
        ("<p>甲<span style='color:red'>乙</span><b>丙</b></p>", &["甲乙丙"]),
        ("<p>甲</p><p style='display: none'>藏</p><div hidden>藏</div><script>x</script>", &["甲"]),
        ("<p>甲</p><style>p{}</style><select><option>选</select><!-- 注 -->", &["甲"]),
        ("<h2>（一）目标</h2><h5>小节</h5>", &["#2 （一）目标", "#5 小节"]),
        ("<p>&lt;甲&gt;&amp;&#20057;</p>", &["<甲>&乙"]),
        ("<ul><li>1.甲；<li>2.乙。</ul>", &["1.甲；", "2.乙。"]),
    ];
    for (html, expected) in cases {
        assert_eq!(outline(html), expected, "{html}");
    }
}

#[test]
fn what_frames_a_page_is_left_out_and_what_it_says_is_not() {
    let links = "<a href=#>首页</a><a href=#>政务公开</a><a href=#>互动交流</a>";
    let html = format!(
        "<html><head><title>某站</title><meta name='ArticleTitle' content='2023年报告'></head><body>\
         <header>{links}</header><div class='main-nav'>{links}</div>\
         <div class='header'><h1>标题在此</h1></div>\
         <ul><li><a>一</a><li><a>二</a><li><a>三</a></ul>\
         <div class='content'><p>正文一段。</p></div>\
         <div title='footer'>— 3 —</div><section id='derivations'><h2>出处</h2></section>\
         <div id='page_footer'>主办单位 备案号12345</div><footer>版权</footer></body></html>"
    );
    assert_eq!(outline(&html), ["#1 2023年报告", "#1 标题在此", "正文一段。"]);
    let long = format!("<div class='search-content'><p>{}</p></div>", "正文。".repeat(300));
    assert_eq!(outline(&long).len(), 1);
}

#[test]
fn tables_of_data_are_tables_and_layouts_are_not() {
    let cases: [(&str, &[&str]); 8] = [
        (
            "<table><caption>表一</caption><tr><th rowspan=2>指标<th colspan=2>金额\
             <tr><td>预算<td>执行<tr><td>甲<td>10<td>9.5</table>",
            &["表一", "{指标|金额|< / ^|预算|执行 / 甲|10|9.5}"],
        ),
        ("<table><tr><td rowspan=0>a<td colspan=99999999>b<tr><td>c</table>", &["{a|b|< / ^|c|}"]),
        (
            "<table><tr><td>左栏<td><h1>标题</h1><table><tr><td>1<td>2<tr><td>3<td>4</table></table>",
            &["左栏", "#1 标题", "{1|2 / 3|4}"],
        ),
        ("<table><tr><td>只有<tr><td>一栏</table>", &["只有", "一栏"]),
        (
            "<table><tr><td>甲<td>乙<p>丙<br>丁</p><tr><td>戊<td><div>1</div><div>2</div></table>",
            &["{甲|乙丙丁 / 戊|1 2}"],
        ),
        ("<table role=presentation><tr><td>甲<td>乙</table>", &["甲", "乙"]),
        ("<table><tr style='display:none'><td>x<td>y<tr><td>甲<td>乙</table>", &["{甲|乙}"]),
        ("<table></table><p>甲</p>", &["甲"]),
    ];
    for (html, expected) in cases {
        assert_eq!(outline(html), expected, "{html}");
    }
}

#[test]
fn pages_without_text_are_refused_with_the_reason() {
    let cases = [
        ("<html><body><img src=a.png><p>附件</p></body></html>".to_owned(), "文档里只有图片"),
        ("<html><body><script>x</script></body></html>".to_owned(), "里面没有正文"),
        ("<div>".repeat(5_000), "「a.html」的内容层次"),
        ("<font color=red>".repeat(5_000) + &"<p>a".repeat(5_000), "「a.html」的内容层次"),
    ];
    for (html, expected) in cases {
        let pages = read(html.as_bytes(), "a.html");
        assert!(pages.blocks.is_empty());
        assert!(pages.problems[0].message.starts_with(expected), "{:?}", pages.problems);
    }
    let deep = format!("{}甲", "<div>".repeat(900));
    assert_eq!(outline(&deep), ["甲"]);
}

proptest! {
    #[test]
    fn words_of_paragraphs_and_cells_come_back(count in 1_usize..20, seed in 0_usize..1000) {
        let mut html = String::new();
        for index in 0..count {
            let word = format!("「{index}」");
            let piece = match (index + seed) % 4 {
                0 => format!("<p>{word}"),
                1 => format!("<div><span>{word}</div>"),
                2 => format!("<table><tr><td>{word}<td>0<tr><td>0<td rowspan=7>0</table>"),
                _ => format!("<table><tr><td><table><tr><td>{word}</table></table>"),
            };
            html.push_str(&piece);
        }
        let read = outline(&html).concat();
        for index in 0..count {
            let word = format!("「{index}」");
            prop_assert!(read.contains(&word), "{} {}", html, read);
        }
    }

    #[test]
    fn any_bytes_give_pages(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let pages = read(&bytes, "a.html");
        prop_assert!(!pages.blocks.is_empty() || !pages.problems.is_empty());
    }
}

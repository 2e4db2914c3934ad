//! Text whose characters or digits were lost, or that was decoded wrongly, before it came here.

use encoding_rs::GBK;
use heng_core::fact::Place;
use heng_core::page::{Block, Content, Format, Pages};
use heng_core::reader::{Problem, ProblemKind};

use super::words;

/// A text with fewer characters says too little about how it was decoded.
const LEAST: usize = 8;
/// A document with fewer characters says too little about what it lost.
const LEAST_OF_DOCUMENT: usize = 60;
/// How many places where a digit is missing show that all of them were taken out.
const MISSING: usize = 3;

/// Takes out what cannot be used, and says so: the whole text where much of it is garbled or its
/// digits are lost; single blocks stay, with a doubt.
pub(super) fn inspect(mut pages: Pages) -> Pages {
    let texts: Vec<String> = pages.blocks.iter().map(words_of).collect();
    let all: usize = texts.iter().map(|text| text.chars().count()).sum();
    if all == 0 {
        return pages;
    }
    let garbled: Vec<Option<&str>> = texts.iter().map(|text| damage(text)).collect();
    let damaged = texts.iter().zip(&garbled).filter(|(_, damage)| damage.is_some());
    let lost: usize = damaged.clone().map(|(text, _)| text.chars().count()).sum();
    let whole = if lost * 5 > all {
        damaged.clone().next().map(|(text, _)| (text, "文字是乱码"))
    } else if pages.format == Format::Workbook || all < LEAST_OF_DOCUMENT {
        None
    } else if has_no_chinese(&texts) {
        texts.first().map(|text| (text, "里面几乎没有汉字，文字已经丢失或不是中文报告"))
    } else {
        let evidence = texts.iter().find(|text| missing_digits(text) > 0);
        evidence
            .filter(|_| has_lost_digits(&texts))
            .map(|text| (text, "里面几乎没有数字，看来数字已被删去"))
    };
    if let Some((text, what)) = whole {
        let problem = problem(&pages.file, text, what);
        pages.blocks.clear();
        pages.problems.push(problem);
        return pages;
    }
    let doubts: Vec<Option<String>> =
        garbled.iter().map(|damage| damage.map(|what| format!("这里{what}，内容不可靠"))).collect();
    for (block, doubt) in pages.blocks.iter_mut().zip(doubts) {
        block.doubt = block.doubt.take().or(doubt);
    }
    pages
}

fn problem(file: &str, text: &str, what: &str) -> Problem {
    Problem {
        kind: ProblemKind::Garbled,
        place: Place::File { file: file.to_owned() },
        excerpt: text.chars().take(40).collect(),
        message: format!("{what}，没有读入。"),
        remedy: "请从原发布处或填报单位重新取得原件；空白表样不用核查。".to_owned(),
    }
}

/// All words of a block.
fn words_of(block: &Block) -> String {
    match &block.content {
        Content::Table(table) => {
            let cells = table.rows().iter().flatten();
            cells.map(|cell| cell.content.text.as_str()).collect::<Vec<_>>().join(" ")
        }
        Content::Heading { text, .. } | Content::Paragraph(text) | Content::Aside(text) => {
            text.clone()
        }
    }
}

/// What is wrong with the characters of a text, in Chinese.
fn damage(text: &str) -> Option<&'static str> {
    let count = text.chars().filter(|c| !c.is_whitespace()).count();
    let share = |is_one: fn(char) -> bool| text.chars().filter(|c| is_one(*c)).count();
    let unreadable = share(|c| c == char::REPLACEMENT_CHARACTER);
    let private = share(|c| matches!(c, '\u{E000}'..='\u{F8FF}'));
    if unreadable > 0 && unreadable * 50 > count || private > 2 && private * 10 > count {
        return Some("有认不出的字符");
    }
    // What programs write over characters that they could not read.
    if ["锟斤拷", "烫烫烫", "屯屯屯", "ï»¿", "ï¿½"].iter().any(|mark| text.contains(mark))
    {
        return Some("文字是乱码");
    }
    let latin = share(|c| matches!(c, '\u{A1}'..='\u{24F}') && c != '×' && c != '÷' && c != '·');
    if count >= LEAST && latin * 4 > count {
        return Some("文字是乱码");
    }
    (is_utf8_read_as_gbk(text)).then_some("文字是乱码")
}

/// Says whether a text, written in GBK again, is UTF-8: it was read in the wrong encoding.
///
/// Chinese text is never UTF-8 by chance when written in GBK: each byte must be of one kind.
fn is_utf8_read_as_gbk(text: &str) -> bool {
    let foreign: String = text.chars().filter(|c| !c.is_ascii() && *c != '\u{FFFD}').collect();
    if foreign.chars().count() < LEAST {
        return false;
    }
    let (bytes, ..) = GBK.encode(&foreign);
    let fitting: usize = bytes
        .utf8_chunks()
        .flat_map(|chunk| chunk.valid().chars())
        .filter(|c| c.len_utf8() == 3)
        .map(char::len_utf8)
        .sum();
    fitting * 10 > bytes.len() * 7
}

fn has_no_chinese(texts: &[String]) -> bool {
    let count = |is_one: fn(char) -> bool| -> usize {
        texts.iter().flat_map(|text| text.chars()).filter(|c| is_one(*c)).count()
    };
    count(words::is_ideograph) * 50 < count(|c| !c.is_whitespace())
}

/// Says whether the digits of a document were taken out: there are hardly any, and the words that
/// need them stand there without.
fn has_lost_digits(texts: &[String]) -> bool {
    let digits: usize = texts.iter().map(|text| digits_of(text)).sum();
    let characters: usize = texts.iter().map(|text| text.chars().count()).sum();
    let missing: usize = texts.iter().map(|text| missing_digits(text)).sum();
    missing >= MISSING && digits * 40 <= characters.max(160) && digits < missing
}

/// How many numbers stand in a text; those of addresses and names of files don't count.
fn digits_of(text: &str) -> usize {
    let words = text.split(|c: char| c.is_whitespace() || (!c.is_ascii() && c != '．'));
    let numbers = words.filter(|word| {
        word.contains(|c: char| c.is_ascii_digit())
            && !word.contains(|c: char| c.is_ascii_alphabetic())
    });
    let wide = text.chars().filter(|c| matches!(c, '０'..='９')).count();
    numbers.count().saturating_add(wide)
}

/// How many places there are where a number must have stood: empty brackets, `（分*执行率）`,
/// `总分：分，`, `支出为万元`, `.万元`.
fn missing_digits(text: &str) -> usize {
    let marks = ['（', '(', '：', ':', '为', '达', '到', '共', '.', ','];
    text.match_indices(marks).filter(|(at, mark)| is_missing(text, *at, mark)).count()
}

/// Says whether a number is missing behind a mark.
fn is_missing(text: &str, at: usize, mark: &str) -> bool {
    const UNITS: [&str; 8] = ["万元", "亿元", "元", "%", "％", "分", "个", "人次"];
    let (before, behind) = text.split_at_checked(at).unwrap_or_default();
    let behind = behind.strip_prefix(mark).unwrap_or_default().trim_start();
    let unit = UNITS.iter().find_map(|unit| behind.strip_prefix(unit));
    let ends = |after: &str| !after.starts_with(words::is_ideograph);
    match mark {
        "（" | "(" if behind.starts_with(['）', ')']) => true,
        // （万元） names a unit.
        "（" | "(" => unit.is_some_and(|after| after.starts_with(['*', '×', '÷', '/'])),
        "." | "," => unit.is_some() && !before.ends_with(|c: char| c.is_alphanumeric()),
        // So does 单位：万元, and 单位为万元.
        _ => !before.ends_with("单位") && unit.is_some_and(ends),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pages(texts: &[&str]) -> Pages {
        let place = Place::File { file: "a".to_owned() };
        Pages {
            file: "a".to_owned(),
            format: Format::Text,
            count: None,
            blocks: texts.iter().map(|text| Block::paragraph(*text, place.clone())).collect(),
            problems: Vec::new(),
        }
    }

    const SOUND: &str = "本部门2023年预算数3186.40万元，执行数3052.17万元，执行率95.79%，培训干部1200人次（其中线上400人次）。";

    #[test]
    fn garbled_text_is_refused_and_sound_text_is_not() {
        let report =
            "部门整体支出绩效自评报告，预算执行总体情况良好，年度主要任务全部完成，社会效益明显。";
        let as_gbk = GBK.decode(report.as_bytes()).0.into_owned();
        let (bytes, ..) = GBK.encode(report);
        let as_latin: String = bytes.iter().map(|byte| char::from(*byte)).collect();
        let as_utf8 = String::from_utf8_lossy(&bytes).into_owned();
        let only_digits =
            "1 2 3, 45 67. 890 ,, 12 ( ) 33 44 55 66 77 88 99 1 2 3 45 67 89 / 100 200 300 400";
        let garbled = [
            as_gbk.as_str(),
            &as_latin,
            &as_utf8,
            "锟斤拷锟斤拷，2023年锟斤拷锟斤拷支出",
            only_digits,
        ];
        for text in garbled {
            let read = inspect(pages(&[text, text]));
            assert!(read.blocks.is_empty(), "{text}");
            assert_eq!(read.problems[0].kind, ProblemKind::Garbled, "{text}");
        }
        for text in
            [SOUND, report, "Abc", "±5℃，×3，㎡，①②③，□√", "單位績效評價報告，預算執行率良好"]
        {
            assert_eq!(inspect(pages(&[text])), pages(&[text]), "{text}");
        }
    }

    #[test]
    fn a_garbled_block_among_sound_ones_is_doubted() {
        let sound = [SOUND; 6];
        let texts: Vec<&str> =
            sound.iter().copied().chain(["\u{FFFD}\u{FFFD}\u{FFFD}支出"]).collect();
        let read = inspect(pages(&texts));
        let doubts = read.blocks.iter().filter(|block| block.doubt.is_some()).count();
        assert_eq!((read.blocks.len(), doubts, read.problems.len()), (7, 1, 0));
    }

    #[test]
    fn lost_digits_are_noticed_and_forms_with_few_are_not() {
        let lost = [
            "年度项目支出绩效自评表，预算数（）万元，执行数（）万元，执行率（%），总得分（分*执行率）。",
            "年末资金全部到位，项目按照进度安排实施，受益群众反映良好，今后将继续加强管理。",
        ];
        let read = inspect(pages(&lost));
        assert!(read.blocks.is_empty());
        assert!(read.problems[0].message.starts_with("里面几乎没有数字"), "{:?}", read.problems);
        let words = "部门职能主要是组织协调全区相关工作，年度任务已经完成，下一步将进一步加强预算管理工作。";
        let labels = "单位：万元。金额（万元），得分（分），执行率（%），金额单位为万元，评价得分（满分一百分）。";
        for texts in [[words, labels], [SOUND, lost[0]]] {
            assert_eq!(inspect(pages(&texts)).problems, [], "{texts:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_inspected(text in "\\PC{0,80}") {
            let read = inspect(pages(&[&text]));
            prop_assert!(read.blocks.len() == 1 || read.problems.len() == 1);
        }

        #[test]
        fn chinese_text_is_never_taken_for_garbled(text in "[一-龥，。、]{8,60}") {
            prop_assert!(!is_utf8_read_as_gbk(&text), "{}", text);
        }
    }
}

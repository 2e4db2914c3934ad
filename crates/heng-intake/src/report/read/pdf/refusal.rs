//! What of a PDF can't be read, said in Chinese with what to do.

use heng_core::fact::Place;
use heng_core::reader::{Problem, ProblemKind};

use super::canvas::{Drawn, Refusal, Sheet};

/// Share of characters, one in so many, from which a text is not worth reading.
const UNREADABLE_IN: usize = 100;
/// Strokes from which a page without glyphs is text turned into outlines, or a drawing.
const MANY_RULES: usize = 50;

/// Why a whole file stays unread.
pub(super) fn of_file(refusal: Refusal, name: &str) -> Problem {
    let (kind, message, remedy) = words(refusal);
    problem(kind, file(name), format!("这份 PDF {message}"), remedy)
}

fn words(refusal: Refusal) -> (ProblemKind, &'static str, &'static str) {
    match refusal {
        Refusal::Password => (
            ProblemKind::Encrypted,
            "要密码才能打开，没有读。",
            "请向报送单位索取不加密的文件，或打开后取消密码另存一份再试。",
        ),
        Refusal::Protection => (
            ProblemKind::Encrypted,
            "用了专门的加密方式，没有读。",
            "请用原来的软件打开，另存为不加密的 PDF 或 Word 再试。",
        ),
        Refusal::Damaged => (
            ProblemKind::Damaged,
            "不完整或已损坏，没有读。",
            "请从来源重新下载或索取，或用原来的软件打开后另存一份再试。",
        ),
        Refusal::NoPage => (ProblemKind::Damaged, "里面一页也没有。", "请从来源重新下载或索取。"),
        Refusal::TooLarge => (
            ProblemKind::TooLarge,
            "展开后大得不像一份报告；为防止占满内存，没有读。",
            "请确认文件来源，必要时拆成几份，或索取 Word 版。",
        ),
    }
}

/// Refuses a file in which too many characters can't be told.
pub(super) fn garbled(drawn: &Drawn, name: &str) -> Option<Problem> {
    let (mut all, mut unreadable) = (0_usize, 0_usize);
    for sheet in drawn.sheets.iter().flatten() {
        let (of_page, lost) = count(sheet);
        all += of_page;
        unreadable += lost;
    }
    (unreadable * UNREADABLE_IN > all).then(|| {
        problem(
            ProblemKind::Garbled,
            file(name),
            format!("{all} 个字里有 {unreadable} 个认不出来（文件没有说明字体与文字的对应），全文没有读。"),
            "请索取 Word 版，或用原来的软件重新导出可以复制文字的 PDF。",
        )
    })
}

/// All glyphs of a page and those that can't be told.
fn count(sheet: &Sheet) -> (usize, usize) {
    let characters = || sheet.glyphs.iter().map(|glyph| glyph.character);
    (characters().count(), characters().filter(|c| is_unreadable(*c)).count())
}

fn is_unreadable(character: char) -> bool {
    character == char::REPLACEMENT_CHARACTER
        || (character.is_control() && !character.is_whitespace())
}

/// What of single pages can't be read; `has_text` says which pages hold more than head and foot.
pub(super) fn of_pages(drawn: &Drawn, has_text: &[bool], name: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    let pages = |holds: &dyn Fn(usize, &Result<Sheet, Refusal>) -> bool| -> Vec<usize> {
        let pages = drawn.sheets.iter().enumerate();
        pages.filter(|(page, sheet)| holds(*page, sheet)).map(|(page, _)| page + 1).collect()
    };
    let shows = |page: usize| has_text.get(page).copied().unwrap_or_default();
    let read = drawn.sheets.len();
    if let Some(stated) = drawn.stated.filter(|stated| *stated > read) {
        let message = format!("这份 PDF 应有{stated}页，只找到{read}页，其余的没有读。");
        let (kind, _, remedy) = words(Refusal::Damaged);
        problems.push(problem(kind, file(name), message, remedy));
    }
    for refusal in [Refusal::Damaged, Refusal::TooLarge] {
        let refused = pages(&|_, sheet| sheet.as_ref().is_err_and(|error| *error == refusal));
        let (kind, message, remedy) = words(refusal);
        problems.extend(of_some(&refused, name, kind, message, remedy));
    }
    let scanned =
        pages(&|page, sheet| !shows(page) && sheet.as_ref().is_ok_and(|sheet| sheet.pictures > 0));
    problems.extend(of_some(
        &scanned,
        name,
        ProblemKind::NoTextLayer,
        "只有图像，没有可以读取的文字；图像里的字没有读。",
        "请向报送单位索取 Word 版，或可以选中文字的 PDF。",
    ));
    let outlined = pages(&|page, sheet| {
        let is_drawing = |sheet: &Sheet| sheet.pictures == 0 && sheet.rules.len() >= MANY_RULES;
        !shows(page) && sheet.as_ref().is_ok_and(is_drawing)
    });
    problems.extend(of_some(
        &outlined,
        name,
        ProblemKind::NoTextLayer,
        "只有线条，文字可能已转成轮廓，没有可以读取的文字。",
        "请向报送单位索取 Word 版，或可以选中文字的 PDF。",
    ));
    let garbled = pages(&|_, sheet| {
        sheet.as_ref().is_ok_and(|sheet| {
            let (all, lost) = count(sheet);
            sheet.lacks_font || lost * UNREADABLE_IN > all
        })
    });
    problems.extend(of_some(
        &garbled,
        name,
        ProblemKind::Garbled,
        "有的字认不出来或字体载入不了，文字和数字可能不全。",
        "请与原件对照；要核查这些页，请索取 Word 版或重新导出的 PDF。",
    ));
    let is_silent = problems.is_empty() && !has_text.contains(&true);
    if is_silent {
        problems.push(problem(
            ProblemKind::NoTextLayer,
            file(name),
            "这份 PDF 各页都是空白，没有可以读取的文字。".to_owned(),
            "请确认文件是否完整，或索取 Word 版。",
        ));
    }
    problems
}

/// One problem for all pages that have it, in the order of the pages.
fn of_some(
    pages: &[usize],
    name: &str,
    kind: ProblemKind,
    message: &str,
    remedy: &str,
) -> Option<Problem> {
    let first = *pages.first()?;
    let place = Place::Page { file: name.to_owned(), page: first, area: None };
    Some(problem(kind, place, format!("第{}页{message}", ranges(pages)), remedy))
}

/// Numbers of pages, those that follow one another as a range: 1、3—5.
fn ranges(pages: &[usize]) -> String {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for page in pages {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == *page => *last = *page,
            _ => ranges.push((*page, *page)),
        }
    }
    let texts: Vec<String> = ranges
        .into_iter()
        .map(
            |(first, last)| {
                if first == last { first.to_string() } else { format!("{first}—{last}") }
            },
        )
        .collect();
    texts.join("、")
}

fn file(name: &str) -> Place {
    Place::File { file: name.to_owned() }
}

fn problem(kind: ProblemKind, place: Place, message: String, remedy: &str) -> Problem {
    let excerpt = place.file().to_owned();
    Problem { kind, place, excerpt, message, remedy: remedy.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_that_follow_one_another_are_named_as_a_range() {
        for (pages, expected) in
            [(vec![3], "3"), (vec![1, 2, 3, 7], "1—3、7"), (vec![2, 4, 5], "2、4—5")]
        {
            assert_eq!(ranges(&pages), expected);
        }
    }
}

//! What a department is: its units, its offices and who works there.

use heng_core::dossier::Headcount;
use heng_core::figure::Unit;
use heng_core::figure::scan::{MentionKind, scan};
use jiff::civil::Date;
use rust_decimal::prelude::ToPrimitive;

use super::Reading;
use super::outline::{Line, Outline, Topic};

const UNITS: &[&str] = &["下属单位", "所属单位", "下属预算单位", "二级预算单位", "直属单位"];
const OFFICES: &[&str] = &["内设科室", "内设机构", "内设处室", "内设股室", "科室", "处室"];
/// What stands between how many there are and their names.
const LISTED: &[&str] = &["分别是", "分别为", "包括", "包含", "即", "为"];

/// Reads the section about the department.
pub(super) fn read(outline: &Outline<'_>, reading: &mut Reading) {
    for line in outline.lines(Topic::Overview) {
        for sentence in line.text.split_inclusive('。') {
            read_sentence(sentence, line, reading);
        }
    }
}

fn read_sentence(sentence: &str, line: Line<'_>, reading: &mut Reading) {
    if reading.dossier.department.functions.is_empty() && says_functions(sentence) {
        sentence.trim().clone_into(&mut reading.dossier.department.functions);
        reading.note(["department", "functions"], line.place);
    }
    if reading.dossier.department.units.is_empty()
        && let Some(names) = listed(sentence, UNITS)
    {
        reading.note(["department", "units"], line.place);
        reading.dossier.department.units = names;
        return;
    }
    if reading.dossier.department.offices.is_empty()
        && let Some(names) = listed(sentence, OFFICES)
    {
        reading.note(["department", "offices"], line.place);
        reading.dossier.department.offices = names;
        return;
    }
    if reading.dossier.department.headcount.is_none()
        && let Some(headcount) = headcount(sentence)
    {
        reading.note(["department", "headcount"], line.place);
        reading.dossier.department.headcount = Some(headcount);
    }
}

fn says_functions(sentence: &str) -> bool {
    ["主管", "主要职责", "主要职能", "负责"].iter().any(|word| sentence.contains(word))
}

/// The names that a sentence lists behind such words and how many there are; nothing where no list ends it.
fn listed(sentence: &str, words: &[&str]) -> Option<Vec<String>> {
    let sentence = sentence.trim().strip_suffix('。')?;
    let after = words.iter().find_map(|word| Some(sentence.split_once(word)?.1))?;
    let (count, names) = LISTED
        .iter()
        .find_map(|word| after.split_once(word).filter(|(count, _)| is_count(count)))?;
    let names = names.trim_start_matches(['：', ':']);
    if count.contains('。') || names.ends_with('等') || names.contains(['，', '；']) {
        return None;
    }
    let names = names_of(names);
    (names.len() > 1).then_some(names)
}

/// Says whether nothing stands there but how many there are.
fn is_count(text: &str) -> bool {
    text.chars().filter(|c| !c.is_whitespace()).count() <= 8
        && text.contains(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
}

/// The names of a list; marks within brackets part nothing.
fn names_of(list: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    let mut depth = 0_usize;
    for c in list.chars().filter(|c| !c.is_whitespace()) {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        match names.last_mut() {
            _ if c == '、' && depth == 0 => names.push(String::new()),
            Some(name) => name.push(c),
            None => {}
        }
    }
    // The last two may be joined by a word; it is one where both sides are names by their endings.
    if let Some((one, other)) = names.last().and_then(|last| joined(last)) {
        names.pop();
        names.extend([one, other]);
    }
    names.retain(|name| !name.is_empty());
    names
}

/// Takes the last name of a list apart where a word joins two.
fn joined(name: &str) -> Option<(String, String)> {
    const ENDINGS: &[&str] = &[
        "科", "室", "处", "局", "股", "办", "中心", "队", "所", "站", "院", "校", "馆", "）", ")",
        "委", "会",
    ];
    ["以及", "及", "和"].iter().find_map(|word| {
        let (one, other) = name.split_once(word)?;
        let is_name = |name: &str| {
            name.chars().count() >= 2 && ENDINGS.iter().any(|ending| name.ends_with(ending))
        };
        (is_name(one) && is_name(other)).then(|| (one.to_owned(), other.to_owned()))
    })
}

/// The persons that a sentence counts as of a day.
fn headcount(sentence: &str) -> Option<Headcount> {
    let mentions = scan(sentence);
    let as_of = mentions.iter().find_map(|mention| match mention.kind {
        MentionKind::Day { year: Some(year), month, day, .. } => {
            Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
        }
        _ => None,
    })?;
    let counted = |words: &[&str]| {
        mentions.iter().find_map(|mention| {
            let MentionKind::Figure(figure) = &mention.kind else { return None };
            let before = sentence.get(..mention.span.start)?.trim_end();
            let is_named = words.iter().any(|word| before.ends_with(word));
            let counts_persons =
                matches!(figure.unit(), Unit::Counted(of) if of == "人" || of == "名");
            (is_named && counts_persons).then(|| figure.value().to_i64()).flatten()
        })
    };
    let headcount = Headcount {
        as_of,
        active: counted(&["在职人员", "在职", "在编人员", "在职职工", "在职干部职工"]),
        retired: counted(&["退休人员", "退休", "离退休人员", "离退休"]),
        non_establishment: counted(&["编外人员", "编外", "编外聘用人员", "聘用人员"]),
    };
    headcount.active.is_some().then_some(headcount)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_taken_apart_at_their_marks_only() {
        let cases: [(&str, Option<&[&str]>); 5] = [
            (
                "本局内设科室3个，分别是办公室、人事科（退休办、工会）及财务科。",
                Some(&["办公室", "人事科（退休办、工会）", "财务科"]),
            ),
            ("下属单位2个，包括：文化馆和图书馆。", Some(&["文化馆", "图书馆"])),
            ("内设科室12个，包括办公室、人事科等。", None),
            ("内设科室较多。", None),
            ("内设机构2个：办公室、财务科。", None),
        ];
        for (sentence, expected) in cases {
            let names = listed(sentence, OFFICES).or_else(|| listed(sentence, UNITS));
            let expected = expected.map(|names| names.iter().map(ToString::to_string).collect());
            assert_eq!(names, expected, "{sentence}");
        }
    }

    #[test]
    fn persons_are_counted_by_the_words_before_them() {
        let headcount = headcount("截至2023年12月31日，实有在职人员40人，退休人员 9人。").unwrap();
        assert_eq!(
            (headcount.active, headcount.retired, headcount.non_establishment),
            (Some(40), Some(9), None)
        );
    }
}

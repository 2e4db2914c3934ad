//! Amounts of money with item and year, by which documents of different years are held together.

use heng_core::fact::Place;
use heng_core::figure::scan::{MentionKind, scan};
use heng_core::report::claim::Binding;
use heng_core::report::{ReportKind, YearAmount};

use super::Read;
use super::kin::{Kin, kin};
use super::sentence::{Said, Sentence, When, essence};
use super::table::{Line, MoneyTable};
use super::year::years_in;

/// Shorter names say too little: `支出`, `其中`.
const SHORTEST: usize = 4;

/// What a document of a kind speaks of where it does not say whether of plans or results.
#[derive(Debug, Clone, Copy)]
pub(super) struct Subject {
    pub kind: ReportKind,
    pub fiscal_year: i16,
}

/// The amounts of text and tables whose item and year are named.
pub(super) fn year_amounts(
    read: &[Read<'_>],
    tables: &[MoneyTable],
    subject: Subject,
) -> Vec<YearAmount> {
    let mut amounts = Vec::new();
    for one in read {
        for sentence in &one.sentences {
            let of_sentence = sentence.said.iter();
            amounts.extend(
                of_sentence.filter_map(|said| spoken(sentence, said, &one.passage.place, subject)),
            );
        }
    }
    amounts.extend(tables.iter().flat_map(|table| of_table(table, subject)));
    amounts
}

fn spoken(
    sentence: &Sentence<'_>,
    said: &Said<'_>,
    place: &Place,
    subject: Subject,
) -> Option<YearAmount> {
    let label = said.label();
    if !said.is_money() || !said.is_amount() || label.chars().count() < SHORTEST {
        return None;
    }
    let fiscal_year = match said.when {
        When::Year(year) => year,
        When::LastYear => subject.fiscal_year.checked_sub(1)?,
        // A sentence that names one year and no other speaks of it throughout.
        When::Unsaid => {
            let is_of_one =
                !["上年", "去年", "往年"].iter().any(|word| sentence.text.contains(word));
            match years_in(sentence.text).as_slice() {
                [year] if is_of_one => *year,
                _ => return None,
            }
        }
    };
    let measure = measure(&label, subject.kind)?;
    let binding = match said.when {
        When::Year(_) => Binding::Certain,
        When::LastYear | When::Unsaid => Binding::Likely,
    };
    Some(YearAmount {
        key: format!("{measure}|{}", essence(&without_last_year(&label))),
        label,
        fiscal_year,
        figure: said.figure.clone(),
        binding,
        excerpt: sentence.text.to_owned(),
        place: place.clone(),
    })
}

fn without_last_year(label: &str) -> String {
    ["上年", "去年"].iter().fold(label.to_owned(), |label, word| label.replace(word, ""))
}

/// Whether an amount is planned or spent: by its name, or else by the kind of document.
fn measure(name: &str, kind: ReportKind) -> Option<&'static str> {
    if name.contains("决算") || name.contains("执行") {
        return Some("决算");
    }
    if name.contains("预算") {
        return Some("预算");
    }
    match (kin(name), kind) {
        (Kin::Other, _) => None,
        (_, ReportKind::Budget) => Some("预算"),
        (Kin::Spent, _) | (Kin::Given, ReportKind::Accounts) => Some("决算"),
        (Kin::Given, _) => Some("预算"),
    }
}

/// The amounts of a table; only the same table of another document has the same keys.
fn of_table(table: &MoneyTable, subject: Subject) -> Vec<YearAmount> {
    if !table.has_unit || table.title.is_empty() {
        return Vec::new();
    }
    let title = title_of(&table.title);
    let own = years_in(&table.title).first().copied().unwrap_or(subject.fiscal_year);
    let mut amounts = Vec::new();
    for line in &table.lines {
        for (column, (figure, place)) in &line.amounts {
            let header = table.headers.get(*column).map(String::as_str).unwrap_or_default();
            let Some(fiscal_year) = year_of(header, own, subject.fiscal_year) else { continue };
            let Some(measure) = measure_of_column(header, &table.title, subject.kind) else {
                continue;
            };
            if line.name.is_empty() {
                continue;
            }
            amounts.push(amount(line, (figure, place), fiscal_year, |label| {
                format!("{measure}|{title}|{label}|{}", column_of(header))
            }));
        }
    }
    amounts
}

fn amount(
    line: &Line,
    (figure, place): (&heng_core::figure::Figure, &Place),
    fiscal_year: i16,
    key: impl Fn(&str) -> String,
) -> YearAmount {
    let label = line.label();
    YearAmount {
        key: key(&label),
        fiscal_year,
        figure: figure.clone(),
        binding: Binding::Likely,
        excerpt: format!("{label} {figure}"),
        place: place.clone(),
        label,
    }
}

/// The title of a table without its number and years.
fn title_of(title: &str) -> String {
    let title = without_years(title);
    let begin = title.trim_start_matches(|c: char| {
        c.is_ascii_digit() || "附公开表件一二三四五六七八九十、.．（）()：:-—".contains(c)
    });
    // The numeral of 一般 is part of a word.
    if begin.starts_with('般') { format!("一{begin}") } else { begin.to_owned() }
}

/// What tells a column from its neighbours, without year and measure.
fn column_of(header: &str) -> String {
    let mut words = without_years(header);
    for word in
        ["上年", "去年", "本年", "预算数", "决算数", "执行数", "预算", "决算", "执行", "金额"]
    {
        words = words.replace(word, "");
    }
    words
}

fn without_years(text: &str) -> String {
    let mut words = String::new();
    let mut rest = text;
    let mut begin = 0;
    for mention in scan(text) {
        if matches!(mention.kind, MentionKind::Year(_)) {
            words.push_str(text.get(begin..mention.span.start).unwrap_or_default());
            begin = mention.span.end;
            rest = text.get(begin..).unwrap_or_default();
            rest = rest.strip_prefix("年度").or(rest.strip_prefix('度')).unwrap_or(rest);
            begin = text.len() - rest.len();
        }
    }
    words.push_str(rest);
    words
}

/// The year of a column; nothing for columns of changes.
fn year_of(header: &str, own: i16, fiscal_year: i16) -> Option<i16> {
    if ["增", "减", "比", "±", "差", "率"].iter().any(|word| header.contains(word)) {
        return None;
    }
    match years_in(header).as_slice() {
        [year] => Some(*year),
        [] if header.contains("上年") || header.contains("去年") => {
            // `上年结转` is money of this year.
            let is_of_this = header.contains("结转") || header.contains("结余");
            if is_of_this { Some(own) } else { fiscal_year.checked_sub(1) }
        }
        [] => Some(own),
        _ => None,
    }
}

fn measure_of_column(header: &str, title: &str, kind: ReportKind) -> Option<&'static str> {
    for words in [header, title] {
        match (words.contains("预算"), words.contains("决算") || words.contains("执行")) {
            (true, false) => return Some("预算"),
            (false, true) => return Some("决算"),
            // `一般公共预算财政拨款支出决算表` is about results.
            (true, true) if words.contains("决算表") => return Some("决算"),
            _ => {}
        }
    }
    match kind {
        ReportKind::Budget => Some("预算"),
        ReportKind::Accounts => Some("决算"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_their_year() {
        let cases = [
            ("2022年预算数", Some(2022)),
            ("上年决算数", Some(2022)),
            ("本年合计", Some(2023)),
            ("上年结转", Some(2023)),
            ("增减额", None),
            ("2023年比2022年", None),
        ];
        for (header, expected) in cases {
            assert_eq!(year_of(header, 2023, 2023), expected, "{header}");
        }
    }

    #[test]
    fn a_table_is_known_by_its_title_without_number_and_year() {
        assert_eq!(title_of("公开05表2023年度一般公共预算支出表"), "一般公共预算支出表");
        assert_eq!(column_of("2022年预算数"), "");
        assert_eq!(column_of("2023年预算数基本支出"), "基本支出");
    }
}

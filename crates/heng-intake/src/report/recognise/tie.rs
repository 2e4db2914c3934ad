//! Figures of the text beside the same figures in tables.

use heng_core::report::ReportKind;
use heng_core::report::claim::{Assertion, Binding, Claim, Term};

use super::Read;
use super::item::name_of;
use super::sentence::{Said, Sentence, When, essence};
use super::table::{Line, MoneyTable};

/// What the text states that tables state too.
pub(super) fn text_and_tables(
    read: &[Read<'_>],
    tables: &[MoneyTable],
    kind: ReportKind,
    fiscal_year: Option<i16>,
) -> Vec<Claim> {
    if !matches!(kind, ReportKind::Budget | ReportKind::Accounts) {
        return Vec::new();
    }
    let mut claims = Vec::new();
    for one in read {
        for (sentence, said) in one.said().filter(|(_, said)| said.is_money() && said.is_amount()) {
            let is_of_year = match said.when {
                When::Unsaid => true,
                When::Year(year) => fiscal_year == Some(year),
                When::LastYear => false,
            };
            if !is_of_year || said.lead.contains(['比', '较', '占']) {
                continue;
            }
            let here = said.term(&one.passage.place);
            let found = item(said, tables)
                .or_else(|| total(said, tables, kind))
                .or_else(|| three_public(said, tables, kind));
            claims.extend(found.map(|found| claim(here, found, sentence, said)));
        }
    }
    claims
}

fn claim(mut here: Term, elsewhere: Vec<Term>, sentence: &Sentence<'_>, said: &Said<'_>) -> Claim {
    here.label = name_of(&here.label);
    let is_one = elsewhere.windows(2).all(|pair| match pair {
        [one, other] => one.figure.value() == other.figure.value(),
        _ => true,
    });
    Claim {
        subject: here.label.clone(),
        excerpt: sentence.between(said.start - said.lead.len(), said.end).to_owned(),
        place: here.place.clone(),
        assertion: Assertion::Restated { here, elsewhere },
        binding: if is_one { Binding::Certain } else { Binding::Likely },
    }
}

/// The lines of an item of expenditure in the tables of classes.
fn item(said: &Said<'_>, tables: &[MoneyTable]) -> Option<Vec<Term>> {
    let label = said.label();
    let is_item = ["项）", "项)", "科目"].iter().any(|end| label.ends_with(end));
    if !is_item {
        return None;
    }
    let name = essence(&name_of(&label));
    let mut terms = Vec::new();
    let mut codes: Vec<&str> = Vec::new();
    for table in tables.iter().filter(|table| table.has_unit) {
        for line in
            table.lines.iter().filter(|line| line.code.len() == 7 && line.code.starts_with('2'))
        {
            if essence(&line.name) != name || !is_of_class(&label, line, table) {
                continue;
            }
            let Some(column) = line.amounts.keys().next() else { continue };
            let Some(mut term) = line.term(*column) else { continue };
            term.label = format!("{}·{}", table.title, line.label());
            codes.push(&line.code);
            terms.push(term);
        }
    }
    codes.dedup();
    codes.sort_unstable();
    codes.dedup();
    (codes.len() == 1).then_some(terms)
}

/// Whether the group that a line belongs to is named in the label too.
fn is_of_class(label: &str, line: &Line, table: &MoneyTable) -> bool {
    let Some(group) = line.code.get(..5) else { return false };
    table
        .lines
        .iter()
        .find(|other| other.code == group)
        .is_some_and(|other| essence(label).contains(&essence(&other.name)))
}

/// The totals of income and expenditure in the first table.
fn total(said: &Said<'_>, tables: &[MoneyTable], kind: ReportKind) -> Option<Vec<Term>> {
    let label = essence(&said.label());
    let (side, what) = match kind {
        ReportKind::Budget if label.ends_with("收入预算") && !label.contains("拨款") => {
            (0, "收支预算总表")
        }
        ReportKind::Budget
            if label.ends_with("支出预算")
                && !["拨款", "基本", "项目", "采购", "基金", "公共", "资本"]
                    .iter()
                    .any(|word| label.contains(word)) =>
        {
            (1, "收支预算总表")
        }
        ReportKind::Accounts if label.ends_with("收入支出总计") && !label.contains("拨款") => {
            (0, "收入支出决算总表")
        }
        _ => return None,
    };
    let table =
        tables.iter().find(|table| table.title.contains(what) && !table.title.contains("拨款"))?;
    let line = table
        .lines
        .iter()
        .rfind(|line| line.side == side && line.is_total() && line.name.ends_with("总计"))?;
    let mut term = line.term(*line.amounts.keys().next()?)?;
    term.label = format!("{}·{}", table.title, line.name);
    table.has_unit.then(|| vec![term])
}

/// The columns of the table of “三公”经费: words of the text, words of the heading, words that it must not have.
const COLUMNS: [(&str, &[&str], &[&str]); 6] = [
    ("因公出国", &["因公出国"], &[]),
    ("公务接待", &["公务接待"], &[]),
    ("公务用车购置及运行", &["公务用车购置及运行", "小计"], &[]),
    ("公务用车购置费", &["公务用车购置及运行", "购置费"], &["小计"]),
    ("公务用车运行", &["公务用车购置及运行", "运行"], &["小计", "购置费"]),
    ("机关运行经费", &["机关运行经费"], &[]),
];

/// The columns of the one line of the table of “三公”经费.
fn three_public(said: &Said<'_>, tables: &[MoneyTable], kind: ReportKind) -> Option<Vec<Term>> {
    let label = said.label();
    let table = tables.iter().find(|table| table.title.contains("三公") && table.has_unit)?;
    let [line] = table.lines.as_slice() else { return None };
    let wants = |header: &str| match kind {
        ReportKind::Accounts => header.contains("决算数"),
        _ => !header.contains("决算"),
    };
    if kind == ReportKind::Accounts && !label.contains("决算") {
        return None;
    }
    let column = if label.contains("三公")
        && ["经费", "预算", "决算", "支出"].iter().any(|end| essence(&label).ends_with(end))
    {
        column_of(table, line, |header| {
            wants(header) && header.contains("三公") && header.contains("合计")
        })
    } else {
        let (_, words, without) = COLUMNS.iter().find(|(name, ..)| label.starts_with(name))?;
        column_of(table, line, |header| {
            wants(header)
                && words.iter().all(|word| header.contains(word))
                && !without.iter().any(|word| header.ends_with(word))
        })
    }?;
    let mut term = line.term(column)?;
    term.label = format!("{}·{}", table.title, table.headers.get(column)?);
    Some(vec![term])
}

/// The one column whose heading is wanted.
fn column_of(table: &MoneyTable, line: &Line, wants: impl Fn(&str) -> bool) -> Option<usize> {
    let mut found = line
        .amounts
        .keys()
        .copied()
        .filter(|column| table.headers.get(*column).is_some_and(|header| wants(header)));
    let one = found.next()?;
    found.next().is_none().then_some(one)
}

//! Figures of the text beside the same figures in tables, and of tables beside one another.

use heng_core::report::ReportKind;
use heng_core::report::claim::{Assertion, Binding, Claim, Closure, Term};

use super::Read;
use super::item::{is_numbered, name_of};
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
        for (sentence, said) in one.said().filter(|(_, said)| states_year(said, fiscal_year)) {
            let here = said.term(&one.passage.place);
            let found = match kind {
                ReportKind::Accounts => item_of_accounts(&one.passage.text, said, tables),
                _ => item(&said.label(), tables),
            };
            let found = found
                .or_else(|| total(said, tables, kind))
                .or_else(|| three_public(said, tables, kind));
            claims.extend(found.map(|found| claim(here, found, sentence, said)));
        }
    }
    claims.extend(items_and_total(read, tables, kind));
    claims.extend(between_tables(tables));
    claims
}

/// Whether the figure is an amount of money of the fiscal year, and of nothing that it is compared with.
fn states_year(said: &Said<'_>, fiscal_year: Option<i16>) -> bool {
    let is_of_year = match said.when {
        When::Unsaid => true,
        When::Year(year) => fiscal_year == Some(year),
        When::LastYear => false,
    };
    is_of_year && said.is_money() && said.is_amount() && !said.lead.contains(['比', '较', '占'])
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
fn item(label: &str, tables: &[MoneyTable]) -> Option<Vec<Term>> {
    let is_item = ["项）", "项)", "科目"].iter().any(|end| label.ends_with(end));
    is_item.then(|| lines_of(label, tables, |_| true))?
}

/// The accounts of an item whose name stands at the head of the passage.
fn item_of_accounts(passage: &str, said: &Said<'_>, tables: &[MoneyTable]) -> Option<Vec<Term>> {
    let label = said.label();
    let is_accounts = label == "支出决算" || label == "决算数" || label == "支出决算数";
    if !is_accounts || !is_numbered(passage) {
        return None;
    }
    let end = passage.find("（项）").or_else(|| passage.find("(项)"))?;
    let heading = passage.get(..end + "（项）".len()).filter(|words| words.ends_with('）'))?;
    // A passage with several items leaves open whose accounts these are.
    let is_only = passage.matches("（项）").count() == 1;
    is_only
        .then(|| lines_of(heading, tables, |title| title.contains("一般公共预算财政拨款支出")))?
}

/// The first amounts of the lines with the name of an item, where they are of one class.
fn lines_of(
    label: &str,
    tables: &[MoneyTable],
    is_wanted: impl Fn(&str) -> bool,
) -> Option<Vec<Term>> {
    let name = essence(&name_of(label));
    let mut terms = Vec::new();
    let mut codes: Vec<&str> = Vec::new();
    for table in tables.iter().filter(|table| table.has_unit && is_wanted(&table.title)) {
        for line in &table.lines {
            let is_named = line.code.len() == 7
                && line.code.starts_with('2')
                && essence(&line.name) == name
                && is_of_class(label, line, table);
            let Some(mut term) = is_named.then(|| first_term(line)).flatten() else { continue };
            term.label = format!("{}·{}", table.title, line.label());
            codes.push(&line.code);
            terms.push(term);
        }
    }
    codes.sort_unstable();
    codes.dedup();
    (codes.len() == 1).then_some(terms)
}

fn first_term(line: &Line) -> Option<Term> {
    line.term(*line.amounts.keys().next()?)
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

/// What tables of accounts and budgets are about, by words that the title has and words that it hasn't.
#[derive(Clone, Copy)]
enum Subject {
    Both,
    Income,
    Expenditure,
    Appropriation,
    General,
    Basic,
}

impl Subject {
    fn is_of(self, title: &str) -> bool {
        let has = |words: &[&str]| words.iter().any(|word| title.contains(word));
        let is_special =
            has(&["拨款", "一般公共预算", "基金", "国有资本", "三公", "项目", "明细", "经济"]);
        match self {
            Self::Both => has(&["收支", "收入支出"]) && title.contains('总') && !is_special,
            Self::Income => title.contains("收入") && !has(&["支出", "收支"]) && !is_special,
            Self::Expenditure => title.contains("支出") && !has(&["收入", "收支"]) && !is_special,
            Self::Appropriation => {
                title.contains("财政拨款") && has(&["收支", "收入支出"]) && title.contains('总')
            }
            Self::General => {
                title.contains("一般公共预算")
                    && title.contains("支出")
                    && !has(&["基本支出", "收", "三公"])
            }
            Self::Basic => title.contains("一般公共预算") && title.contains("基本支出"),
        }
    }

    /// The one table about it.
    fn table(self, tables: &[MoneyTable]) -> Option<&MoneyTable> {
        let mut found = tables.iter().filter(|table| table.has_unit && self.is_of(&table.title));
        let one = found.next()?;
        found.next().is_none().then_some(one)
    }
}

/// The totals of a table on one side, each of which may be meant.
fn totals(table: &MoneyTable, side: Option<usize>) -> Vec<Term> {
    let lines = table.lines.iter().filter(|line| line.is_total());
    let lines = lines.filter(|line| side.is_none_or(|side| line.side == side));
    lines
        .filter_map(|line| {
            let mut term = first_term(line)?;
            term.label = format!("{}·{}", table.title, line.name);
            Some(term)
        })
        .collect()
}

/// The total that a label names in the table about it.
fn total(said: &Said<'_>, tables: &[MoneyTable], kind: ReportKind) -> Option<Vec<Term>> {
    let label = essence(&said.label());
    let ends = |words: &[&str]| words.iter().any(|word| label.ends_with(word));
    let has = |words: &[&str]| words.iter().any(|word| label.contains(word));
    let is_part =
        has(&["拨款", "基本", "项目", "采购", "基金", "公共", "资本", "事业", "其他", "上级"]);
    let (subject, side) = match kind {
        ReportKind::Budget if ends(&["收入预算"]) && !is_part => (Subject::Both, Some(0)),
        ReportKind::Budget if ends(&["支出预算"]) && !is_part => (Subject::Both, Some(1)),
        ReportKind::Accounts if ends(&["收入支出总计", "收、支总计"]) && !has(&["拨款"]) => {
            (Subject::Both, None)
        }
        ReportKind::Accounts if ends(&["本年收入合计"]) && !is_part => {
            (Subject::Both, Some(0))
        }
        ReportKind::Accounts if ends(&["本年支出合计"]) && !is_part => {
            (Subject::Both, Some(1))
        }
        ReportKind::Accounts if ends(&["财政拨款收入支出总计"]) => {
            (Subject::Appropriation, None)
        }
        _ => return None,
    };
    let terms = totals(subject.table(tables)?, side);
    (!terms.is_empty()).then_some(terms)
}

/// The totals that two tables state of the same.
fn between_tables(tables: &[MoneyTable]) -> Vec<Claim> {
    let pairs = [
        (Subject::Income, Some(0), Subject::Both, Some(0)),
        (Subject::Expenditure, Some(0), Subject::Both, Some(1)),
    ];
    let mut claims = Vec::new();
    for (one, side, other, other_side) in pairs {
        let (Some(one), Some(other)) = (one.table(tables), other.table(tables)) else { continue };
        let own = totals(one, side);
        let elsewhere = totals(other, other_side);
        if let ([here], false) = (own.as_slice(), elsewhere.is_empty()) {
            claims.push(tied(here.clone(), elsewhere));
        }
    }
    claims.extend(basic_in_two_tables(tables));
    claims
}

/// Basic expenditure of the table of classes beside the total of the table of its economic classes.
fn basic_in_two_tables(tables: &[MoneyTable]) -> Option<Claim> {
    let (general, basic) = (Subject::General.table(tables)?, Subject::Basic.table(tables)?);
    let mut columns = general
        .headers
        .iter()
        .enumerate()
        .filter(|(_, header)| header.ends_with("基本支出"))
        .map(|(column, _)| column);
    let column = columns.next().filter(|_| columns.next().is_none())?;
    let mut lines = general.lines.iter().filter(|line| line.is_total());
    let line = lines.next().filter(|_| lines.next().is_none())?;
    let mut there = line.term(column)?;
    there.label = format!("{}·基本支出", general.title);
    let own = totals(basic, None);
    let [here] = own.as_slice() else { return None };
    Some(tied(here.clone(), vec![there]))
}

fn tied(here: Term, elsewhere: Vec<Term>) -> Claim {
    Claim {
        subject: here.label.clone(),
        excerpt: here.to_string(),
        place: here.place.clone(),
        assertion: Assertion::Restated { here, elsewhere },
        binding: Binding::Certain,
    }
}

/// The numbered items of expenditure against the total that stands above them.
fn items_and_total(read: &[Read<'_>], tables: &[MoneyTable], kind: ReportKind) -> Option<Claim> {
    if kind != ReportKind::Budget {
        return None;
    }
    let begin = read.iter().position(|one| {
        let text = &one.passage.text;
        text.contains("财政拨款支出") && text.contains("主要内容") && text.ends_with(['：', ':'])
    })?;
    let total = read.get(..begin)?.iter().rev().flat_map(Read::said).find(|(_, said)| {
        said.is_money() && said.is_amount() && said.label().ends_with("财政拨款支出预算")
    });
    let (_, total) = total?;
    let place = read.get(begin)?.passage.place.clone();
    let mut parts = Vec::new();
    for one in read.iter().skip(begin + 1) {
        let Some((_, said)) = one.said().next().filter(|_| is_numbered(&one.passage.text)) else {
            break;
        };
        let label = said.label();
        if !["项）", "项)", "科目"].iter().any(|end| label.ends_with(end)) || !said.is_money()
        {
            break;
        }
        let mut term = said.term(&one.passage.place);
        term.label = name_of(&label);
        parts.push(term);
    }
    let leaves = Subject::Expenditure
        .table(tables)
        .map(|table| table.lines.iter().filter(|line| line.code.len() == 7).count());
    let total = total.term(&place);
    (parts.len() > 1).then(|| Claim {
        subject: total.label.clone(),
        excerpt: total.to_string(),
        place,
        binding: if leaves == Some(parts.len()) { Binding::Certain } else { Binding::Likely },
        assertion: Assertion::Sum { total, parts, closure: Closure::Complete },
    })
}

/// The columns of the table of “三公”经费: words of the text, words of the heading, words that it must not have.
const COLUMNS: [(&str, &[&str], &[&str]); 5] = [
    ("因公出国", &["因公出国"], &[]),
    ("公务接待", &["公务接待"], &[]),
    ("公务用车购置及运行", &["公务用车购置及运行", "小计"], &[]),
    ("公务用车购置费", &["公务用车购置及运行", "购置费"], &["小计"]),
    ("公务用车运行", &["公务用车购置及运行", "运行"], &["小计", "购置费"]),
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
    let ends = |words: &[&str]| words.iter().any(|word| essence(&label).ends_with(word));
    let column = if label.contains("三公") && ends(&["经费", "预算", "决算", "支出"]) {
        column_of(table, line, |header| {
            wants(header) && header.contains("三公") && header.contains("合计")
        })
    } else if label.contains("机关运行经费") && ends(&["经费", "预算"]) {
        column_of(table, line, |header| wants(header) && header.contains("机关运行经费"))
    } else {
        let is_amount = ends(&["费", "预算", "决算", "支出", "费用"]);
        let mut columns = COLUMNS.iter().filter(|_| is_amount);
        let (_, words, without) = columns.find(|(name, ..)| label.starts_with(name))?;
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

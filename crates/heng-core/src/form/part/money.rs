//! Budget and expenditure, where the money comes from, and management facts.

use std::collections::BTreeMap;

use super::{Blank, Input, Layout, Part, Sharing, columns, numbered, unplaced};
use crate::dossier::{BudgetLine, Dossier, FundingLine, FundingSource, ManagementFact};
use crate::fact::FactId;
use crate::figure::Figure;
use crate::form::column::{Choices, Kind, Rows};
use crate::form::field::{Field, Fields, figure, optional, text, yes_no};
use crate::form::lists::BUDGET_LINES;
use crate::form::{Lists, Notes, Row};

/// 收支情况.
pub(super) static BUDGET: Part = Part {
    key: "budget",
    title: "收支情况",
    about: "金额以万元为单位，可直接填数，也可连同单位填写（如 2.83亿元）；没有的留空，不填 0。",
    layout: Layout::FixedTable,
    sharing: Sharing::Department,
    blank: Blank::WithRows,
    columns: || columns(BUDGET_FIELDS),
    fill: |dossier, lists| {
        let fields = Fields::new(BUDGET_FIELDS, dossier, lists);
        let lines = dossier.budget.lines();
        let row = |(key, _, line): (&str, &str, &BudgetLine)| {
            fields.row(key, None, Line { key: key.to_owned(), line: line.clone() })
        };
        lines.into_iter().map(row).collect()
    },
    take: take_budget,
};

struct Line {
    key: String,
    line: BudgetLine,
}

static BUDGET_FIELDS: &[Field<Line>] = &[
    text("key", "支出类别", 16, |one: &mut Line| &mut one.key)
        .from(Choices::Closed(&BUDGET_LINES))
        .required(),
    figure("approved", "年初预算数（万元）", Kind::Money, |one: &mut Line| {
        &mut one.line.approved
    }),
    figure("budget", "预算数（万元）", Kind::Money, |one: &mut Line| &mut one.line.budget)
        .hint("调整后的预算")
        .answer(),
    figure("expenditure", "执行数（万元）", Kind::Money, |one: &mut Line| {
        &mut one.line.expenditure
    })
    .answer(),
    figure("rate", "执行率（%）", Kind::Rate, |one: &mut Line| &mut one.line.rate)
        .hint("由程序计算，一般不填")
        .answer(),
    optional("budget_explanation", "结余、调整原因", 40, |one: &mut Line| {
        &mut one.line.explanation
    })
    .answer(),
    yes_no("finished", "是否完成", |one: &mut Line| &mut one.line.finished)
        .hint("这笔钱要办的事是否办完")
        .answer(),
];

fn take_budget(input: &Input<'_>, dossier: &mut Dossier, notes: &mut Notes) {
    let fields = input.fields(BUDGET_FIELDS, dossier);
    for row in &input.sheet.rows {
        let key = row.id.clone().unwrap_or_default();
        let start = line_of(dossier, &key).cloned().unwrap_or_default();
        let fact = FactId::new(["budget", &key]);
        let read = fields.read(row, Line { key, line: start }, &fact, notes);
        match line_of(dossier, &read.key) {
            Some(line) => *line = read.line,
            None => unplaced(row, &BUDGET, NO_LINE, "请填在已有的三行里。", notes),
        }
    }
}

const NO_LINE: &str = "收支情况只有部门整体支出、基本支出、项目支出三行，这一行没有采用。";

fn line_of<'d>(dossier: &'d mut Dossier, key: &str) -> Option<&'d mut BudgetLine> {
    match key {
        "whole" => Some(&mut dossier.budget.whole),
        "basic" => Some(&mut dossier.budget.basic),
        "project" => Some(&mut dossier.budget.project),
        _ => None,
    }
}

/// 资金来源.
pub(super) static SOURCES: Part = Part {
    key: "sources",
    title: "资金来源",
    about: "按资金来源分列的金额，每个来源一行；不分来源的不填。",
    layout: Layout::Table,
    sharing: Sharing::Offices,
    blank: Blank::WithRows,
    columns: || columns(SOURCE_FIELDS),
    fill: fill_sources,
    take: take_sources,
};

/// Money from one source, with whose money it is.
#[derive(Default)]
struct Source {
    /// `budget/whole`, `project/ID` and so on.
    owner: String,
    kind: String,
    approved: Option<Figure>,
    budget: Option<Figure>,
    expenditure: Option<Figure>,
}

const KINDS: [(&str, &str); 7] = {
    let all = &FundingSource::ALL;
    let [a, b, c, d, e, f, g] = all;
    [(a.0, a.1), (b.0, b.1), (c.0, c.1), (d.0, d.1), (e.0, e.1), (f.0, f.1), (g.0, g.1)]
};

static SOURCE_FIELDS: &[Field<Source>] = &[
    text("owner", "支出类别或项目", 28, |one: &mut Source| &mut one.owner)
        .from(Choices::Rows(Rows::Money))
        .required()
        .like("项目支出"),
    text("kind", "资金来源", 20, |one: &mut Source| &mut one.kind)
        .from(Choices::Closed(&KINDS))
        .required()
        .like("本年财政拨款"),
    figure("approved", "年初预算数（万元）", Kind::Money, |one: &mut Source| {
        &mut one.approved
    })
    .like("120.00"),
    figure("budget", "预算数（万元）", Kind::Money, |one: &mut Source| &mut one.budget)
        .like("118.50")
        .answer(),
    figure("expenditure", "执行数（万元）", Kind::Money, |one: &mut Source| {
        &mut one.expenditure
    })
    .like("115.20")
    .answer(),
];

fn fill_sources(dossier: &Dossier, lists: &Lists) -> Vec<Row> {
    let fields = Fields::new(SOURCE_FIELDS, dossier, lists);
    let row = |(id, office, source): (String, Option<String>, Source)| {
        let owner = source.owner.strip_prefix("project/").map(|id| format!("projects/{id}"));
        Row { owner, ..fields.row(&id, office.as_deref(), source) }
    };
    sources(dossier).into_iter().map(row).collect()
}

fn take_sources(input: &Input<'_>, dossier: &mut Dossier, notes: &mut Notes) {
    let fields = input.fields(SOURCE_FIELDS, dossier);
    let mut old: BTreeMap<String, Source> =
        sources(dossier).into_iter().map(|(id, _, source)| (id, source)).collect();
    let budget = &mut dossier.budget;
    let lines = [&mut budget.whole, &mut budget.basic, &mut budget.project].into_iter();
    for line in lines.chain(dossier.projects.iter_mut().map(|one| &mut one.money)) {
        line.sources.clear();
    }
    for row in &input.sheet.rows {
        let id = row.id.as_deref().unwrap_or_default();
        let (owner, kind) = id.rsplit_once('/').unwrap_or_default();
        let fact = FactId::new([owner, "source", kind.split('#').next().unwrap_or_default()]);
        let read = fields.read(row, old.remove(id).unwrap_or_default(), &fact, notes);
        let kinds = FundingSource::ALL;
        let source = kinds.iter().find(|(id, ..)| *id == read.kind).map(|(.., source)| *source);
        match (line_named(dossier, &read.owner), source) {
            (Some(line), Some(source)) => line.sources.push(FundingLine {
                source,
                approved: read.approved,
                budget: read.budget,
                expenditure: read.expenditure,
            }),
            _ => unplaced(row, &SOURCES, NO_OWNER, "请选择支出类别（或项目）和资金来源。", notes),
        }
    }
}

const NO_OWNER: &str = "没有写明是哪一类支出（或哪个项目）的哪种资金来源，这一行没有采用。";

/// All sources in the order of their rows, with identifier and office.
fn sources(dossier: &Dossier) -> Vec<(String, Option<String>, Source)> {
    let lines = dossier.budget.lines();
    let of_budget = lines.iter().map(|(key, _, line)| (format!("budget/{key}"), &None, *line));
    let projects = dossier.projects.iter();
    let of_projects = projects.map(|one| (format!("project/{}", one.id), &one.office, &one.money));
    let mut sources = Vec::new();
    for (owner, office, line) in of_budget.chain(of_projects) {
        let ids = numbered(line.sources.iter().map(|one| format!("{owner}/{}", one.source.id())));
        for (one, id) in line.sources.iter().zip(ids) {
            let source = Source {
                owner: owner.clone(),
                kind: one.source.id().to_owned(),
                approved: one.approved.clone(),
                budget: one.budget.clone(),
                expenditure: one.expenditure.clone(),
            };
            sources.push((id, office.clone(), source));
        }
    }
    sources
}

fn line_named<'d>(dossier: &'d mut Dossier, owner: &str) -> Option<&'d mut BudgetLine> {
    if let Some(key) = owner.strip_prefix("budget/") {
        return line_of(dossier, key);
    }
    let id = owner.strip_prefix("project/")?;
    dossier.projects.iter_mut().find(|one| one.id == id).map(|one| &mut one.money)
}

/// 管理数据.
pub(super) static MANAGEMENT: Part = Part {
    key: "management",
    title: "管理数据",
    about: "计算比率所用的数，连同单位填写（如 63人、12.5万元）；编号是规则包公式所用的名称。",
    layout: Layout::NumberedTable,
    sharing: Sharing::Department,
    blank: Blank::WithRows,
    columns: || columns(MANAGEMENT_FIELDS),
    fill: |dossier, lists| {
        let fields = Fields::new(MANAGEMENT_FIELDS, dossier, lists);
        dossier.management.iter().map(|one| fields.row(&one.id, None, Number::of(one))).collect()
    },
    take: take_management,
};

/// A management fact whose value may still be missing.
struct Number {
    id: String,
    label: String,
    value: Option<Figure>,
    source: Option<String>,
}

static MANAGEMENT_FIELDS: &[Field<Number>] = &[
    text("label", "数据名称", 30, |one: &mut Number| &mut one.label).required().like("在职人数"),
    figure("value", "数值（带单位）", Kind::Figure, |one: &mut Number| &mut one.value)
        .required()
        .like("63人"),
    optional("source", "取数来源", 30, |one: &mut Number| &mut one.source).like("人事年报"),
];

impl Number {
    fn of(one: &ManagementFact) -> Self {
        let ManagementFact { id, label, value, source } = one.clone();
        Self { id, label, value: Some(value), source }
    }
}

fn take_management(input: &Input<'_>, dossier: &mut Dossier, notes: &mut Notes) {
    let fields = input.fields(MANAGEMENT_FIELDS, dossier);
    let old = std::mem::take(&mut dossier.management);
    let old = old.iter().map(Number::of).collect();
    let blank = |id| Number { id, label: String::new(), value: None, source: None };
    let names = ("management", "management");
    let numbers = input.keyed(&fields, names, old, blank, |one| &one.id, notes);
    for (number, row) in numbers.into_iter().zip(&input.sheet.rows) {
        let Number { id, label, value, source } = number;
        match value {
            Some(value) => dossier.management.push(ManagementFact { id, label, value, source }),
            None => unplaced(
                row,
                &MANAGEMENT,
                "这一项没有可用的数值，没有采用。",
                "请填写数值，连同单位。",
                notes,
            ),
        }
    }
}

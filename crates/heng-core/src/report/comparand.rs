//! What a report is held against: approved objectives, a budget, accounts, last year's report, its dossier.

use crate::fact::Place;
use crate::figure::Figure;
use crate::report::claim::Binding;
use crate::report::{Report, ReportKind};
use crate::wording::bare;

/// A document that a report is compared with (比对文件).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparand {
    /// The document as it was understood.
    pub report: Report,
    /// What it is to the report.
    pub origin: Origin,
}

/// What a comparand is to the report that is compared with it (比对关系).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Another document.
    Document,
    /// The same document, as it is made from its dossier.
    Rendered,
}

/// An amount of money with the year that it is of (年度金额).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearAmount {
    /// By what it is found in another document: item and measure, in words that documents share.
    pub key: String,
    /// What it is called, in the document's words.
    pub label: String,
    /// The fiscal year.
    pub fiscal_year: i16,
    /// The amount.
    pub figure: Figure,
    /// How sure it is that the item and the year are meant.
    pub binding: Binding,
    /// The words in which it stands.
    pub excerpt: String,
    /// Where it stands.
    pub place: Place,
}

impl Comparand {
    /// Why the report and the comparand can't be held against each other; nothing where they can.
    #[must_use]
    pub fn stands_apart(&self, report: &Report) -> Option<&'static str> {
        let other = &self.report;
        if other.pages.blocks.is_empty() {
            return Some("比对文件没有读出内容");
        }
        let are_named = report.department.is_some() && other.department.is_some();
        (are_named && !self.is_of_same_unit(report)).then_some("两份文件写明的不是同一单位")
    }

    /// Says whether both documents name the same department; one may name it at more length.
    #[must_use]
    pub fn is_of_same_unit(&self, report: &Report) -> bool {
        let name = |report: &Report| report.department.as_deref().map(bare).unwrap_or_default();
        let (one, two) = (name(report), name(&self.report));
        !one.is_empty() && !two.is_empty() && (one.contains(&two) || two.contains(&one))
    }

    /// Says whether the comparand may be of the report's year: a year that is not known may be any.
    #[must_use]
    pub fn may_be_of_same_year(&self, report: &Report) -> bool {
        match (self.report.fiscal_year, report.fiscal_year) {
            (Some(one), Some(two)) => one == two,
            _ => true,
        }
    }

    /// Says whether the comparand is a report of results of a year before.
    #[must_use]
    pub fn is_earlier_report(&self, report: &Report) -> bool {
        let kind = self.report.kind;
        let tells_results = kind.is_self_evaluation() || kind == ReportKind::Evaluation;
        let years = (self.report.fiscal_year, report.fiscal_year);
        tells_results && matches!(years, (Some(earlier), Some(year)) if earlier < year)
    }
}

/// The amounts of the dossier that a report states, with its fiscal year.
#[must_use]
pub fn of_dossier(report: &Report) -> Vec<YearAmount> {
    let dossier = &report.dossier;
    let Some(fiscal_year) = report.fiscal_year else { return Vec::new() };
    let mut amounts = Vec::new();
    let mut add = |fact: crate::fact::FactId, name: &str, columns: [(&str, Option<&Figure>); 3]| {
        for (column, figure) in columns {
            let (Some(figure), Some(place)) = (figure, report.places.of(&fact.child(column)))
            else {
                continue;
            };
            let word = match column {
                "approved" => "年初预算数",
                "budget" => "预算数",
                _ => "执行数",
            };
            amounts.push(YearAmount {
                key: format!("{word}|{}", bare(name)),
                label: format!("{name}{word}"),
                fiscal_year,
                figure: figure.clone(),
                binding: Binding::Certain,
                excerpt: format!("{name}{word}{figure}"),
                place: place.clone(),
            });
        }
    };
    for (id, name, line) in dossier.budget.lines() {
        add(crate::fact::FactId::new(["budget", id]), name, line.columns());
    }
    for project in &dossier.projects {
        let fact = crate::fact::FactId::new(["project", &project.id]);
        add(fact, &format!("项目“{}”", project.name), project.money.columns());
    }
    amounts
}

//! A rule pack from a bureau's scoring table: each clause as the method it became, or as 人工评分.
//!
//! What a table does not say — rounding, grades, what a target of zero does — is taken as a choice
//! of the scheme and marked so; a person reads the pack before anybody adopts it.

mod clause;
mod range;
mod table;
#[cfg(test)]
mod tests;
mod text;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::civil::Date;
use rust_decimal::Decimal;

pub use clause::{Found, Recognised, recognise};
pub use table::{Grid, ScoringRow, scoring_rows};

use super::Subject;

/// What a scoring table is called and where it comes from (评分标准表说明).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Identifier of the pack: the name of its folder.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it scores.
    pub subject: Subject,
    /// Who issued it.
    pub issuer: String,
    /// Number of the document.
    pub document: String,
    /// Address under which the document was published, where it was.
    pub url: Option<String>,
    /// First day in force.
    pub effective_from: Date,
}

/// A pack made of a scoring table (导入的规则包).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The text of `pack.toml`.
    pub pack: String,
    /// The text of `README.md`.
    pub readme: String,
    /// Each indicator with what its clause became, in the order of the table.
    pub clauses: Vec<Clause>,
}

/// One indicator of the table and what its clause became (条款).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// The row.
    pub row: ScoringRow,
    /// Identifier of the method in the pack.
    pub method: String,
    /// What the clause became.
    pub became: Recognised,
}

impl Clause {
    /// What the clause became, in a few Chinese words.
    #[must_use]
    pub fn summary(&self) -> String {
        match &self.became {
            Recognised::Method(found) => found.summary.clone(),
            Recognised::Manual { why } => format!("人工评分：{why}"),
        }
    }
}

/// Indicators that are scored from the budget itself.
const EXECUTION: [&str; 5] =
    ["预算执行率", "预算完成率", "资金支出率", "部门预算资金支出率", "预算资金执行率"];

/// Makes a pack of the rows of a scoring table.
#[must_use]
pub fn import(about: &About, rows: Vec<ScoringRow>) -> Imported {
    let number = |(index, row): (usize, ScoringRow)| Clause {
        method: format!("indicator-{}", index + 1),
        became: recognise(&row.standard, row.points),
        row,
    };
    let clauses: Vec<Clause> = rows.into_iter().enumerate().map(number).collect();
    let mut lines = head(about, &clauses);
    let dimensions = dimensions(&clauses);
    for (index, (label, points)) in dimensions.iter().enumerate() {
        let _ = write!(
            lines,
            "\n[[weight]]\ndimension = \"dimension-{}\"\nlabel = {}\npoints = \"{points}\"\nbasis = {}\n",
            index + 1,
            toml_text(label),
            basis(about),
        );
    }
    let execution = clauses.iter().find(|clause| is_execution(clause));
    if let Some(clause) = execution {
        let index = dimensions.iter().position(|(label, _)| *label == clause.row.dimension);
        let _ = write!(
            lines,
            "\n[execution_rate]\ndimension = \"dimension-{}\"\npoints = \"{}\"\nmethod = \"{}\"\n\
             basis = {}\n",
            index.unwrap_or_default() + 1,
            clause.row.points,
            clause.method,
            basis(about),
        );
    }
    let _ = write!(
        lines,
        "\n# 每项指标在卷宗里用 method 写明下面的计分方法；没有写的由人评分。\n[defaults]\n\
         at_least = \"manual\"\nexactly = \"manual\"\nat_most = \"manual\"\nqualitative = \"manual\"\n\
         basis = {}\n",
        scheme("评分表逐项规定计分方法，没有通用的方法")
    );
    for clause in &clauses {
        lines += &method(about, clause);
    }
    let _ = write!(
        lines,
        "\n[[method]]\nid = \"manual\"\nlabel = \"人工评分\"\nformula = \"manual-with-reason\"\nbasis = {}\n",
        scheme("没有认出公式的条款由人评分，必须说明理由")
    );
    Imported { readme: readme(about, &clauses), pack: lines, clauses }
}

fn is_execution(clause: &Clause) -> bool {
    let is_rate = EXECUTION.contains(&clause.row.name.as_str());
    let is_scored = matches!(
        &clause.became,
        Recognised::Method(found) if found.formula == "proportional-capped"
    );
    is_rate && is_scored
}

fn head(about: &About, clauses: &[Clause]) -> String {
    let total: Decimal = clauses.iter().map(|clause| clause.row.points).sum();
    let subject = match about.subject {
        Subject::Department => "department",
        Subject::Project => "project",
    };
    format!(
        "# 由评分表导入；采用之前须逐条核对，每种方法补上算例。\n\n\
         [pack]\nid = {}\ntitle = {}\nfor = \"{subject}\"\nversion = \"1\"\nissuer = {}\n\
         document_number = {}\neffective_from = {}\npoints_total = \"{}\"\n\n\
         [rounding]\nmode = \"half-up\"\nplaces = 2\nat = \"indicator\"\nbasis = {}\n",
        toml_text(&about.id),
        toml_text(&about.title),
        toml_text(&about.issuer),
        toml_text(&about.document),
        about.effective_from,
        total.normalize(),
        scheme("评分表没有写修约方式；逐项指标四舍五入到两位小数后再合计"),
    )
}

/// The dimensions with their points, in the order of the table.
fn dimensions(clauses: &[Clause]) -> Vec<(&str, Decimal)> {
    let mut points: BTreeMap<&str, Decimal> = BTreeMap::new();
    let mut order: Vec<&str> = Vec::new();
    for Clause { row, .. } in clauses {
        if !points.contains_key(row.dimension.as_str()) {
            order.push(&row.dimension);
        }
        *points.entry(&row.dimension).or_default() += row.points;
    }
    let of = |label: &&str| points.get(label).copied().unwrap_or_default().normalize();
    order.iter().map(|label| (*label, of(label))).collect()
}

/// One method, with the clause that it comes from above it.
fn method(about: &About, clause: &Clause) -> String {
    let row = &clause.row;
    let standard: String = row.standard.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut lines = format!("\n# {}分，评分标准：{standard}\n", row.points);
    let formula = match &clause.became {
        Recognised::Method(found) => found.formula,
        Recognised::Manual { why } => {
            let _ = writeln!(lines, "# 人工评分：{why}");
            "manual-with-reason"
        }
    };
    let _ = write!(
        lines,
        "[[method]]\nid = \"{}\"\nlabel = {}\nformula = \"{formula}\"\n",
        clause.method,
        toml_text(&row.name),
    );
    if let Recognised::Method(found) = &clause.became {
        for (key, value) in &found.parameters {
            let _ = writeln!(lines, "{key} = {value}");
        }
    }
    let _ = writeln!(lines, "basis = {}", basis(about));
    if let Recognised::Method(found) = &clause.became {
        for (parameter, why) in &found.assumed {
            let _ = writeln!(lines, "parameter_basis.{parameter} = {}", scheme(why));
        }
    }
    lines
}

/// What the rules of the table rest on: cited where the document is published, else as seen there.
fn basis(about: &About) -> String {
    let document = toml_text(&about.document);
    match &about.url {
        Some(url) => {
            format!("{{ kind = \"cited\", document = {document}, url = {} }}", toml_text(url))
        }
        None => format!("{{ kind = \"attested\", document = {document} }}"),
    }
}

fn scheme(reason: &str) -> String {
    format!("{{ kind = \"scheme\", reason = {} }}", toml_text(reason))
}

/// A text as TOML.
fn toml_text(text: &str) -> String {
    toml_writer::ToTomlValue::to_toml_value(text)
}

fn readme(about: &About, clauses: &[Clause]) -> String {
    let is_manual = |clause: &&Clause| matches!(clause.became, Recognised::Manual { .. });
    let manual = clauses.iter().filter(is_manual).count();
    let mut lines = format!(
        "# {}\n\n由{}的评分表（{}）导入，共{}项指标，其中{}项认出了公式，{manual}项由人评分。\n\n\
         采用之前须逐条核对下表，并在 cases.toml 里为每种方法写算例，每个边界都要有。\n\
         评分表没有写的修约、零目标等处理，在 pack.toml 里标为方案自定。\n\n\
         | 指标 | 分值 | 方法 | 计分 |\n| --- | --- | --- | --- |\n",
        about.title,
        about.issuer,
        about.document,
        clauses.len(),
        clauses.len() - manual,
    );
    for clause in clauses {
        let _ = writeln!(
            lines,
            "| {} | {} | {} | {} |",
            clause.row.name,
            clause.row.points,
            clause.method,
            clause.summary(),
        );
    }
    lines
}

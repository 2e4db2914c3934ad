//! A dossier as its texts, and the hash that stands for it.

use std::fmt::Write as _;

use jiff::civil::Date;
use rust_decimal::Decimal;
use sha2::{Digest, Sha256};
use toml_writer::TomlWrite as _;

use super::read::{FORMAT, NarrativeFile};
use super::{
    Actual, BudgetLine, Contact, Dossier, Indicator, Project, ProjectKind, Statement, baseline,
};
use crate::figure::Figure;
use crate::hash::hexadecimal;
use crate::pack::Subject;

/// The texts of a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The text of `dossier.toml`.
    pub toml: String,
    /// The files of `narrative/`.
    pub narrative: Vec<NarrativeFile>,
    /// The text of `baseline.toml`, where targets were sealed.
    pub baseline: Option<String>,
}

/// Writes a dossier in its canonical form; reading it gives an equal dossier.
///
/// Registers and units are named but not contained; evidence, measures and schemas are known by the
/// folder they lie in.
#[must_use]
pub fn write(dossier: &Dossier) -> Written {
    let mut lines = Lines::default();
    lines.integer("format", Some(FORMAT));
    if dossier.subject == Subject::Project {
        lines.text("subject", Some("project"));
    }
    lines.integer("fiscal_year", Some(i64::from(dossier.fiscal_year)));
    lines.date("report_date", dossier.report_date);
    lines.table("packs");
    lines.text("department", dossier.packs.department.as_deref());
    lines.text("project", dossier.packs.project.as_deref());
    write_department(&mut lines, dossier);
    write_money(&mut lines, dossier);
    for task in &dossier.tasks {
        lines.row("task");
        lines.text("id", Some(&task.id));
        lines.text("name", Some(&task.name));
        lines.text("office", task.office.as_deref());
        lines.text("objective", Some(&task.objective));
        lines.texts("serves", &task.serves);
        task.indicators.iter().for_each(|one| write_indicator(&mut lines, "task", one));
    }
    dossier.projects.iter().for_each(|project| write_project(&mut lines, project));
    for (key, statements) in [("achievement", &dossier.achievements), ("issue", &dossier.issues)] {
        for statement in statements {
            lines.row(key);
            write_statement(&mut lines, statement);
        }
    }
    for improvement in &dossier.improvements {
        lines.row("improvement");
        write_statement(&mut lines, &improvement.statement);
        lines.texts("answers", &improvement.answers);
        lines.text("responsible", improvement.responsible.as_deref());
        lines.date("due", improvement.due);
    }
    for register in &dossier.registers {
        lines.row("register");
        lines.text("id", Some(&register.id));
        lines.text("file", Some(&register.file));
    }
    for record in &dossier.evidence_records {
        lines.row("evidence");
        lines.text("file", Some(&record.file));
        lines.text("title", record.title.as_deref());
        lines.date("dated", record.dated);
        lines.text("sha256", record.sha256.as_deref());
    }
    for dismissal in &dossier.dismissed {
        lines.row("dismissed");
        lines.text("code", Some(&dismissal.code));
        lines.text("fact", Some(&dismissal.fact));
        lines.text("reason", Some(&dismissal.reason));
        lines.text("by", dismissal.by.as_deref());
    }
    let narrative = dossier.narrative.iter().map(|passage| NarrativeFile {
        file: format!("narrative/{}.md", passage.section.file_stem()),
        text: format!("{}\n", passage.text),
    });
    let baseline = dossier.baseline.as_ref().map(baseline::write);
    Written { toml: lines.into_text(), narrative: narrative.collect(), baseline }
}

/// The hash that stands for a dossier: SHA-256 over its canonical form, its registers, the dossiers of
/// its units, the files that say how registers are counted, and its evidence, in lower-case
/// hexadecimal.
#[must_use]
pub fn digest(dossier: &Dossier) -> String {
    let written = write(dossier);
    let mut hash = Sha256::new();
    // Each part carries its length, so that no two lists of parts hash alike.
    let mut part = |text: &str| {
        hash.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(text.as_bytes());
    };
    part("heng dossier 1");
    part(&written.toml);
    for NarrativeFile { file, text } in &written.narrative {
        part(file);
        part(text);
    }
    for register in &dossier.registers {
        part(&register.file);
        part(register.sha256.as_deref().unwrap_or("unread"));
    }
    for unit in &dossier.units {
        part(&unit.folder);
        part(unit.digest.as_deref().unwrap_or("unread"));
    }
    part(written.baseline.as_deref().unwrap_or("unsealed"));
    let rules = dossier.rules.iter().map(|one| (&one.file, &one.sha256)).collect();
    let evidence = dossier.evidence.iter().map(|one| (&one.file, &one.sha256)).collect();
    let lists: [Vec<(&String, &String)>; 2] = [rules, evidence];
    for files in lists {
        // The number of files keeps one list apart from the next.
        part(&files.len().to_string());
        for (file, sha256) in files {
            part(file);
            part(sha256);
        }
    }
    hexadecimal(hash.finalize())
}

fn write_department(lines: &mut Lines, dossier: &Dossier) {
    let department = &dossier.department;
    lines.table("department");
    lines.text("name", Some(&department.name));
    lines.text("functions", Some(&department.functions));
    lines.texts("units", &department.units);
    lines.texts("offices", &department.offices);
    if let Some(headcount) = &department.headcount {
        lines.table("department.headcount");
        lines.date("as_of", Some(headcount.as_of));
        lines.integer("active", headcount.active);
        lines.integer("retired", headcount.retired);
        lines.integer("non_establishment", headcount.non_establishment);
    }
    for unit in &dossier.units {
        lines.row("unit");
        lines.text("id", Some(&unit.id));
        lines.text("name", Some(&unit.name));
        lines.text("folder", Some(&unit.folder));
    }
    write_contact(lines, "contact", &dossier.contact);
    for objective in &dossier.objectives {
        lines.row("objective");
        lines.text("id", Some(&objective.id));
        lines.text("text", Some(&objective.text));
        lines.text("outcome", objective.outcome.as_deref());
    }
    if let Some(key_task) = &dossier.key_task {
        lines.table("key_task");
        lines.text("name", Some(&key_task.name));
        lines.texts("contents", &key_task.contents);
    }
}

fn write_money(lines: &mut Lines, dossier: &Dossier) {
    for (key, _, line) in dossier.budget.lines() {
        let name = format!("budget.{key}");
        lines.table(&name);
        write_budget_line(lines, line);
        write_sources(lines, &name, line);
    }
    for fact in &dossier.management {
        lines.row("management");
        lines.text("id", Some(&fact.id));
        lines.text("label", Some(&fact.label));
        lines.figure("value", Some(&fact.value));
        lines.text("source", fact.source.as_deref());
    }
    let said = &dossier.self_evaluation;
    lines.table("self_evaluation");
    lines.integer("project_count", said.project_count);
    lines.figure("amount", said.amount.as_ref());
    lines.text("amount_excludes", said.amount_excludes.as_deref());
    lines.figure("share", said.share.as_ref());
    lines.text("share_base", said.share_base.as_deref());
    lines.figure("total_score", said.total_score.as_ref());
    lines.text("grade", said.grade.as_deref());
    for dimension in &said.dimensions {
        lines.row("self_evaluation.dimension");
        lines.text("id", Some(&dimension.dimension));
        lines.decimal("score", Some(dimension.score));
    }
}

fn write_budget_line(lines: &mut Lines, line: &BudgetLine) {
    line.columns().into_iter().for_each(|(key, figure)| lines.figure(key, figure));
    lines.figure("rate", line.rate.as_ref());
    lines.text("budget_explanation", line.explanation.as_deref());
    lines.boolean("finished", line.finished);
}

fn write_sources(lines: &mut Lines, parent: &str, line: &BudgetLine) {
    for source in &line.sources {
        lines.row(&format!("{parent}.source"));
        lines.text("kind", Some(source.source.id()));
        source.columns().into_iter().for_each(|(key, figure)| lines.figure(key, figure));
    }
}

/// Who answers; a table of its own, left out where nobody is named.
fn write_contact(lines: &mut Lines, name: &str, contact: &Contact) {
    if *contact == Contact::default() {
        return;
    }
    lines.table(name);
    lines.text("preparer", contact.preparer.as_deref());
    lines.text("phone", contact.phone.as_deref());
    lines.text("reviewer", contact.reviewer.as_deref());
    lines.text("head", contact.head.as_deref());
    lines.text("finance_head", contact.finance_head.as_deref());
}

fn write_project(lines: &mut Lines, project: &Project) {
    lines.row("project");
    lines.text("id", Some(&project.id));
    lines.text("name", Some(&project.name));
    if project.kind == ProjectKind::Transfer {
        lines.text("kind", Some("transfer"));
    }
    lines.text("unit", project.unit.as_deref());
    lines.text("office", project.office.as_deref());
    lines.text("overview", Some(&project.overview));
    lines.text("objective", project.objective.as_deref());
    lines.text("outcome", project.outcome.as_deref());
    write_budget_line(lines, &project.money);
    lines.figure("evaluated_amount", project.evaluated_amount.as_ref());
    lines.decimal("score", project.stated_score);
    lines.texts("completed", &project.completed);
    lines.text("conclusion", project.conclusion.as_deref());
    lines.text("issues", project.issues.as_deref());
    lines.text("improvements", project.improvements.as_deref());
    write_contact(lines, "project.contact", &project.contact);
    write_sources(lines, "project", &project.money);
    for note in &project.management {
        lines.row("project.management");
        lines.text("aspect", Some(&note.aspect));
        lines.text("text", Some(&note.text));
        lines.text("issue", note.issue.as_deref());
    }
    project.indicators.iter().for_each(|one| write_indicator(lines, "project", one));
}

fn write_indicator(lines: &mut Lines, parent: &str, indicator: &Indicator) {
    lines.row(&format!("{parent}.indicator"));
    lines.text("id", Some(&indicator.id));
    lines.text("name", Some(&indicator.name));
    lines.text("office", indicator.office.as_deref());
    lines.text("definition", indicator.definition.as_deref());
    lines.text("standard", indicator.standard.as_deref());
    lines.text("data_source", indicator.data_source.as_deref());
    lines.text("dimension", indicator.dimension.as_deref());
    lines.text("subdimension", indicator.subdimension.as_deref());
    lines.text("target", Some(&indicator.target));
    let (Actual::Typed(actual) | Actual::Measured(actual) | Actual::Derived(actual)) =
        &indicator.actual;
    lines.text(indicator.actual.key(), Some(actual));
    lines.decimal("points", indicator.points);
    lines.text("method", indicator.method.as_deref());
    if let Some(judgement) = &indicator.judgement {
        let (share, reason) = (judgement.share.to_string(), quoted(&judgement.reason));
        lines.line("judgement", &format!("{{ share = \"{share}\", reason = {reason} }}"));
    }
    lines.decimal("score", indicator.stated_score);
    let reviews = &indicator.reviews;
    for (key, review) in
        [("department_review", &reviews.department), ("finance_review", &reviews.finance)]
    {
        if let Some(review) = review {
            let reason = review.reason.as_deref().map(quoted);
            let reason = reason.map_or_else(String::new, |reason| format!(", reason = {reason}"));
            lines.line(key, &format!("{{ score = \"{}\"{reason} }}", review.score));
        }
    }
    lines.text("explanation", indicator.explanation.as_deref());
    lines.texts("evidence", &indicator.evidence);
}

fn write_statement(lines: &mut Lines, statement: &Statement) {
    lines.text("id", Some(&statement.id));
    lines.text("title", Some(&statement.title));
    lines.text("text", Some(&statement.text));
}

fn quoted(text: &str) -> String {
    toml_writer::ToTomlValue::to_toml_value(text)
}

/// Lines of a TOML text; what is absent or empty is left out.
#[derive(Default)]
pub(crate) struct Lines(String);

impl Lines {
    pub(crate) fn into_text(self) -> String {
        self.0
    }

    fn line(&mut self, key: &str, value: &str) {
        let _ = writeln!(self.0, "{key} = {value}");
    }

    fn table(&mut self, name: &str) {
        let _ = writeln!(self.0, "\n[{name}]");
    }

    pub(crate) fn row(&mut self, name: &str) {
        let _ = writeln!(self.0, "\n[[{name}]]");
    }

    pub(crate) fn text(&mut self, key: &str, text: Option<&str>) {
        if let Some(text) = text {
            let _ = write!(self.0, "{key} = ");
            let _ = self.0.value(text);
            self.0.push('\n');
        }
    }

    fn texts(&mut self, key: &str, texts: &[String]) {
        if !texts.is_empty() {
            let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
            self.line(key, &format!("[{}]", texts.join(", ")));
        }
    }

    pub(super) fn integer(&mut self, key: &str, integer: Option<i64>) {
        if let Some(integer) = integer {
            self.line(key, &integer.to_string());
        }
    }

    fn boolean(&mut self, key: &str, boolean: Option<bool>) {
        if let Some(boolean) = boolean {
            self.line(key, &boolean.to_string());
        }
    }

    pub(super) fn decimal(&mut self, key: &str, decimal: Option<Decimal>) {
        if let Some(decimal) = decimal {
            self.line(key, &format!("\"{decimal}\""));
        }
    }

    pub(super) fn date(&mut self, key: &str, date: Option<Date>) {
        if let Some(date) = date {
            self.line(key, &date.to_string());
        }
    }

    fn figure(&mut self, key: &str, figure: Option<&Figure>) {
        self.text(key, figure.map(Figure::text));
    }
}

//! A dossier from its texts: `dossier.toml` and the files of `narrative/`.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{
    Actual, Budget, BudgetLine, Department, Dossier, Headcount, Improvement, Indicator, Judgement,
    KeyTask, Objective, PackChoice, Passage, Project, RegisterSource, Section, SelfEvaluation,
    Statement, Task,
};
use crate::fact::{FactId, Place, Places};
use crate::reader::{self, Entry, Problem, ProblemKind};

/// The format version that this reader knows.
pub(super) const FORMAT: i64 = 1;

/// What reading a dossier gave; reading never fails on content.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Read {
    /// The dossier, as far as it could be read.
    pub dossier: Dossier,
    /// Where its facts stand.
    pub places: Places,
    /// What could not be read or placed.
    pub problems: Vec<Problem>,
}

/// A file of `narrative/` with its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NarrativeFile {
    /// Path, relative to the dossier.
    pub file: String,
    /// Its text.
    pub text: String,
}

/// Reads a dossier from the text of its `dossier.toml`, called `file` in messages, and its narrative.
#[must_use]
pub fn read(file: &str, text: &str, narrative: &[NarrativeFile]) -> Read {
    let mut names = Names::default();
    let (mut dossier, mut problems) = reader::read(file, text, |root| {
        check_format(root);
        take_dossier(root, &mut names)
    });
    let (passages, found) = take_narrative(narrative, &mut names.places);
    dossier.narrative = passages;
    problems.extend(found);
    Read { dossier, places: names.places, problems }
}

/// What the facts read so far are called, and where they stand.
#[derive(Default)]
struct Names {
    places: Places,
    taken: BTreeSet<(String, String)>,
}

impl Names {
    /// The identifier of an entry; one that is missing or taken already is reported.
    ///
    /// One that is taken gets a number, so that what follows from it is not mixed with the first.
    fn id(&mut self, entry: &Entry<'_>, kind: &str) -> String {
        let id = entry.required_text("id");
        if id.is_empty() || self.taken.insert((kind.to_owned(), id.clone())) {
            return id;
        }
        entry.report(
            ProblemKind::DuplicateId,
            "id",
            format!("标识「{id}」重复，无法分辨指的是哪一个。"),
            "请为其中一个另取标识。",
        );
        let numbered = (2_usize..).map(|number| format!("{id}#{number}"));
        let mut free = numbered.filter(|id| self.taken.insert((kind.to_owned(), id.clone())));
        free.next().unwrap_or(id)
    }

    /// Identifiers of another kind, read before; those that lead nowhere are reported.
    fn references(&self, entry: &Entry<'_>, key: &str, kind: &str) -> Vec<String> {
        let references = entry.texts(key);
        let is_known = |id: &str| self.taken.contains(&(kind.to_owned(), id.to_owned()));
        for reference in references.iter().filter(|one| !is_known(one)) {
            let known: Vec<&str> =
                self.taken.iter().filter(|(of, _)| of == kind).map(|(_, id)| id.as_str()).collect();
            let near = reader::nearest(reference, known.iter().copied());
            entry.report(
                ProblemKind::UnknownReference,
                key,
                format!("「{key}」提到的「{reference}」不存在。"),
                &near.map_or_else(
                    || format!("已有的标识：{}。", known.join("、")),
                    |near| format!("是否应为「{near}」？"),
                ),
            );
        }
        references
    }
}

fn check_format(root: &Entry<'_>) {
    match root.integer("format") {
        Some(FORMAT) => {}
        Some(other) => root.not_understood(
            "format",
            format!("卷宗格式版本为 {other}，本程序只认识版本 {FORMAT}。"),
            "请用与卷宗格式相符的 heng 版本打开。",
        ),
        None if !root.has("format") => root.missing("format"),
        None => {}
    }
}

/// The passages by section, one each; where a section has several files, the uppermost is taken.
fn take_narrative(
    narrative: &[NarrativeFile],
    places: &mut Places,
) -> (Vec<Passage>, Vec<Problem>) {
    let mut files: Vec<&NarrativeFile> = narrative.iter().collect();
    files.sort_by_key(|one| one.file.matches('/').count());
    let mut taken: BTreeMap<Section, (&str, Passage)> = BTreeMap::new();
    let mut problems = Vec::new();
    for NarrativeFile { file, text } in files {
        let passage = match take_passage(file, text) {
            Ok(passage) => passage,
            Err(problem) => {
                problems.push(*problem);
                continue;
            }
        };
        if let Some((first, _)) = taken.get(&passage.section) {
            problems.push(second_passage(first, file));
            continue;
        }
        let fact = FactId::new(["narrative", passage.section.file_stem()]);
        places.note(fact, Place::File { file: file.clone() });
        taken.insert(passage.section, (file, passage));
    }
    (taken.into_values().map(|(_, passage)| passage).collect(), problems)
}

fn second_passage(first: &str, second: &str) -> Problem {
    Problem {
        kind: ProblemKind::DuplicateId,
        place: Place::File { file: second.to_owned() },
        excerpt: second.to_owned(),
        message: format!("「{second}」与「{first}」是同一节的正文，只采用了「{first}」。"),
        remedy: "请合并为一个文件，把另一个移出卷宗。".to_owned(),
    }
}

fn take_passage(file: &str, text: &str) -> Result<Passage, Box<Problem>> {
    let name = file.rsplit('/').next().unwrap_or(file);
    let stem = name.strip_suffix(".md");
    let known = Section::ALL.iter().find(|(known, _)| Some(*known) == stem);
    if let Some((_, section)) = known {
        return Ok(Passage { section: *section, text: text.trim_end().to_owned() });
    }
    let stem = stem.unwrap_or(name);
    let stems = Section::ALL.iter().map(|(stem, _)| *stem);
    let list: Vec<String> = stems.clone().map(|stem| format!("{stem}.md")).collect();
    Err(Box::new(Problem {
        kind: ProblemKind::UnknownKey,
        place: Place::File { file: file.to_owned() },
        excerpt: text.lines().next().unwrap_or_default().chars().take(40).collect(),
        message: format!("不认识正文文件「{name}」，它的内容没有被采用。"),
        remedy: reader::nearest(stem, stems).map_or_else(
            || format!("narrative/ 中可用的文件有：{}。", list.join("、")),
            |near| format!("是否应为「{near}.md」？"),
        ),
    }))
}

fn take_dossier(root: &Entry<'_>, names: &mut Names) -> Dossier {
    let fiscal_year = root.integer("fiscal_year");
    if fiscal_year.is_none() && !root.has("fiscal_year") {
        root.missing("fiscal_year");
    }
    let year = fiscal_year.and_then(|year| i16::try_from(year).ok());
    if fiscal_year.is_some() && !year.is_some_and(|year| (1990..=2100).contains(&year)) {
        root.not_understood("fiscal_year", "年度超出 1990—2100 的范围。".into(), "请核对年度。");
    }
    let mut department = Department::default();
    match root.entry("department") {
        Some(entry) => department = take_department(&entry, names),
        None => root.missing("department"),
    }
    Dossier {
        fiscal_year: year.unwrap_or_default(),
        report_date: root.date("report_date"),
        packs: take_packs(root, names),
        department,
        objectives: root.entries("objective").iter().map(|e| take_objective(e, names)).collect(),
        key_task: root.entry("key_task").map(|entry| KeyTask {
            name: entry.required_text("name"),
            contents: entry.texts("contents"),
        }),
        budget: root.entry("budget").map_or_else(Budget::default, |e| take_budget(&e, names)),
        self_evaluation: root
            .entry("self_evaluation")
            .map_or_else(SelfEvaluation::default, |e| take_self_evaluation(&e, names)),
        tasks: root.entries("task").iter().map(|entry| take_task(entry, names)).collect(),
        projects: root.entries("project").iter().map(|e| take_project(e, names)).collect(),
        achievements: take_statements(root, "achievement", names),
        issues: take_statements(root, "issue", names),
        improvements: root
            .entries("improvement")
            .iter()
            .map(|e| take_improvement(e, names))
            .collect(),
        narrative: Vec::new(),
        registers: root
            .entries("register")
            .iter()
            .map(|entry| take_register(entry, names))
            .collect(),
        rules: Vec::new(),
        evidence: Vec::new(),
    }
}

fn take_register(entry: &Entry<'_>, names: &mut Names) -> RegisterSource {
    let id = names.id(entry, "register");
    names.places.note(FactId::new(["register", &id]), entry.place_of("id"));
    RegisterSource { id, file: entry.required_text("file"), sha256: None }
}

fn take_packs(root: &Entry<'_>, names: &mut Names) -> PackChoice {
    let Some(entry) = root.entry("packs") else {
        root.missing("packs");
        return PackChoice::default();
    };
    for key in ["department", "project"] {
        names.places.note(FactId::new(["packs", key]), entry.place_of(key));
    }
    if !entry.has("department") {
        entry.missing("department");
    }
    PackChoice { department: entry.text("department"), project: entry.text("project") }
}

fn take_department(entry: &Entry<'_>, names: &mut Names) -> Department {
    names.places.note(FactId::new(["department"]), entry.place());
    Department {
        name: entry.required_text("name"),
        functions: entry.text("functions").unwrap_or_default(),
        units: entry.texts("units"),
        offices: entry.texts("offices"),
        headcount: entry.entry("headcount").and_then(|entry| take_headcount(&entry, names)),
    }
}

fn take_headcount(entry: &Entry<'_>, names: &mut Names) -> Option<Headcount> {
    names.places.note(FactId::new(["department", "headcount"]), entry.place());
    let as_of: Option<Date> = entry.date("as_of");
    if !entry.has("as_of") {
        entry.missing("as_of");
    }
    let (active, retired) = (entry.integer("active"), entry.integer("retired"));
    let non_establishment = entry.integer("non_establishment");
    Some(Headcount { as_of: as_of?, active, retired, non_establishment })
}

fn take_objective(entry: &Entry<'_>, names: &mut Names) -> Objective {
    let id = names.id(entry, "objective");
    names.places.note(FactId::new(["objective", &id]), entry.place());
    Objective { id, text: entry.required_text("text") }
}

fn take_budget(entry: &Entry<'_>, names: &mut Names) -> Budget {
    let mut line = |key: &str| {
        entry.entry(key).map_or_else(BudgetLine::default, |entry| {
            take_budget_line(&entry, &FactId::new(["budget", key]), names)
        })
    };
    Budget { whole: line("whole"), basic: line("basic"), project: line("project") }
}

fn take_budget_line(entry: &Entry<'_>, fact: &FactId, names: &mut Names) -> BudgetLine {
    for key in ["budget", "expenditure", "rate"] {
        names.places.note(fact.child(key), entry.place_of(key));
    }
    BudgetLine {
        budget: entry.money("budget"),
        expenditure: entry.money("expenditure"),
        rate: entry.rate("rate"),
    }
}

fn take_self_evaluation(entry: &Entry<'_>, names: &mut Names) -> SelfEvaluation {
    for key in ["project_count", "amount", "share", "total_score"] {
        names.places.note(FactId::new(["self_evaluation", key]), entry.place_of(key));
    }
    SelfEvaluation {
        project_count: entry.integer("project_count"),
        amount: entry.money("amount"),
        amount_excludes: entry.text("amount_excludes"),
        share: entry.rate("share"),
        share_base: entry.text("share_base"),
        total_score: entry.score("total_score"),
    }
}

fn take_task(entry: &Entry<'_>, names: &mut Names) -> Task {
    let id = names.id(entry, "task");
    names.places.note(FactId::new(["task", &id]), entry.place());
    Task {
        name: entry.required_text("name"),
        objective: entry.text("objective").unwrap_or_default(),
        serves: names.references(entry, "serves", "objective"),
        indicators: take_indicators(entry, names),
        id,
    }
}

fn take_indicators(entry: &Entry<'_>, names: &mut Names) -> Vec<Indicator> {
    entry.entries("indicator").iter().map(|entry| take_indicator(entry, names)).collect()
}

fn take_indicator(entry: &Entry<'_>, names: &mut Names) -> Indicator {
    let id = names.id(entry, "indicator");
    let fact = FactId::new(["indicator", &id]);
    names.places.note(fact.clone(), entry.place());
    for key in ["name", "target", "points", "score", "explanation"] {
        names.places.note(fact.child(key), entry.place_of(key));
    }
    let actual = if entry.has("measure") { "measure" } else { "actual" };
    names.places.note(fact.child("actual"), entry.place_of(actual));
    let (typed, measured) = (entry.text("actual"), entry.text("measure"));
    if typed.is_some() && measured.is_some() {
        entry.not_understood(
            "actual",
            "同一指标既填写了 actual（手填完成值），又填写了 measure（由台账度量）。".to_owned(),
            "请只保留其中一个；由台账度量的不需手填。",
        );
    } else if !entry.has("actual") && !entry.has("measure") {
        entry.missing("actual");
    }
    let judgement = entry.entry("judgement").and_then(|entry| {
        let reason = entry.required_text("reason");
        if !entry.has("share") {
            entry.missing("share");
        }
        Some(Judgement { share: entry.decimal("share")?, reason })
    });
    Indicator {
        name: entry.required_text("name"),
        dimension: entry.text("dimension"),
        subdimension: entry.text("subdimension"),
        target: entry.required_text("target"),
        actual: measured.map_or_else(|| Actual::Typed(typed.unwrap_or_default()), Actual::Measured),
        points: entry.decimal("points"),
        method: entry.text("method"),
        judgement,
        stated_score: entry.decimal("score"),
        explanation: entry.text("explanation"),
        evidence: entry.texts("evidence"),
        id,
    }
}

fn take_project(entry: &Entry<'_>, names: &mut Names) -> Project {
    let id = names.id(entry, "project");
    let fact = FactId::new(["project", &id]);
    names.places.note(fact.clone(), entry.place());
    names.places.note(fact.child("evaluated_amount"), entry.place_of("evaluated_amount"));
    Project {
        name: entry.required_text("name"),
        overview: entry.text("overview").unwrap_or_default(),
        money: take_budget_line(entry, &fact, names),
        evaluated_amount: entry.money("evaluated_amount"),
        completed: entry.texts("completed"),
        indicators: take_indicators(entry, names),
        id,
    }
}

fn take_statements(root: &Entry<'_>, key: &str, names: &mut Names) -> Vec<Statement> {
    root.entries(key).iter().map(|entry| take_statement(entry, key, names)).collect()
}

fn take_statement(entry: &Entry<'_>, key: &str, names: &mut Names) -> Statement {
    let id = names.id(entry, key);
    names.places.note(FactId::new([key, &id]), entry.place());
    Statement {
        title: entry.required_text("title"),
        text: entry.text("text").unwrap_or_default(),
        id,
    }
}

fn take_improvement(entry: &Entry<'_>, names: &mut Names) -> Improvement {
    let answers = names.references(entry, "answers", "issue");
    Improvement { statement: take_statement(entry, "improvement", names), answers }
}

//! A dossier from its texts: `dossier.toml` and the files of `narrative/`.

mod work;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{
    Budget, Contact, Department, Dismissal, Dossier, EvidenceRecord, Headcount, Improvement,
    KeyTask, ManagementFact, Objective, PackChoice, Passage, RegisterSource, Section, Statement,
    Task, UnitDossier,
};
use crate::fact::{FactId, Place, Places};
use crate::pack::Subject;
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
    let mut places: Places = names.notes.into_iter().collect();
    let (passages, found) = take_narrative(narrative, &mut places);
    dossier.narrative = passages;
    problems.extend(found);
    Read { dossier, places, problems }
}

/// What the facts read so far are called, and where they stand.
#[derive(Default)]
struct Names {
    notes: Vec<(FactId, Place)>,
    taken: BTreeSet<(String, String)>,
}

impl Names {
    fn note(&mut self, fact: FactId, place: Place) {
        self.notes.push((fact, place));
    }

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
            let known = self.taken.iter().filter(|(of, _)| of == kind).map(|(_, id)| id.as_str());
            entry.report(
                ProblemKind::UnknownReference,
                key,
                format!("「{key}」提到的「{reference}」不存在。"),
                &reader::meant_or_all(reference, known, "已有的标识"),
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
    let subjects = [("department", Subject::Department), ("project", Subject::Project)];
    let subject = root.choice("subject", &subjects).unwrap_or_default();
    Dossier {
        subject,
        fiscal_year: year.unwrap_or_default(),
        report_date: root.date("report_date"),
        packs: take_packs(root, subject, names),
        department,
        units: root.entries("unit").iter().map(|entry| take_unit(entry, names)).collect(),
        contact: take_contact(root),
        objectives: root.entries("objective").iter().map(|e| take_objective(e, names)).collect(),
        key_task: root.entry("key_task").map(|entry| KeyTask {
            name: entry.required_text("name"),
            contents: entry.texts("contents"),
        }),
        budget: root.entry("budget").map_or_else(Budget::default, |e| take_budget(&e, names)),
        management: root
            .entries("management")
            .iter()
            .filter_map(|entry| take_management_fact(entry, names))
            .collect(),
        self_evaluation: root
            .entry("self_evaluation")
            .map(|entry| work::take_self_evaluation(&entry, names))
            .unwrap_or_default(),
        tasks: root.entries("task").iter().map(|entry| take_task(entry, names)).collect(),
        projects: root
            .entries("project")
            .iter()
            .map(|entry| work::take_project(entry, names))
            .collect(),
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
        evidence_records: root
            .entries("evidence")
            .iter()
            .map(|entry| take_evidence_record(entry, names))
            .collect(),
        baseline: None,
        dismissed: root.entries("dismissed").iter().map(take_dismissal).collect(),
    }
}

fn take_unit(entry: &Entry<'_>, names: &mut Names) -> UnitDossier {
    let id = names.id(entry, "unit");
    names.note(FactId::new(["unit", &id]), entry.place());
    UnitDossier {
        name: entry.required_text("name"),
        folder: entry.required_text("folder"),
        digest: None,
        dossier: None,
        id,
    }
}

/// The contact below an entry; without one nobody is named.
fn take_contact(entry: &Entry<'_>) -> Contact {
    let Some(entry) = entry.entry("contact") else { return Contact::default() };
    Contact {
        preparer: entry.text("preparer"),
        phone: entry.text("phone"),
        reviewer: entry.text("reviewer"),
        head: entry.text("head"),
        finance_head: entry.text("finance_head"),
    }
}

/// A number of the department's management; one that can't be read has been reported and is left out.
fn take_management_fact(entry: &Entry<'_>, names: &mut Names) -> Option<ManagementFact> {
    let id = names.id(entry, "management");
    names.note(FactId::new(["management", &id]), entry.place_of("value"));
    let (label, source) = (entry.required_text("label"), entry.text("source"));
    if !entry.has("value") {
        entry.missing("value");
    }
    Some(ManagementFact { id, label, value: entry.figure("value")?, source })
}

fn take_evidence_record(entry: &Entry<'_>, names: &mut Names) -> EvidenceRecord {
    let file = entry.required_text("file");
    names.note(FactId::new(["evidence", &file]), entry.place());
    EvidenceRecord {
        file,
        title: entry.text("title"),
        dated: entry.date("dated"),
        sha256: entry.text("sha256"),
    }
}

fn take_dismissal(entry: &Entry<'_>) -> Dismissal {
    Dismissal {
        code: entry.required_text("code"),
        fact: entry.required_text("fact"),
        reason: entry.required_text("reason"),
        by: entry.text("by"),
    }
}

fn take_register(entry: &Entry<'_>, names: &mut Names) -> RegisterSource {
    let id = names.id(entry, "register");
    names.note(FactId::new(["register", &id]), entry.place_of("id"));
    RegisterSource { id, file: entry.required_text("file"), sha256: None }
}

fn take_packs(root: &Entry<'_>, subject: Subject, names: &mut Names) -> PackChoice {
    let Some(entry) = root.entry("packs") else {
        root.missing("packs");
        return PackChoice::default();
    };
    for key in ["department", "project"] {
        names.note(FactId::new(["packs", key]), entry.place_of(key));
    }
    let needed = match subject {
        Subject::Department => "department",
        Subject::Project => "project",
    };
    if !entry.has(needed) {
        entry.missing(needed);
    }
    PackChoice { department: entry.text("department"), project: entry.text("project") }
}

fn take_department(entry: &Entry<'_>, names: &mut Names) -> Department {
    names.note(FactId::new(["department"]), entry.place());
    Department {
        name: entry.required_text("name"),
        functions: entry.text("functions").unwrap_or_default(),
        units: entry.texts("units"),
        offices: entry.texts("offices"),
        headcount: entry.entry("headcount").and_then(|entry| take_headcount(&entry, names)),
    }
}

fn take_headcount(entry: &Entry<'_>, names: &mut Names) -> Option<Headcount> {
    names.note(FactId::new(["department", "headcount"]), entry.place());
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
    names.note(FactId::new(["objective", &id]), entry.place());
    Objective { id, text: entry.required_text("text"), outcome: entry.text("outcome") }
}

fn take_budget(entry: &Entry<'_>, names: &mut Names) -> Budget {
    let mut line = |key: &str| {
        let fact = FactId::new(["budget", key]);
        let line = entry.entry(key).map(|entry| work::take_budget_line(&entry, &fact, names));
        line.unwrap_or_default()
    };
    Budget { whole: line("whole"), basic: line("basic"), project: line("project") }
}

fn take_task(entry: &Entry<'_>, names: &mut Names) -> Task {
    let id = names.id(entry, "task");
    names.note(FactId::new(["task", &id]), entry.place());
    Task {
        name: entry.required_text("name"),
        office: entry.text("office"),
        objective: entry.text("objective").unwrap_or_default(),
        serves: names.references(entry, "serves", "objective"),
        indicators: work::take_indicators(entry, names),
        id,
    }
}

fn take_statements(root: &Entry<'_>, key: &str, names: &mut Names) -> Vec<Statement> {
    root.entries(key).iter().map(|entry| take_statement(entry, key, names)).collect()
}

fn take_statement(entry: &Entry<'_>, key: &str, names: &mut Names) -> Statement {
    let id = names.id(entry, key);
    names.note(FactId::new([key, &id]), entry.place());
    Statement {
        title: entry.required_text("title"),
        text: entry.text("text").unwrap_or_default(),
        id,
    }
}

fn take_improvement(entry: &Entry<'_>, names: &mut Names) -> Improvement {
    let answers = names.references(entry, "answers", "issue");
    Improvement {
        statement: take_statement(entry, "improvement", names),
        answers,
        responsible: entry.text("responsible"),
        due: entry.date("due"),
    }
}

//! One department, one fiscal year: everything that a report is made from.

mod read;
mod write;

pub use read::{NarrativeFile, Read, read};
pub use write::{Written, digest, write};

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::fact::FactId;
use crate::figure::{Figure, scan};

/// What a department files for one fiscal year (卷宗).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dossier {
    /// The fiscal year (年度).
    pub fiscal_year: i16,
    /// The date that the report carries.
    pub report_date: Option<Date>,
    /// The packs that score it.
    pub packs: PackChoice,
    /// Who files it.
    pub department: Department,
    /// What the department set out to achieve, in the order filed.
    pub objectives: Vec<Objective>,
    /// The year's key task (重点任务), where one is named.
    pub key_task: Option<KeyTask>,
    /// Budget and expenditure.
    pub budget: Budget,
    /// What the department says of its own evaluation.
    pub self_evaluation: SelfEvaluation,
    /// Tasks with their indicators, in the order filed.
    pub tasks: Vec<Task>,
    /// Projects that are reported one by one.
    pub projects: Vec<Project>,
    /// What was achieved, in the department's words.
    pub achievements: Vec<Statement>,
    /// Issues that remain.
    pub issues: Vec<Statement>,
    /// What will be done about them.
    pub improvements: Vec<Improvement>,
    /// Text typed for a section of the report, by section.
    pub narrative: Vec<Passage>,
    /// Registers that measures are taken from.
    pub registers: Vec<RegisterSource>,
    /// Files that say how the registers are counted, each known by its hash.
    pub rules: Vec<RuleFile>,
    /// Supporting evidence, each file known by its hash.
    pub evidence: Vec<EvidenceFile>,
}

/// The two packs of a dossier: one for the department, one for its projects.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PackChoice {
    /// Identifier of the pack that scores the department.
    pub department: Option<String>,
    /// Identifier of the pack that scores its projects.
    pub project: Option<String>,
}

/// A competent department (部门).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Department {
    /// Full name.
    pub name: String,
    /// What it is there for, in its own words.
    pub functions: String,
    /// Names of the subordinate units (下属单位).
    pub units: Vec<String>,
    /// Names of the offices (内设科室).
    pub offices: Vec<String>,
    /// Persons as of a day.
    pub headcount: Option<Headcount>,
}

/// Persons of a department as of a day (人员情况).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headcount {
    /// The day.
    pub as_of: Date,
    /// In active service (在职).
    pub active: Option<i64>,
    /// Retired (退休).
    pub retired: Option<i64>,
    /// Outside the establishment (编外).
    pub non_establishment: Option<i64>,
}

/// A statement of what is to be achieved (绩效目标).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objective {
    /// Identifier.
    pub id: String,
    /// The statement.
    pub text: String,
}

/// The year's key task and what it consists of (重点任务).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyTask {
    /// Name.
    pub name: String,
    /// What is done, in the order filed.
    pub contents: Vec<String>,
}

/// Budget and expenditure of the department (收支情况).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Budget {
    /// Department-wide (整体支出).
    pub whole: BudgetLine,
    /// Basic expenditure (基本支出).
    pub basic: BudgetLine,
    /// Project expenditure (项目支出).
    pub project: BudgetLine,
}

/// Budget and expenditure under one heading (预算科目行).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BudgetLine {
    /// The budget; where it was adjusted, after adjustment (预算数).
    pub budget: Option<Figure>,
    /// What was spent (执行数).
    pub expenditure: Option<Figure>,
    /// The execution rate as stated (预算执行率), where one is.
    pub rate: Option<Figure>,
}

impl Budget {
    /// The three lines with identifier and Chinese name: whole, basic, project.
    #[must_use]
    pub fn lines(&self) -> [(&'static str, &'static str, &BudgetLine); 3] {
        [
            ("whole", "部门整体支出", &self.whole),
            ("basic", "基本支出", &self.basic),
            ("project", "项目支出", &self.project),
        ]
    }
}

/// What the department says of its own evaluation (自评结论).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SelfEvaluation {
    /// Number of projects evaluated.
    pub project_count: Option<i64>,
    /// Money of the projects evaluated.
    pub amount: Option<Figure>,
    /// What the money leaves out, in the department's words.
    pub amount_excludes: Option<String>,
    /// Share of the money in the base.
    pub share: Option<Figure>,
    /// What the share is a share of.
    pub share_base: Option<String>,
    /// The total score as stated.
    pub total_score: Option<Figure>,
}

/// A task of the year, with the indicators that measure it (年度主要任务).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
    /// The task's objective.
    pub objective: String,
    /// Identifiers of the objectives of the department that the task serves.
    pub serves: Vec<String>,
    /// The indicators, in the order filed.
    pub indicators: Vec<Indicator>,
}

/// An indicator: what is measured, its target and its actual (绩效指标).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indicator {
    /// Identifier, unique in the dossier.
    pub id: String,
    /// Name (三级指标).
    pub name: String,
    /// Identifier of the pack's dimension that it belongs to (一级指标).
    pub dimension: Option<String>,
    /// The subdimension, in words (二级指标).
    pub subdimension: Option<String>,
    /// The annual target, as written (年度指标值).
    pub target: String,
    /// What was reached.
    pub actual: Actual,
    /// Points available (分值).
    pub points: Option<Decimal>,
    /// Identifier of the pack's method that scores it.
    pub method: Option<String>,
    /// For methods that a person judges: the share of the points given, from 0 to 1, with the reason.
    pub judgement: Option<Judgement>,
    /// The score as the department states it (自评得分).
    pub stated_score: Option<Decimal>,
    /// Explanation of a variance (偏差原因分析及改进措施).
    pub explanation: Option<String>,
    /// Paths of evidence files.
    pub evidence: Vec<String>,
}

/// What an indicator reached (实际完成值).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actual {
    /// Somebody typed it.
    Typed(String),
    /// A register gives it: identifier of the measure.
    Measured(String),
}

/// A person's judgement of an indicator, with its reason (人工评判).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// Share of the points given, from 0 to 1.
    pub share: Decimal,
    /// Why.
    pub reason: String,
}

/// A project whose money and results are reported (项目).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
    /// What it is for.
    pub overview: String,
    /// Its budget and expenditure.
    pub money: BudgetLine,
    /// The amount that was evaluated, where it is stated.
    pub evaluated_amount: Option<Figure>,
    /// What was completed, in the order filed.
    pub completed: Vec<String>,
    /// Its indicators, where it has its own, scored by the project pack.
    pub indicators: Vec<Indicator>,
}

/// A heading with text below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Identifier.
    pub id: String,
    /// Heading.
    pub title: String,
    /// Text.
    pub text: String,
}

/// What will be done about an issue (改进措施).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Improvement {
    /// Heading and text.
    pub statement: Statement,
    /// Identifiers of the issues that it answers.
    pub answers: Vec<String>,
}

/// Text typed for one section of the report (正文段落).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The section, by the name of its file without ending.
    pub section: Section,
    /// The text; blank lines part paragraphs, `{{fact}}` stands for the value of a fact.
    pub text: String,
}

/// The sections that take typed text, each from a file of its name in `narrative/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// 部门整体绩效管理情况.
    Management,
    /// 自评结论综述, after the standard paragraph.
    Conclusion,
    /// 附件.
    Attachments,
}

/// A register that the dossier brings along (台账来源).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterSource {
    /// Identifier of the register's schema.
    pub id: String,
    /// Path of the file, relative to the dossier.
    pub file: String,
    /// SHA-256 of the file in lower-case hexadecimal, once it was read.
    pub sha256: Option<String>,
}

/// A file of the dossier that says how registers are counted: its measures, or a schema of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleFile {
    /// Path, relative to the dossier.
    pub file: String,
    /// SHA-256 of the content, in lower-case hexadecimal.
    pub sha256: String,
}

/// A file of supporting evidence (佐证材料).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceFile {
    /// Path, relative to the dossier.
    pub file: String,
    /// SHA-256 of the content, in lower-case hexadecimal.
    pub sha256: String,
}

/// Whose indicator it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner<'d> {
    /// A task of the department.
    Task(&'d Task),
    /// A project that has its own indicators.
    Project(&'d Project),
}

impl Owner<'_> {
    /// What the owner is called in findings.
    #[must_use]
    pub fn label(self) -> String {
        match self {
            Self::Task(task) => format!("任务“{}”", task.name),
            Self::Project(project) => format!("项目“{}”", project.name),
        }
    }
}

impl Dossier {
    /// All indicators with their owners: those of tasks, then those of projects, in the order filed.
    pub fn indicators(&self) -> impl Iterator<Item = (Owner<'_>, &Indicator)> {
        let tasks = self.task_indicators().map(|(task, one)| (Owner::Task(task), one));
        let projects = self.projects.iter().flat_map(|project| {
            project.indicators.iter().map(move |one| (Owner::Project(project), one))
        });
        tasks.chain(projects)
    }

    /// All indicators of tasks, each with its task, in the order filed.
    pub fn task_indicators(&self) -> impl Iterator<Item = (&Task, &Indicator)> {
        self.tasks.iter().flat_map(|task| task.indicators.iter().map(move |one| (task, one)))
    }
}

impl Indicator {
    /// The name of the fact below this indicator: `name`, `target`, `actual`, `score` and so on.
    #[must_use]
    pub fn fact(&self, part: &str) -> FactId {
        FactId::new(["indicator", &self.id, part])
    }

    /// The one amount that the target cell states: the first, where it has several.
    #[must_use]
    pub fn target_figure(&self) -> Option<Figure> {
        scan::figures(&self.target).next().map(|(_, figure)| figure)
    }
}

impl Section {
    /// All sections, with the name of the file that holds their text.
    pub const ALL: [(&'static str, Self); 3] = [
        ("management", Self::Management),
        ("conclusion", Self::Conclusion),
        ("attachments", Self::Attachments),
    ];

    /// The name of the file in `narrative/`, without its ending.
    #[must_use]
    pub fn file_stem(self) -> &'static str {
        Self::ALL.iter().find(|(_, section)| *section == self).map_or("", |(stem, _)| stem)
    }
}

//! One department, one fiscal year: everything that a report is made from.

pub mod baseline;
pub mod evidence;
mod next_year;
mod read;
mod write;

pub use next_year::next_year;
pub use read::{NarrativeFile, Read, read};
pub(crate) use write::Lines;
pub use write::{Written, digest, write};

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::fact::FactId;
use crate::figure::{Figure, scan};
use crate::pack::Subject;

/// What a department files for one fiscal year (卷宗).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dossier {
    /// What is evaluated: a department as a whole, or one project that stands alone.
    pub subject: Subject,
    /// The fiscal year (年度).
    pub fiscal_year: i16,
    /// The date that the report carries.
    pub report_date: Option<Date>,
    /// The packs that score it.
    pub packs: PackChoice,
    /// Who files it.
    pub department: Department,
    /// Subordinate units that file dossiers of their own.
    pub units: Vec<UnitDossier>,
    /// Who filled it in and who answers for it.
    pub contact: Contact,
    /// What the department set out to achieve, in the order filed.
    pub objectives: Vec<Objective>,
    /// The year's key task (重点任务), where one is named.
    pub key_task: Option<KeyTask>,
    /// Budget and expenditure.
    pub budget: Budget,
    /// Numbers of the department's management that rates are formed from.
    pub management: Vec<ManagementFact>,
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
    /// What was noted of evidence when it was filed.
    pub evidence_records: Vec<EvidenceRecord>,
    /// The targets as they were approved, where they were sealed.
    pub baseline: Option<Baseline>,
    /// Findings that were looked at and set aside, each with the reason.
    pub dismissed: Vec<Dismissal>,
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

/// A subordinate unit that files a dossier of its own, which rolls up into the department's (下属单位卷宗).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnitDossier {
    /// Identifier.
    pub id: String,
    /// Name of the unit.
    pub name: String,
    /// Folder of its dossier, relative to the department's.
    pub folder: String,
    /// The hash that stands for the unit's dossier, once it was read.
    pub digest: Option<String>,
    /// The unit's dossier as it was filed, once it was read.
    pub dossier: Option<Box<Dossier>>,
}

/// Who filled in the forms and who answers for them (联系人).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contact {
    /// Who filled them in (填表人).
    pub preparer: Option<String>,
    /// Telephone (联系电话).
    pub phone: Option<String>,
    /// Who reviewed them (审核人).
    pub reviewer: Option<String>,
    /// Head of the department or unit (单位负责人).
    pub head: Option<String>,
    /// Head of finance (财务负责人).
    pub finance_head: Option<String>,
}

/// A number of the department's management that rates are formed from (管理数据).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManagementFact {
    /// Identifier, by which formulas of packs name it.
    pub id: String,
    /// What it is, in Chinese.
    pub label: String,
    /// The number.
    pub value: Figure,
    /// Where it was taken from.
    pub source: Option<String>,
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
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Objective {
    /// Identifier.
    pub id: String,
    /// The statement.
    pub text: String,
    /// How far it was achieved (实际完成情况).
    pub outcome: Option<String>,
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
    /// The budget as approved at the beginning of the year (年初预算数).
    pub approved: Option<Figure>,
    /// The budget; where it was adjusted, after adjustment (预算数).
    pub budget: Option<Figure>,
    /// What was spent (执行数).
    pub expenditure: Option<Figure>,
    /// The execution rate as stated (预算执行率), where one is.
    pub rate: Option<Figure>,
    /// Why money was left or moved.
    pub explanation: Option<String>,
    /// Whether the work that the money is for was finished (是否完成), which no amount says.
    pub finished: Option<bool>,
    /// The same money by where it comes from.
    pub sources: Vec<FundingLine>,
}

impl BudgetLine {
    /// The columns of money with their keys: approved, budget, expenditure.
    #[must_use]
    pub fn columns(&self) -> [(&'static str, Option<&Figure>); 3] {
        columns([&self.approved, &self.budget, &self.expenditure])
    }
}

impl FundingLine {
    /// The columns of money with their keys: approved, budget, expenditure.
    #[must_use]
    pub fn columns(&self) -> [(&'static str, Option<&Figure>); 3] {
        columns([&self.approved, &self.budget, &self.expenditure])
    }
}

fn columns(figures: [&Option<Figure>; 3]) -> [(&'static str, Option<&Figure>); 3] {
    let [approved, budget, expenditure] = figures.map(Option::as_ref);
    [("approved", approved), ("budget", budget), ("expenditure", expenditure)]
}

/// Money from one source (资金来源行).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FundingLine {
    /// The source.
    pub source: FundingSource,
    /// The budget as approved at the beginning of the year.
    pub approved: Option<Figure>,
    /// The budget; where it was adjusted, after adjustment.
    pub budget: Option<Figure>,
    /// What was spent.
    pub expenditure: Option<Figure>,
}

/// Where money comes from (资金来源).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FundingSource {
    /// Fiscal appropriation of the year (本年财政拨款).
    Appropriation,
    /// Carried over from the year before (上年结转资金).
    CarriedOver,
    /// Managed in a special fiscal account (财政专户管理资金).
    SpecialAccount,
    /// The unit's own money (单位资金).
    UnitFunds,
    /// The central budget's, of a transfer payment (中央财政资金).
    Central,
    /// The local budget's, of a transfer payment (地方资金).
    Local,
    /// Anything else (其他资金).
    Other,
}

impl FundingSource {
    /// All sources with their identifier and Chinese name, in the order of the forms.
    pub const ALL: [(&'static str, &'static str, Self); 7] = [
        ("appropriation", "本年财政拨款", Self::Appropriation),
        ("carried_over", "上年结转资金", Self::CarriedOver),
        ("special_account", "财政专户管理资金", Self::SpecialAccount),
        ("unit_funds", "单位资金", Self::UnitFunds),
        ("central", "中央财政资金", Self::Central),
        ("local", "地方资金", Self::Local),
        ("other", "其他资金", Self::Other),
    ];

    /// The identifier.
    #[must_use]
    pub fn id(self) -> &'static str {
        Self::ALL.iter().find(|(.., source)| *source == self).map_or("", |(id, ..)| id)
    }

    /// The Chinese name.
    #[must_use]
    pub fn label(self) -> &'static str {
        Self::ALL.iter().find(|(.., source)| *source == self).map_or("", |(_, label, _)| label)
    }
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
    /// The grade as stated.
    pub grade: Option<String>,
    /// Sums of dimensions as stated, in the order filed.
    pub dimensions: Vec<DimensionScore>,
}

/// The score of a dimension as the department states it (一级指标得分).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DimensionScore {
    /// Identifier of the pack's dimension.
    pub dimension: String,
    /// The score.
    pub score: Decimal,
}

/// A task of the year, with the indicators that measure it (年度主要任务).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Task {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
    /// The office that fills it in (填报科室).
    pub office: Option<String>,
    /// The task's objective.
    pub objective: String,
    /// Identifiers of the objectives of the department that the task serves.
    pub serves: Vec<String>,
    /// The indicators, in the order filed.
    pub indicators: Vec<Indicator>,
}

/// An indicator: what is measured, its target and its actual (绩效指标).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Indicator {
    /// Identifier, unique in the dossier.
    pub id: String,
    /// Name (三级指标).
    pub name: String,
    /// The office that fills it in, where it is not the task's or project's.
    pub office: Option<String>,
    /// What exactly is measured (指标解释).
    pub definition: Option<String>,
    /// How it is scored, in words (评分标准).
    pub standard: Option<String>,
    /// Where the actual is taken from (数据来源).
    pub data_source: Option<String>,
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
    /// The scores that reviewers gave beside it.
    pub reviews: Reviews,
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
    /// It follows from management facts: identifier of the pack's formula.
    Derived(String),
}

impl Actual {
    /// The key of `dossier.toml` that says it.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Typed(_) => "actual",
            Self::Measured(_) => "measure",
            Self::Derived(_) => "formula",
        }
    }
}

impl Default for Actual {
    fn default() -> Self {
        Self::Typed(String::new())
    }
}

/// The scores that reviewers gave an indicator, beside the department's own (复核得分).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reviews {
    /// The competent department's (主管部门).
    pub department: Option<Review>,
    /// The finance department's (财政部门).
    pub finance: Option<Review>,
}

/// One reviewer's score (复核意见).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// The score.
    pub score: Decimal,
    /// Why it differs from the department's own.
    pub reason: Option<String>,
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
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Project {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
    /// What kind of project it is.
    pub kind: ProjectKind,
    /// The unit that carries it out (实施单位).
    pub unit: Option<String>,
    /// Identifier of the subordinate unit whose dossier files it, where it was rolled up from one.
    pub filed_by: Option<String>,
    /// The office that fills it in (填报科室).
    pub office: Option<String>,
    /// What it is for and how it was carried out.
    pub overview: String,
    /// What it was to achieve in the year (年度总体目标).
    pub objective: Option<String>,
    /// What was achieved of it (实际完成情况).
    pub outcome: Option<String>,
    /// Its budget and expenditure.
    pub money: BudgetLine,
    /// The amount that was evaluated, where it is stated.
    pub evaluated_amount: Option<Figure>,
    /// The total score as stated.
    pub stated_score: Option<Decimal>,
    /// What was completed, in the order filed.
    pub completed: Vec<String>,
    /// How the money of a transfer payment was managed (资金管理情况).
    pub management: Vec<ManagementNote>,
    /// What the evaluation concludes (评价结论).
    pub conclusion: Option<String>,
    /// Issues that remain (项目存在问题).
    pub issues: Option<String>,
    /// What will be done about them.
    pub improvements: Option<String>,
    /// Who answers for it.
    pub contact: Contact,
    /// Its indicators, where it has its own, scored by the project pack.
    pub indicators: Vec<Indicator>,
}

/// What kind of project it is, which decides its form (项目类别).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ProjectKind {
    /// Of the department's own budget (部门预算项目).
    #[default]
    Ordinary,
    /// A transfer payment (转移支付).
    Transfer,
}

impl ProjectKind {
    /// All kinds with their identifier and Chinese name.
    pub const ALL: [(&'static str, &'static str, Self); 2] =
        [("ordinary", "部门预算项目", Self::Ordinary), ("transfer", "转移支付", Self::Transfer)];
}

/// How one aspect of a transfer payment's money was managed (资金管理事项).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ManagementNote {
    /// The aspect, such as how the money was allotted.
    pub aspect: String,
    /// How it was.
    pub text: String,
    /// What was amiss and what is done about it.
    pub issue: Option<String>,
}

/// A heading with text below it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Statement {
    /// Identifier.
    pub id: String,
    /// Heading.
    pub title: String,
    /// Text.
    pub text: String,
}

/// What will be done about an issue (改进措施).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Improvement {
    /// Heading and text.
    pub statement: Statement,
    /// Identifiers of the issues that it answers.
    pub answers: Vec<String>,
    /// Who is to do it (责任单位).
    pub responsible: Option<String>,
    /// By when (完成时限).
    pub due: Option<Date>,
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

/// What was noted of a file of evidence when it was filed (佐证登记).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EvidenceRecord {
    /// Path, relative to the dossier.
    pub file: String,
    /// What the file is.
    pub title: Option<String>,
    /// The day that it bears.
    pub dated: Option<Date>,
    /// SHA-256 of the content when it was filed, in lower-case hexadecimal.
    pub sha256: Option<String>,
}

/// The targets as they were approved, sealed so that a later change is seen (批复目标).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Baseline {
    /// The day on which they were sealed.
    pub sealed_on: Date,
    /// The document that approved them, where it has a number.
    pub document: Option<String>,
    /// The targets, in the order filed.
    pub targets: Vec<SealedTarget>,
    /// SHA-256 of the sealed text, in lower-case hexadecimal.
    pub sha256: String,
}

/// One target as it was approved (批复指标值).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SealedTarget {
    /// Identifier of the indicator.
    pub indicator: String,
    /// Name of the indicator.
    pub name: String,
    /// The annual target.
    pub target: String,
    /// Points available.
    pub points: Option<Decimal>,
}

/// A finding that was looked at and set aside (不采纳说明).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dismissal {
    /// Code of the check.
    pub code: String,
    /// The fact that the finding is about.
    pub fact: String,
    /// Why it is set aside.
    pub reason: String,
    /// Who set it aside.
    pub by: Option<String>,
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

impl<'d> Owner<'d> {
    /// The office that fills in an indicator: its own, or else the owner's.
    #[must_use]
    pub fn office_of(self, indicator: &'d Indicator) -> Option<&'d str> {
        let own = match self {
            Self::Task(task) => task.office.as_deref(),
            Self::Project(project) => project.office.as_deref(),
        };
        indicator.office.as_deref().or(own)
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

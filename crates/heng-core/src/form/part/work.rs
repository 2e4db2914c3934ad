//! Tasks, projects and their indicators.

use std::collections::BTreeMap;

use super::{Blank, Input, Layout, Part, Sharing, columns, numbered, unplaced};
use crate::dossier::{
    Actual, Dossier, Indicator, Judgement, ManagementNote, Owner, Project, ProjectKind, Task,
};
use crate::fact::FactId;
use crate::form::column::{Choices, Kind, Rows};
use crate::form::field::{Field, Fields, decimal, figure, list, optional, text, yes_no};
use crate::form::{Lists, Notes, Row};
use crate::pack::Subject;
use crate::reader::{Problem, ProblemKind};
use rust_decimal::Decimal;

/// 年度主要任务.
pub(super) static TASKS: Part = Part {
    key: "tasks",
    title: "任务",
    about: "年度主要任务，每项一行；指标填在“任务指标”表。",
    layout: Layout::Table,
    sharing: Sharing::Offices,
    blank: Blank::WithRows,
    columns: || columns(TASK_FIELDS),
    fill: |dossier, lists| {
        let fields = Fields::new(TASK_FIELDS, dossier, lists);
        let row = |task: &Task| fields.row(&task.id, task.office.as_deref(), task.clone());
        dossier.tasks.iter().map(row).collect()
    },
    take: |input, dossier, notes| {
        let fields = input.fields(TASK_FIELDS, dossier);
        let old = std::mem::take(&mut dossier.tasks);
        let blank = |id| Task { id, ..Task::default() };
        dossier.tasks = input.keyed(&fields, ("task", "task"), old, blank, |one| &one.id, notes);
    },
};

static TASK_FIELDS: &[Field<Task>] = &[
    text("name", "任务名称", 28, |task: &mut Task| &mut task.name).required().like("干部培训"),
    optional("office", "填报科室", 14, |task: &mut Task| &mut task.office)
        .from(Choices::Offices)
        .like("教育科"),
    text("objective", "任务目标", 44, |task: &mut Task| &mut task.objective)
        .like("举办12期以上专题培训班，参训人员满意度不低于95%"),
    list("serves", "对应绩效目标编号", 18, |task: &mut Task| &mut task.serves)
        .from(Choices::Rows(Rows::Objectives))
        .hint("见“绩效目标”表的编号，多个的每行一个"),
];

/// An indicator with whose it is, and its actual and judgement in parts.
struct Draft {
    owner: String,
    one: Indicator,
    typed: String,
    taken_from: Option<String>,
    share: Option<Decimal>,
    reason: Option<String>,
}

const fn indicator_fields(
    owner: &'static str,
    owners: Rows,
    example: &'static str,
    subject: Subject,
) -> [Field<Draft>; 18] {
    [
        text("owner", owner, 20, |d: &mut Draft| &mut d.owner)
            .from(Choices::Rows(owners))
            .required()
            .like(example),
        optional("dimension", "一级指标", 12, |d: &mut Draft| &mut d.one.dimension)
            .from(Choices::Dimensions(subject)),
        optional("subdimension", "二级指标", 12, |d: &mut Draft| &mut d.one.subdimension)
            .like("数量指标"),
        text("name", "三级指标", 24, |d: &mut Draft| &mut d.one.name)
            .required()
            .like("举办专题培训班"),
        text("target", "年度指标值", 14, |d: &mut Draft| &mut d.one.target)
            .required()
            .hint("连同单位，如 ≥12期、不少于4部、≥95%")
            .like("≥12期"),
        text("actual", "实际完成值", 16, |d: &mut Draft| &mut d.typed)
            .hint("连同单位；由台账得出的不填")
            .like("14期")
            .answer(),
        decimal("points", "分值", |d: &mut Draft| &mut d.one.points).like("5"),
        decimal("score", "自评得分", |d: &mut Draft| &mut d.one.stated_score)
            .hint("由程序计分的不填")
            .answer(),
        optional("explanation", "偏差原因分析及改进措施", 32, |d: &mut Draft| {
            &mut d.one.explanation
        })
        .hint("未完成或超额较多时填写")
        .answer(),
        list("evidence", "佐证材料", 24, |d: &mut Draft| &mut d.one.evidence)
            .hint("卷宗里的路径，每行一个，如 evidence/总结.pdf")
            .answer(),
        optional("office", "填报科室", 14, |d: &mut Draft| &mut d.one.office)
            .from(Choices::Offices)
            .hint("与任务（项目）的填报科室不同时填写"),
        optional("definition", "指标解释", 28, |d: &mut Draft| &mut d.one.definition),
        optional("standard", "评分标准", 28, |d: &mut Draft| &mut d.one.standard),
        optional("data_source", "数据来源", 18, |d: &mut Draft| &mut d.one.data_source),
        optional("method", "计分方法", 18, |d: &mut Draft| &mut d.one.method)
            .from(Choices::Methods(subject))
            .hint("不填则按规则包的默认方法"),
        decimal("judgement", "评判比例", |d: &mut Draft| &mut d.share)
            .hint("人工评判的指标，0 到 1 之间")
            .answer(),
        optional("judgement_reason", "评判理由", 28, |d: &mut Draft| &mut d.reason).answer(),
        optional("taken_from", "取数方式", 22, |d: &mut Draft| &mut d.taken_from)
            .hint("不填为手填；否则写 度量：标识 或 公式：标识"),
    ]
}

static TASK_INDICATOR_FIELDS: &[Field<Draft>; 18] =
    &indicator_fields("所属任务", Rows::Tasks, "干部培训", Subject::Department);
static PROJECT_INDICATOR_FIELDS: &[Field<Draft>; 18] =
    &indicator_fields("所属项目", Rows::Projects, "阅览室改造", Subject::Project);

/// 任务的绩效指标.
pub(super) static TASK_INDICATORS: Part = Part {
    key: "task_indicators",
    title: "任务指标",
    about: "每个指标一行；“实际完成值”“偏差原因”“佐证材料”由填报科室填写。",
    layout: Layout::Table,
    sharing: Sharing::Offices,
    blank: Blank::WithRows,
    columns: || columns(TASK_INDICATOR_FIELDS),
    fill: |dossier, lists| fill_indicators(dossier, lists, TASK_INDICATOR_FIELDS, Kin::Task),
    take: |input, dossier, notes| take_indicators(input, dossier, notes, Kin::Task),
};

/// 项目的绩效指标.
pub(super) static PROJECT_INDICATORS: Part = Part {
    key: "project_indicators",
    title: "项目指标",
    about: "每个指标一行；没有单列指标的项目不填。",
    layout: Layout::Table,
    sharing: Sharing::Offices,
    blank: Blank::WithRows,
    columns: || columns(PROJECT_INDICATOR_FIELDS),
    fill: |dossier, lists| fill_indicators(dossier, lists, PROJECT_INDICATOR_FIELDS, Kin::Project),
    take: |input, dossier, notes| take_indicators(input, dossier, notes, Kin::Project),
};

/// Whose indicators a sheet holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kin {
    Task,
    Project,
}

impl Kin {
    fn of(owner: Owner<'_>) -> Self {
        match owner {
            Owner::Task(_) => Self::Task,
            Owner::Project(_) => Self::Project,
        }
    }

    /// The owners with their indicators.
    fn lists(self, dossier: &mut Dossier) -> BTreeMap<String, &mut Vec<Indicator>> {
        match self {
            Self::Task => {
                let tasks = dossier.tasks.iter_mut();
                tasks.map(|one| (one.id.clone(), &mut one.indicators)).collect()
            }
            Self::Project => {
                let projects = dossier.projects.iter_mut();
                projects.map(|one| (one.id.clone(), &mut one.indicators)).collect()
            }
        }
    }
}

fn fill_indicators(
    dossier: &Dossier,
    lists: &Lists,
    fields: &'static [Field<Draft>],
    kin: Kin,
) -> Vec<Row> {
    let fields = Fields::new(fields, dossier, lists);
    let own = dossier.indicators().filter(|(owner, _)| Kin::of(*owner) == kin);
    own.map(|(owner, one)| {
        let (key, id) = match owner {
            Owner::Task(task) => ("tasks", &task.id),
            Owner::Project(project) => ("projects", &project.id),
        };
        let row = fields.row(&one.id, owner.office_of(one), Draft::of(id, one.clone()));
        Row { owner: Some(format!("{key}/{id}")), ..row }
    })
    .collect()
}

fn take_indicators(input: &Input<'_>, dossier: &mut Dossier, notes: &mut Notes, kin: Kin) {
    let (part, columns): (_, &'static [Field<Draft>]) = match kin {
        Kin::Task => (&TASK_INDICATORS, TASK_INDICATOR_FIELDS),
        Kin::Project => (&PROJECT_INDICATORS, PROJECT_INDICATOR_FIELDS),
    };
    let fields = input.fields(columns, dossier);
    let others = ["task_indicators", "project_indicators"].into_iter();
    let others = others.filter_map(|key| input.form.sheet(key)).flat_map(|sheet| &sheet.rows);
    let mut taken: Vec<String> = others.filter_map(|row| row.id.clone()).collect();
    taken.extend(dossier.indicators().map(|(_, one)| one.id.clone()));
    let mut old: BTreeMap<String, Draft> = BTreeMap::new();
    for (owner, list) in kin.lists(dossier) {
        for one in std::mem::take(list) {
            old.insert(one.id.clone(), Draft::of(&owner, one));
        }
    }
    // The owner must be known before an identifier can be made of it; what is amiss is noted later.
    let owner = |row: &Row| {
        let blank = Draft::of(part.key, Indicator::default());
        fields.read(row, blank, &FactId::new(["indicator"]), &mut Notes::default()).owner
    };
    let stems: Vec<String> =
        input.sheet.rows.iter().map(|row| format!("{}-indicator", owner(row))).collect();
    let ids = input.ids(stems.into_iter(), taken.into_iter());
    let mut lists = kin.lists(dossier);
    for (row, id) in input.sheet.rows.iter().zip(ids) {
        let fact = FactId::new(["indicator", &id]);
        let blank = || Draft::of("", Indicator { id: id.clone(), ..Indicator::default() });
        let draft = fields.read(row, old.remove(&id).unwrap_or_else(blank), &fact, notes);
        let (owner, indicator) = draft.finish(row, notes);
        match lists.get_mut(&owner) {
            Some(list) => list.push(indicator),
            None => unplaced(
                row,
                part,
                "没有写明属于哪个任务（项目），或它不在卷宗里，这一行没有采用。",
                "请从下拉列表中选择所属的任务（项目）。",
                notes,
            ),
        }
    }
}

const MEASURE: &str = "度量：";
const FORMULA: &str = "公式：";

impl Draft {
    fn of(owner: &str, one: Indicator) -> Self {
        let (typed, taken_from) = match &one.actual {
            Actual::Typed(text) => (text.clone(), None),
            Actual::Measured(id) => (String::new(), Some(format!("{MEASURE}{id}"))),
            Actual::Derived(id) => (String::new(), Some(format!("{FORMULA}{id}"))),
        };
        let share = one.judgement.as_ref().map(|judgement| judgement.share);
        let reason = one.judgement.as_ref().map(|judgement| judgement.reason.clone());
        Self { owner: owner.to_owned(), one, typed, taken_from, share, reason }
    }

    /// The indicator of the parts; what does not fit together is noted.
    fn finish(self, row: &Row, notes: &mut Notes) -> (String, Indicator) {
        let mut one = self.one;
        let mut amiss = |key: &str, excerpt: &str, message: &str, remedy: &str| {
            notes.problems.push(part_problem(row, key, excerpt, message, remedy));
        };
        let taken_from = self.taken_from.filter(|way| !matches!(way.trim(), "手填" | ""));
        let prefixed = |prefix: &str| {
            let way = taken_from.as_deref()?;
            way.strip_prefix(prefix).or_else(|| way.strip_prefix(&prefix.replace('：', ":")))
        };
        one.actual = match (prefixed(MEASURE), prefixed(FORMULA), taken_from.as_deref()) {
            (Some(id), ..) => Actual::Measured(id.to_owned()),
            (None, Some(id), _) => Actual::Derived(id.to_owned()),
            (None, None, Some(other)) => {
                let message = "不是“度量：标识”“公式：标识”的形式，没有采用，按手填处理。";
                amiss("taken_from", other, message, "请按提示改写，或留空。");
                Actual::Typed(self.typed.clone())
            }
            (None, None, None) => Actual::Typed(self.typed.clone()),
        };
        if !matches!(one.actual, Actual::Typed(_)) && !self.typed.is_empty() {
            let message = "这个指标的实际完成值由台账或公式得出，手填的值没有采用。";
            amiss(
                "actual",
                &self.typed,
                message,
                "请清除手填的值；要改为手填，请先清除“取数方式”。",
            );
        }
        one.judgement = match (self.share, self.reason) {
            (Some(share), Some(reason)) => Some(Judgement { share, reason }),
            (Some(share), None) => {
                amiss("judgement_reason", "", "有评判比例而没有评判理由。", "请补填评判理由。");
                Some(Judgement { share, reason: String::new() })
            }
            (None, Some(reason)) => {
                let message = "有评判理由而没有评判比例，没有采用。";
                amiss("judgement_reason", &reason, message, "请补填评判比例（0 到 1 之间）。");
                None
            }
            (None, None) => None,
        };
        (self.owner, one)
    }
}

fn part_problem(row: &Row, key: &str, excerpt: &str, message: &str, remedy: &str) -> Problem {
    let column = TASK_INDICATOR_FIELDS.iter().position(|field| field.column.key == key);
    let cell = column.and_then(|column| row.cells.get(column)).and_then(|cell| cell.place.clone());
    let place = cell.or_else(|| row.place.clone());
    Problem {
        kind: ProblemKind::NotUnderstood,
        place: place
            .unwrap_or_else(|| crate::fact::Place::File { file: "dossier.toml".to_owned() }),
        excerpt: excerpt.to_owned(),
        message: message.to_owned(),
        remedy: remedy.to_owned(),
    }
}

const PROJECT_KINDS: [(&str, &str); 2] = {
    let [a, b] = &ProjectKind::ALL;
    [(a.0, a.1), (b.0, b.1)]
};

/// 项目.
pub(super) static PROJECTS: Part = Part {
    key: "projects",
    title: "项目",
    about: "逐个填报的项目，每个一行；金额以万元为单位，可直接填数，也可连同单位填写。",
    layout: Layout::Table,
    sharing: Sharing::Offices,
    blank: Blank::WithRows,
    columns: || columns(PROJECT_FIELDS),
    fill: |dossier, lists| {
        let fields = Fields::new(PROJECT_FIELDS, dossier, lists);
        let row = |one: &Project| {
            fields.row(&one.id, one.office.as_deref(), ProjectDraft::of(one.clone()))
        };
        dossier.projects.iter().map(row).collect()
    },
    take: |input, dossier, notes| {
        let fields = input.fields(PROJECT_FIELDS, dossier);
        let old = std::mem::take(&mut dossier.projects);
        let old = old.into_iter().map(ProjectDraft::of).collect();
        let blank = |id| ProjectDraft::of(Project { id, ..Project::default() });
        let names = ("project", "project");
        let drafts = input.keyed(&fields, names, old, blank, |draft| &draft.one.id, notes);
        dossier.projects = drafts.into_iter().map(ProjectDraft::finish).collect();
    },
};

struct ProjectDraft {
    one: Project,
    kind: String,
}

impl ProjectDraft {
    fn of(one: Project) -> Self {
        let kind = ProjectKind::ALL.iter().find(|(.., kind)| *kind == one.kind);
        Self { kind: kind.map_or("", |(id, ..)| id).to_owned(), one }
    }

    fn finish(self) -> Project {
        let kind = ProjectKind::ALL.iter().find(|(id, ..)| *id == self.kind);
        Project { kind: kind.map(|(.., kind)| *kind).unwrap_or_default(), ..self.one }
    }
}

static PROJECT_FIELDS: &[Field<ProjectDraft>] = &[
    text("name", "项目名称", 28, |d: &mut ProjectDraft| &mut d.one.name)
        .required()
        .like("阅览室改造"),
    text("kind", "项目类别", 14, |d: &mut ProjectDraft| &mut d.kind)
        .from(Choices::Closed(&PROJECT_KINDS))
        .like("部门预算项目"),
    optional("unit", "实施单位", 18, |d: &mut ProjectDraft| &mut d.one.unit),
    optional("office", "填报科室", 14, |d: &mut ProjectDraft| &mut d.one.office)
        .from(Choices::Offices)
        .like("办公室"),
    text("overview", "项目概况", 36, |d: &mut ProjectDraft| &mut d.one.overview),
    optional("objective", "年度总体目标", 32, |d: &mut ProjectDraft| &mut d.one.objective),
    optional("outcome", "目标完成情况", 32, |d: &mut ProjectDraft| &mut d.one.outcome).answer(),
    figure("approved", "年初预算数（万元）", Kind::Money, |d: &mut ProjectDraft| {
        &mut d.one.money.approved
    })
    .like("120.00"),
    figure("budget", "预算数（万元）", Kind::Money, |d: &mut ProjectDraft| {
        &mut d.one.money.budget
    })
    .like("118.50")
    .answer(),
    figure("expenditure", "执行数（万元）", Kind::Money, |d: &mut ProjectDraft| {
        &mut d.one.money.expenditure
    })
    .like("115.20")
    .answer(),
    figure("rate", "执行率（%）", Kind::Rate, |d: &mut ProjectDraft| &mut d.one.money.rate)
        .hint("由程序计算，一般不填")
        .answer(),
    optional("budget_explanation", "结余、调整原因", 28, |d: &mut ProjectDraft| {
        &mut d.one.money.explanation
    })
    .answer(),
    yes_no("finished", "是否完成", |d: &mut ProjectDraft| &mut d.one.money.finished)
        .hint("项目是否办完")
        .answer(),
    figure("evaluated_amount", "评价金额（万元）", Kind::Money, |d: &mut ProjectDraft| {
        &mut d.one.evaluated_amount
    })
    .answer(),
    decimal("score", "项目自评得分", |d: &mut ProjectDraft| &mut d.one.stated_score)
        .hint("由程序计分的不填")
        .answer(),
    list("completed", "完成内容", 32, |d: &mut ProjectDraft| &mut d.one.completed)
        .hint("每行一项")
        .answer(),
    optional("conclusion", "评价结论", 28, |d: &mut ProjectDraft| &mut d.one.conclusion).answer(),
    optional("issues", "存在问题", 28, |d: &mut ProjectDraft| &mut d.one.issues).answer(),
    optional("improvements", "改进措施", 28, |d: &mut ProjectDraft| &mut d.one.improvements)
        .answer(),
    optional("preparer", "填表人", 12, |d: &mut ProjectDraft| &mut d.one.contact.preparer),
    optional("phone", "联系电话", 15, |d: &mut ProjectDraft| &mut d.one.contact.phone),
    optional("reviewer", "审核人", 12, |d: &mut ProjectDraft| &mut d.one.contact.reviewer),
    optional("head", "单位负责人", 12, |d: &mut ProjectDraft| &mut d.one.contact.head),
    optional("finance_head", "财务负责人", 12, |d: &mut ProjectDraft| {
        &mut d.one.contact.finance_head
    }),
];

/// 资金管理情况.
pub(super) static TRANSFERS: Part = Part {
    key: "transfers",
    title: "转移支付管理",
    about: "转移支付资金的分配、拨付、使用等情况，每个事项一行；没有转移支付的不填。",
    layout: Layout::Table,
    sharing: Sharing::Offices,
    blank: Blank::WithRows,
    columns: || columns(NOTE_FIELDS),
    fill: |dossier, lists| {
        let fields = Fields::new(NOTE_FIELDS, dossier, lists);
        let row = |(id, office, draft): (String, Option<String>, NoteDraft)| {
            let owner = Some(format!("projects/{}", draft.owner));
            Row { owner, ..fields.row(&id, office.as_deref(), draft) }
        };
        notes_of(dossier).into_iter().map(row).collect()
    },
    take: take_notes,
};

#[derive(Default)]
struct NoteDraft {
    owner: String,
    note: ManagementNote,
}

static NOTE_FIELDS: &[Field<NoteDraft>] = &[
    text("owner", "所属项目", 24, |d: &mut NoteDraft| &mut d.owner)
        .from(Choices::Rows(Rows::Projects))
        .required()
        .like("阅览室改造"),
    text("aspect", "管理事项", 20, |d: &mut NoteDraft| &mut d.note.aspect)
        .required()
        .like("资金分配"),
    text("text", "管理情况", 44, |d: &mut NoteDraft| &mut d.note.text)
        .like("按因素法分配，30日内下达")
        .answer(),
    optional("issue", "存在问题和改进措施", 36, |d: &mut NoteDraft| &mut d.note.issue).answer(),
];

/// All notes in the order of their rows, with identifier and office.
fn notes_of(dossier: &Dossier) -> Vec<(String, Option<String>, NoteDraft)> {
    let mut notes = Vec::new();
    for project in &dossier.projects {
        let names = project.management.iter().map(|one| format!("{}/{}", project.id, one.aspect));
        for (note, id) in project.management.iter().zip(numbered(names)) {
            let draft = NoteDraft { owner: project.id.clone(), note: note.clone() };
            notes.push((id, project.office.clone(), draft));
        }
    }
    notes
}

fn take_notes(input: &Input<'_>, dossier: &mut Dossier, notes: &mut Notes) {
    let fields = input.fields(NOTE_FIELDS, dossier);
    let old = notes_of(dossier).into_iter().map(|(id, _, draft)| (id, draft));
    let mut old: BTreeMap<String, NoteDraft> = old.collect();
    dossier.projects.iter_mut().for_each(|project| project.management.clear());
    for row in &input.sheet.rows {
        let id = row.id.as_deref().unwrap_or_default();
        let fact = FactId::new(["project", "management", id]);
        let draft = fields.read(row, old.remove(id).unwrap_or_default(), &fact, notes);
        match dossier.projects.iter_mut().find(|project| project.id == draft.owner) {
            Some(project) => project.management.push(draft.note),
            None => unplaced(
                row,
                &TRANSFERS,
                "没有写明属于哪个项目，这一行没有采用。",
                "请从下拉列表中选择所属的项目。",
                notes,
            ),
        }
    }
}

//! Objectives, achievements, issues, improvements, text of the report, and records about evidence.

use std::collections::BTreeMap;

use super::{Blank, Input, Layout, Part, Sharing, columns, numbered, unplaced};
use crate::dossier::{
    Dismissal, Dossier, EvidenceRecord, Improvement, Objective, Passage, Section, Statement,
};
use crate::fact::FactId;
use crate::form::column::{Choices, Rows};
use crate::form::field::{Field, Fields, day, list, optional, text};
use crate::form::{Lists, Notes, Row};

/// 绩效目标.
pub(super) static OBJECTIVES: Part = Part {
    key: "objectives",
    title: "绩效目标",
    about: "部门整体支出绩效目标，每个一行；任务用编号指明服务于哪个目标。",
    layout: Layout::NumberedTable,
    sharing: Sharing::Department,
    blank: Blank::WithRows,
    columns: || columns(OBJECTIVE_FIELDS),
    fill: |dossier, lists| {
        let fields = Fields::new(OBJECTIVE_FIELDS, dossier, lists);
        dossier.objectives.iter().map(|one| fields.row(&one.id, None, one.clone())).collect()
    },
    take: |input, dossier, notes| {
        let fields = input.fields(OBJECTIVE_FIELDS, dossier);
        let old = std::mem::take(&mut dossier.objectives);
        let blank = |id| Objective { id, ..Objective::default() };
        let names = ("objective", "objective");
        dossier.objectives = input.keyed(&fields, names, old, blank, |one| &one.id, notes);
    },
};

static OBJECTIVE_FIELDS: &[Field<Objective>] = &[
    text("text", "绩效目标", 60, |one: &mut Objective| &mut one.text)
        .required()
        .like("举办12期以上专题培训班，参训人员满意度不低于95%"),
    optional("outcome", "实际完成情况", 48, |one: &mut Objective| &mut one.outcome)
        .like("举办14期，满意度96%")
        .answer(),
];

const fn statement_fields(
    title: &'static str,
    title_example: &'static str,
    text_example: &'static str,
) -> [Field<Statement>; 2] {
    [
        text("title", title, 30, |one: &mut Statement| &mut one.title)
            .required()
            .like(title_example),
        text("text", "具体内容", 70, |one: &mut Statement| &mut one.text).like(text_example),
    ]
}

static ACHIEVEMENT_FIELDS: &[Field<Statement>; 2] =
    &statement_fields("成效标题", "查档更方便", "来馆查档平均等候时间由25分钟降到12分钟。");
static ISSUE_FIELDS: &[Field<Statement>; 2] =
    &statement_fields("问题标题", "项目前期准备不足", "两个项目立项后才办理手续，开工推迟两个月。");

/// 主要成效.
pub(super) static ACHIEVEMENTS: Part = Part {
    key: "achievements",
    title: "成效",
    about: "取得的主要成效，每个一行；各科室在空行里填写自己的。",
    layout: Layout::Table,
    sharing: Sharing::Additions,
    blank: Blank::WithoutRows,
    columns: || columns(ACHIEVEMENT_FIELDS),
    fill: |dossier, lists| {
        fill_statements(&dossier.achievements, ACHIEVEMENT_FIELDS, dossier, lists)
    },
    take: |input, dossier, notes| {
        let old = std::mem::take(&mut dossier.achievements);
        dossier.achievements =
            take_statements(input, dossier, ACHIEVEMENT_FIELDS, "achievement", old, notes);
    },
};

/// 存在的问题.
pub(super) static ISSUES: Part = Part {
    key: "issues",
    title: "存在问题",
    about: "存在的主要问题，每个一行；改进措施用编号或标题指明针对哪个问题。",
    layout: Layout::NumberedTable,
    sharing: Sharing::Additions,
    blank: Blank::WithoutRows,
    columns: || columns(ISSUE_FIELDS),
    fill: |dossier, lists| fill_statements(&dossier.issues, ISSUE_FIELDS, dossier, lists),
    take: |input, dossier, notes| {
        let old = std::mem::take(&mut dossier.issues);
        dossier.issues = take_statements(input, dossier, ISSUE_FIELDS, "issue", old, notes);
    },
};

fn fill_statements(
    statements: &[Statement],
    fields: &'static [Field<Statement>],
    dossier: &Dossier,
    lists: &Lists,
) -> Vec<Row> {
    let fields = Fields::new(fields, dossier, lists);
    statements.iter().map(|one| fields.row(&one.id, None, one.clone())).collect()
}

fn take_statements(
    input: &Input<'_>,
    dossier: &Dossier,
    fields: &'static [Field<Statement>],
    kind: &str,
    old: Vec<Statement>,
    notes: &mut Notes,
) -> Vec<Statement> {
    let fields = input.fields(fields, dossier);
    let blank = |id| Statement { id, ..Statement::default() };
    input.keyed(&fields, (kind, kind), old, blank, |one| &one.id, notes)
}

/// 改进措施.
pub(super) static IMPROVEMENTS: Part = Part {
    key: "improvements",
    title: "改进措施",
    about: "针对问题的改进措施，每条一行。",
    layout: Layout::Table,
    sharing: Sharing::Additions,
    blank: Blank::WithoutRows,
    columns: || columns(IMPROVEMENT_FIELDS),
    fill: |dossier, lists| {
        let fields = Fields::new(IMPROVEMENT_FIELDS, dossier, lists);
        let row = |one: &Improvement| fields.row(&one.statement.id, None, one.clone());
        dossier.improvements.iter().map(row).collect()
    },
    take: |input, dossier, notes| {
        let fields = input.fields(IMPROVEMENT_FIELDS, dossier);
        let old = std::mem::take(&mut dossier.improvements);
        let blank = |id| Improvement {
            statement: Statement { id, ..Statement::default() },
            ..Improvement::default()
        };
        let names = ("improvement", "improvement");
        dossier.improvements =
            input.keyed(&fields, names, old, blank, |one| &one.statement.id, notes);
    },
};

static IMPROVEMENT_FIELDS: &[Field<Improvement>] = &[
    text("title", "措施标题", 28, |one: &mut Improvement| &mut one.statement.title)
        .required()
        .like("提前办理项目手续"),
    text("text", "具体内容", 50, |one: &mut Improvement| &mut one.statement.text)
        .like("下年度项目在立项前办妥手续，每季度核对一次进度。"),
    list("answers", "针对的问题", 28, |one: &mut Improvement| &mut one.answers)
        .from(Choices::Rows(Rows::Issues))
        .hint("问题的标题或编号，多个的每行一个")
        .like("项目前期准备不足"),
    optional("responsible", "责任单位", 16, |one: &mut Improvement| &mut one.responsible)
        .like("办公室"),
    day("due", "完成时限", |one: &mut Improvement| &mut one.due).like("2024-06-30"),
];

const SECTIONS: [(&str, &str); 3] = [
    ("management", "部门整体绩效管理情况"),
    ("conclusion", "自评结论综述（标准段之后）"),
    ("attachments", "附件"),
];

/// 正文段落.
pub(super) static NARRATIVE: Part = Part {
    key: "narrative",
    title: "正文",
    about: "报告里自己撰写的段落，每段一行；{{…}} 是由程序填入的数，不要改动。",
    layout: Layout::Table,
    sharing: Sharing::Department,
    blank: Blank::WithoutRows,
    columns: || columns(PARAGRAPH_FIELDS),
    fill: fill_narrative,
    take: take_narrative,
};

/// One paragraph; a passage is its paragraphs with blank lines between.
#[derive(Default)]
struct Paragraph {
    section: String,
    text: Option<String>,
}

static PARAGRAPH_FIELDS: &[Field<Paragraph>] = &[
    text("section", "报告部分", 28, |one: &mut Paragraph| &mut one.section)
        .from(Choices::Closed(&SECTIONS))
        .required()
        .like("附件"),
    optional("text", "段落内容", 90, |one: &mut Paragraph| &mut one.text)
        .like("本部门按季度核对各项任务的进度。"),
];

const BREAK: &str = "\n\n";

fn fill_narrative(dossier: &Dossier, lists: &Lists) -> Vec<Row> {
    let fields = Fields::new(PARAGRAPH_FIELDS, dossier, lists);
    let mut rows = Vec::new();
    for passage in &dossier.narrative {
        let section = passage.section.file_stem();
        for (text, number) in passage.text.split(BREAK).zip(1..) {
            let draft = Paragraph { section: section.to_owned(), text: Some(text.to_owned()) };
            rows.push(fields.row(&format!("{section}/{number}"), None, draft));
        }
    }
    rows
}

fn take_narrative(input: &Input<'_>, dossier: &mut Dossier, notes: &mut Notes) {
    let fields = input.fields(PARAGRAPH_FIELDS, dossier);
    let mut old: BTreeMap<String, Paragraph> = BTreeMap::new();
    for passage in dossier.narrative.drain(..) {
        let section = passage.section.file_stem();
        for (text, number) in passage.text.split(BREAK).zip(1..) {
            let draft = Paragraph { section: section.to_owned(), text: Some(text.to_owned()) };
            old.insert(format!("{section}/{number}"), draft);
        }
    }
    let mut passages: BTreeMap<Section, Vec<String>> = BTreeMap::new();
    for row in &input.sheet.rows {
        let id = row.id.as_deref().unwrap_or_default();
        let fact = FactId::new(["narrative", id]);
        let draft = fields.read(row, old.remove(id).unwrap_or_default(), &fact, notes);
        let section = Section::ALL.iter().find(|(stem, _)| *stem == draft.section);
        match (section, draft.text) {
            (Some((_, section)), Some(text)) => passages.entry(*section).or_default().push(text),
            // A paragraph that was cleared is gone.
            (_, None) => {}
            (None, Some(_)) => unplaced(
                row,
                &NARRATIVE,
                "没有写明属于报告的哪一部分，这一段没有采用。",
                "请从下拉列表中选择报告部分。",
                notes,
            ),
        }
    }
    let passage =
        |(section, texts): (Section, Vec<String>)| Passage { section, text: texts.join(BREAK) };
    dossier.narrative = passages.into_iter().map(passage).collect();
}

/// 佐证登记.
pub(super) static EVIDENCE: Part = Part {
    key: "evidence",
    title: "佐证登记",
    about: "佐证材料的名称和日期；文件本身放在卷宗的 evidence 文件夹里。",
    layout: Layout::Table,
    sharing: Sharing::Additions,
    blank: Blank::WithoutRows,
    columns: || columns(EVIDENCE_FIELDS),
    fill: |dossier, lists| {
        let fields = Fields::new(EVIDENCE_FIELDS, dossier, lists);
        let ids = numbered(dossier.evidence_records.iter().map(|one| one.file.clone()));
        let rows = dossier.evidence_records.iter().zip(ids);
        rows.map(|(one, id)| fields.row(&id, None, one.clone())).collect()
    },
    take: |input, dossier, notes| {
        let fields = input.fields(EVIDENCE_FIELDS, dossier);
        let old = std::mem::take(&mut dossier.evidence_records);
        let ids = numbered(old.iter().map(|one| one.file.clone()));
        dossier.evidence_records = read_rows(input, &fields, "evidence", ids, old, notes);
    },
};

static EVIDENCE_FIELDS: &[Field<EvidenceRecord>] = &[
    text("file", "文件", 40, |one: &mut EvidenceRecord| &mut one.file)
        .required()
        .like("evidence/培训总结.pdf"),
    optional("title", "材料名称", 40, |one: &mut EvidenceRecord| &mut one.title)
        .like("2023年培训工作总结"),
    day("dated", "材料日期", |one: &mut EvidenceRecord| &mut one.dated).like("2023-12-20"),
    optional("sha256", "文件哈希", 30, |one: &mut EvidenceRecord| &mut one.sha256)
        .hint("由程序填写"),
];

/// 不采纳说明.
pub(super) static DISMISSED: Part = Part {
    key: "dismissed",
    title: "不采纳说明",
    about: "看过而不采纳的核查发现，写明理由；代码和事实见 heng check 的输出。",
    layout: Layout::Table,
    sharing: Sharing::Department,
    blank: Blank::WithoutRows,
    columns: || columns(DISMISSAL_FIELDS),
    fill: |dossier, lists| {
        let fields = Fields::new(DISMISSAL_FIELDS, dossier, lists);
        let rows = dossier.dismissed.iter().zip(dismissal_ids(&dossier.dismissed));
        rows.map(|(one, id)| fields.row(&id, None, one.clone())).collect()
    },
    take: |input, dossier, notes| {
        let fields = input.fields(DISMISSAL_FIELDS, dossier);
        let old = std::mem::take(&mut dossier.dismissed);
        let ids = dismissal_ids(&old);
        dossier.dismissed = read_rows(input, &fields, "dismissed", ids, old, notes);
    },
};

static DISMISSAL_FIELDS: &[Field<Dismissal>] = &[
    text("code", "核查代码", 12, |one: &mut Dismissal| &mut one.code).required().like("TGT205"),
    text("fact", "事实", 36, |one: &mut Dismissal| &mut one.fact)
        .required()
        .like("indicator/sessions/target"),
    text("reason", "不采纳的理由", 50, |one: &mut Dismissal| &mut one.reason)
        .required()
        .like("上级文件规定的次数，目标与完成值本应一致。"),
    optional("by", "说明人", 16, |one: &mut Dismissal| &mut one.by),
];

fn dismissal_ids(dismissed: &[Dismissal]) -> Vec<String> {
    numbered(dismissed.iter().map(|one| format!("{}/{}", one.code, one.fact)))
}

/// Reads rows of records that have no identifier of their own; `ids` are those of the old ones.
fn read_rows<R: Default>(
    input: &Input<'_>,
    fields: &Fields<R>,
    kind: &str,
    ids: Vec<String>,
    old: Vec<R>,
    notes: &mut Notes,
) -> Vec<R> {
    let mut old: BTreeMap<String, R> = ids.into_iter().zip(old).collect();
    let read = |row: &Row| {
        let id = row.id.as_deref().unwrap_or_default();
        fields.read(row, old.remove(id).unwrap_or_default(), &FactId::new([kind, id]), notes)
    };
    input.sheet.rows.iter().map(read).collect()
}

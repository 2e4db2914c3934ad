//! Who files, subordinate units, and what the department says of its own evaluation.

use jiff::civil::Date;

use super::{Blank, Input, Layout, Part, Sharing, columns};
use crate::dossier::{
    Contact, Department, DimensionScore, Dossier, Headcount, KeyTask, PackChoice, SelfEvaluation,
    UnitDossier,
};
use crate::fact::FactId;
use crate::form::column::{Choices, Kind, Words, line_text};
use crate::form::field::{Field, Fields, day, figure, list, optional, text, whole};
use crate::form::{Lists, Notes, Row, value};
use crate::pack::Subject;
use crate::reader::{Problem, ProblemKind};

const SUBJECTS: [(&str, &str); 2] = [("department", "部门整体"), ("project", "单个项目")];

/// 基本情况.
pub(super) static GENERAL: Part = Part {
    key: "general",
    title: "基本情况",
    about: "逐项填写“填报内容”一列；多项内容每行写一项（Alt+Enter 换行）。",
    layout: Layout::Fields,
    sharing: Sharing::Department,
    blank: Blank::WithRows,
    columns: || columns(GENERAL_FIELDS),
    fill: |dossier, lists| {
        vec![Fields::new(GENERAL_FIELDS, dossier, lists).row("", None, General::of(dossier))]
    },
    take: |input, dossier, notes| {
        let fields = input.fields(GENERAL_FIELDS, dossier);
        for row in &input.sheet.rows {
            let start = General::of(dossier);
            fields.read(row, start, &FactId::new(["general"]), notes).put(dossier);
        }
    },
};

/// The fields of a dossier that stand alone.
struct General {
    subject: String,
    fiscal_year: Option<i64>,
    report_date: Option<Date>,
    packs: PackChoice,
    department: Department,
    as_of: Option<Date>,
    active: Option<i64>,
    retired: Option<i64>,
    non_establishment: Option<i64>,
    key_task: Option<String>,
    key_contents: Vec<String>,
    contact: Contact,
}

static GENERAL_FIELDS: &[Field<General>] = &[
    text("name", "部门（单位）名称", 40, |g: &mut General| &mut g.department.name)
        .required()
        .like("临江区档案局"),
    whole("fiscal_year", "年度", |g: &mut General| &mut g.fiscal_year).required().like("2023"),
    text("subject", "评价对象", 40, |g: &mut General| &mut g.subject)
        .from(Choices::Closed(&SUBJECTS))
        .required()
        .hint("一般为“部门整体”；只报一个项目的选“单个项目”"),
    day("report_date", "报告落款日期", |g: &mut General| &mut g.report_date)
        .hint("如 2024-03-15")
        .answer(),
    optional("packs_department", "部门规则包", 40, |g: &mut General| &mut g.packs.department)
        .hint("由汇总人填写；heng pack list 列出全部"),
    optional("packs_project", "项目规则包", 40, |g: &mut General| &mut g.packs.project),
    text("functions", "部门职能", 40, |g: &mut General| &mut g.department.functions)
        .hint("一两句话"),
    list("units", "下属单位", 40, |g: &mut General| &mut g.department.units).hint("每行一个名称"),
    list("offices", "内设科室", 40, |g: &mut General| &mut g.department.offices)
        .hint("每行一个名称；任务和项目按科室分发"),
    day("as_of", "人员情况截止日期", |g: &mut General| &mut g.as_of)
        .hint("填写下列人数时必填")
        .answer(),
    whole("active", "在职人数", |g: &mut General| &mut g.active).answer(),
    whole("retired", "退休人数", |g: &mut General| &mut g.retired).answer(),
    whole("non_establishment", "编外人数", |g: &mut General| &mut g.non_establishment).answer(),
    optional("key_task", "重点任务", 40, |g: &mut General| &mut g.key_task).hint("没有的不填"),
    list("key_contents", "重点任务内容", 40, |g: &mut General| &mut g.key_contents)
        .hint("每行一项"),
    optional("preparer", "填表人", 40, |g: &mut General| &mut g.contact.preparer),
    optional("phone", "联系电话", 40, |g: &mut General| &mut g.contact.phone),
    optional("reviewer", "审核人", 40, |g: &mut General| &mut g.contact.reviewer),
    optional("head", "单位负责人", 40, |g: &mut General| &mut g.contact.head),
    optional("finance_head", "财务负责人", 40, |g: &mut General| &mut g.contact.finance_head),
];

impl General {
    fn of(dossier: &Dossier) -> Self {
        let headcount = dossier.department.headcount.clone();
        let key_task = dossier.key_task.clone();
        let subject = match dossier.subject {
            Subject::Department => "department",
            Subject::Project => "project",
        };
        Self {
            subject: subject.to_owned(),
            fiscal_year: Some(i64::from(dossier.fiscal_year)),
            report_date: dossier.report_date,
            packs: dossier.packs.clone(),
            department: dossier.department.clone(),
            as_of: headcount.as_ref().map(|one| one.as_of),
            active: headcount.as_ref().and_then(|one| one.active),
            retired: headcount.as_ref().and_then(|one| one.retired),
            non_establishment: headcount.and_then(|one| one.non_establishment),
            key_task: key_task.as_ref().map(|one| one.name.clone()),
            key_contents: key_task.map(|one| one.contents).unwrap_or_default(),
            contact: dossier.contact.clone(),
        }
    }

    fn put(self, dossier: &mut Dossier) {
        dossier.subject =
            if self.subject == "project" { Subject::Project } else { Subject::Department };
        let year = self.fiscal_year.and_then(|year| i16::try_from(year).ok());
        dossier.fiscal_year = year.unwrap_or(dossier.fiscal_year);
        dossier.report_date = self.report_date;
        dossier.packs = self.packs;
        dossier.department = self.department;
        dossier.department.headcount = self.as_of.map(|as_of| Headcount {
            as_of,
            active: self.active,
            retired: self.retired,
            non_establishment: self.non_establishment,
        });
        let is_named = self.key_task.is_some() || !self.key_contents.is_empty();
        dossier.key_task = is_named.then(|| KeyTask {
            name: self.key_task.unwrap_or_default(),
            contents: self.key_contents,
        });
        dossier.contact = self.contact;
    }
}

/// 下属单位卷宗.
pub(super) static UNITS: Part = Part {
    key: "units",
    title: "下属单位卷宗",
    about: "自行填报卷宗的下属单位；没有的不填。",
    layout: Layout::Table,
    sharing: Sharing::Department,
    blank: Blank::WithRows,
    columns: || columns(UNIT_FIELDS),
    fill: |dossier, lists| {
        let fields = Fields::new(UNIT_FIELDS, dossier, lists);
        dossier.units.iter().map(|unit| fields.row(&unit.id, None, unit.clone())).collect()
    },
    take: |input, dossier, notes| {
        let fields = input.fields(UNIT_FIELDS, dossier);
        let old = std::mem::take(&mut dossier.units);
        let blank = |id| UnitDossier { id, ..UnitDossier::default() };
        dossier.units = input.keyed(&fields, ("unit", "unit"), old, blank, |one| &one.id, notes);
    },
};

static UNIT_FIELDS: &[Field<UnitDossier>] = &[
    text("name", "单位名称", 30, |unit: &mut UnitDossier| &mut unit.name)
        .required()
        .like("临江区档案馆"),
    text("folder", "卷宗文件夹", 30, |unit: &mut UnitDossier| &mut unit.folder)
        .required()
        .hint("相对于本卷宗")
        .like("../临江区档案馆"),
];

/// 自评结论.
pub(super) static SELF_EVALUATION: Part = Part {
    key: "self_evaluation",
    title: "自评结论",
    about: "部门对自评结果的说法；由程序计算的不必填写。",
    layout: Layout::Fields,
    sharing: Sharing::Department,
    blank: Blank::WithRows,
    columns: || columns(SELF_EVALUATION_FIELDS),
    fill: |dossier, lists| {
        let fields = Fields::new(SELF_EVALUATION_FIELDS, dossier, lists);
        vec![fields.row("", None, Conclusion::of(&dossier.self_evaluation))]
    },
    take: take_self_evaluation,
};

/// What the department says, with the scores of dimensions as lines of text.
struct Conclusion {
    said: SelfEvaluation,
    dimensions: Vec<String>,
}

impl Conclusion {
    fn of(said: &SelfEvaluation) -> Self {
        let line = |one: &DimensionScore| format!("{}：{}", line_text(&one.dimension), one.score);
        Self { dimensions: said.dimensions.iter().map(line).collect(), said: said.clone() }
    }
}

static SELF_EVALUATION_FIELDS: &[Field<Conclusion>] = &[
    whole("project_count", "自评项目个数", |c: &mut Conclusion| &mut c.said.project_count).answer(),
    figure("amount", "自评项目金额（万元）", Kind::Money, |c: &mut Conclusion| {
        &mut c.said.amount
    })
    .answer(),
    optional("amount_excludes", "金额不含", 40, |c: &mut Conclusion| {
        &mut c.said.amount_excludes
    })
    .hint("金额没有包括的内容")
    .answer(),
    figure("share", "占比（%）", Kind::Rate, |c: &mut Conclusion| &mut c.said.share)
        .hint("连同百分号，如 96.5%")
        .answer(),
    optional("share_base", "占比的分母", 40, |c: &mut Conclusion| &mut c.said.share_base),
    figure("total_score", "自评总分", Kind::Score, |c: &mut Conclusion| {
        &mut c.said.total_score
    })
    .hint("由分项算出的不填")
    .answer(),
    optional("grade", "自评等级", 40, |c: &mut Conclusion| &mut c.said.grade)
        .from(Choices::Grades)
        .answer(),
    list("dimensions", "一级指标得分", 40, |c: &mut Conclusion| &mut c.dimensions)
        .hint("每行一个，如 output：38.5；由分项算出的不填")
        .answer(),
];

fn take_self_evaluation(input: &Input<'_>, dossier: &mut Dossier, notes: &mut Notes) {
    let fields = input.fields(SELF_EVALUATION_FIELDS, dossier);
    for row in &input.sheet.rows {
        let start = Conclusion::of(&dossier.self_evaluation);
        let said = fields.read(row, start, &FactId::new(["self_evaluation"]), notes);
        let scores = said.dimensions.iter().map(|line| dimension_score(line, input.lists));
        let mut dimensions = Vec::new();
        for (score, line) in scores.zip(&said.dimensions) {
            match score {
                Some(score) => dimensions.push(score),
                None => notes.problems.push(unread_score(row, line)),
            }
        }
        dossier.self_evaluation = SelfEvaluation { dimensions, ..said.said };
    }
}

fn dimension_score(line: &str, lists: &Lists) -> Option<DimensionScore> {
    let (name, score) = line.rsplit_once(['：', ':'])?;
    let dimension = match Words::read(name).unwrap_or(Words::Verbatim(String::new())) {
        Words::Verbatim(text) => text,
        Words::Typed(text) => lists.dimension(&text),
    };
    Some(DimensionScore { dimension, score: value::decimal(score.trim()).ok()? })
}

fn unread_score(row: &Row, line: &str) -> Problem {
    let cell = row.cells.last().and_then(|cell| cell.place.clone());
    Problem {
        kind: ProblemKind::NotUnderstood,
        place: cell.unwrap_or_else(|| crate::fact::Place::File { file: "dossier.toml".to_owned() }),
        excerpt: line.to_owned(),
        message: "「一级指标得分」：这一行没有采用，不是“指标：得分”的形式。".to_owned(),
        remedy: "请写成如 output：38.5 的形式，每行一个。".to_owned(),
    }
}

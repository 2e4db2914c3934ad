//! What the report says of projects, and the report of a project that stands alone.

use heng_core::dossier::Project;
use heng_core::evaluation::Evaluation;
use heng_core::fact::FactId;
use heng_core::table::Cell;

use super::super::{Composer, Row, cell, heading_row, sentence, text_cell};
use crate::document::{Align, CellRole, Document, Inline, Orientation};
use crate::error::Error;

/// How the parts of a project are numbered: as headings where it is the only project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Numbering {
    /// `1．项目概况`.
    Headings,
    /// `（1）项目概况：`, below a heading with the project's name.
    Paragraphs,
}

/// The number in a circle, as far as there are such characters.
fn circled(number: usize) -> String {
    let circle = u32::try_from(number).ok().filter(|number| (1..=20).contains(number));
    let circle = circle.and_then(|number| char::from_u32(0x245F + number));
    circle.map_or_else(|| format!("{number}．"), String::from)
}

/// Composes the report of a project that stands alone (项目支出绩效自评报告).
pub(super) fn report(evaluation: &Evaluation, project: &Project) -> Result<Document, Error> {
    let dossier = &evaluation.dossier;
    let title = format!("{}{}年项目支出绩效自评报告", project.name, dossier.fiscal_year);
    let mut composer = Composer::new(evaluation, title, Orientation::Portrait);
    composer.heading(1, "一、项目基本情况");
    composer.heading(2, "（一）项目概况");
    composer.filed(Some(&project.overview));
    composer.heading(2, "（二）年度绩效目标");
    composer.filed(project.objective.as_deref());
    composer.heading(2, "（三）项目资金情况");
    composer.project_money(project);
    composer.heading(1, "二、综合评价分析");
    composer.heading(2, "（一）自评结论综述");
    composer.project_score(project);
    composer.filed(project.conclusion.as_deref());
    composer.score_chart();
    composer.heading(2, "（二）绩效指标完成情况分析");
    composer.project_table(project)?;
    composer.heading(2, "（三）绩效目标完成情况");
    if let Some(outcome) = &project.outcome {
        composer.typed_paragraphs(&sentence(outcome));
    }
    composer.completed(project, Numbering::Headings);
    composer.achievements();
    composer.issues(project.issues.as_deref());
    composer.improvements(project.improvements.as_deref());
    composer.attachments(&["项目支出绩效自评表".to_owned()]);
    composer.signed();
    Ok(composer.document)
}

impl Composer<'_> {
    /// Typed paragraphs, or that nothing was filed.
    pub(super) fn filed(&mut self, text: Option<&str>) {
        match text.map(str::trim).filter(|text| !text.is_empty()) {
            Some(text) => self.typed_paragraphs(&sentence(text)),
            None => self.words("（未填报。）"),
        }
    }

    /// The projects of a department, one after the other.
    pub(super) fn projects(&mut self) {
        self.heading(2, "（三）各重点任务项目支出完成情况分析");
        match self.evaluation.dossier.projects.as_slice() {
            [] => self.words("（未填报单独分析的项目。）"),
            [project] => self.project(project, Numbering::Headings),
            projects => {
                for (index, project) in projects.iter().enumerate() {
                    self.heading(3, format!("{}．{}", index + 1, project.name));
                    self.project(project, Numbering::Paragraphs);
                }
            }
        }
    }

    /// Overview, money and results of a project.
    fn project(&mut self, project: &Project, numbering: Numbering) {
        let fact = FactId::new(["project", &project.id]);
        let begin = format!("本部门对“{}”项目开展了绩效评价，涉及支出", project.name);
        let line = self.phrase(&begin, &fact.child("evaluated_amount"), "。");
        self.paragraph(line);
        self.project_part(numbering, 1, "项目概况");
        if !project.overview.trim().is_empty() {
            self.typed_paragraphs(&sentence(&project.overview));
        }
        self.project_part(numbering, 2, "项目资金情况");
        self.project_money(project);
        self.project_part(numbering, 3, "项目绩效目标完成情况");
        self.project_score(project);
        let texts = [
            ("年度总体目标", &project.objective),
            ("实际完成情况", &project.outcome),
            ("评价结论", &project.conclusion),
        ];
        self.labelled(&texts);
        self.completed(project, numbering);
        self.labelled(&[("存在问题", &project.issues), ("改进措施", &project.improvements)]);
    }

    /// Texts that were filed, each behind its label.
    fn labelled(&mut self, texts: &[(&str, &Option<String>)]) {
        for (label, text) in texts {
            if let Some(text) = text {
                self.typed_paragraphs(&format!("{label}：{}", sentence(text)));
            }
        }
    }

    fn project_money(&mut self, project: &Project) {
        let fact = FactId::new(["project", &project.id]);
        let begin = format!("{}年，{}", self.evaluation.dossier.fiscal_year, project.name);
        let mut line = self.money_phrase(&begin, &fact, "，预算执行率");
        if line.is_empty() {
            self.words("（未填报资金数据。）");
        } else {
            line.push(Inline::Text("。".to_owned()));
        }
        self.paragraph(line);
        self.sources(&project.name, &fact, &project.money);
    }

    /// Score and grade of a project; what heng can't score stands as it was stated.
    fn project_score(&mut self, project: &Project) {
        let scored = self.project_scores(project);
        let grade = scored.sheet.and_then(|sheet| sheet.grade.as_ref());
        let grade = grade.map(|grade| format!("，等级为“{}”", grade.label)).unwrap_or_default();
        let begin = Inline::Text("项目自评得分".to_owned());
        let end = Inline::Text(format!("{grade}。"));
        if let Some(score) = scored.sheet.and_then(|sheet| sheet.total.score()) {
            let derivation = score.derivation();
            let fact = scored.fact.child("total");
            let figure = self.derived(&fact, derivation, derivation.shown.clone());
            self.paragraph(vec![begin, figure, end]);
        } else if let Some(stated) = project.stated_score {
            let figure = Inline::Text(format!("{}分", stated.normalize()));
            self.paragraph(vec![begin, figure, end]);
        }
    }

    fn completed(&mut self, project: &Project, numbering: Numbering) {
        for (index, text) in project.completed.iter().enumerate() {
            let number = match numbering {
                Numbering::Headings => format!("（{}）", index + 1),
                Numbering::Paragraphs => circled(index + 1),
            };
            let mut line = vec![Inline::Text(number)];
            line.extend(self.typed(&sentence(text)));
            self.paragraph(line);
        }
    }

    fn project_part(&mut self, numbering: Numbering, number: usize, title: &str) {
        match numbering {
            Numbering::Headings => self.heading(3, format!("{number}．{title}")),
            Numbering::Paragraphs => self.words(format!("（{number}）{title}：")),
        }
    }

    /// The indicators of a project with target and actual.
    fn project_table(&mut self, project: &Project) -> Result<(), Error> {
        if project.indicators.is_empty() {
            self.words("（未填报绩效指标。）");
            return Ok(());
        }
        let mut rows: Vec<Row> =
            vec![heading_row(&["绩效指标", "年度指标值", "实际完成值", "偏差原因及改进措施"])];
        for indicator in &project.indicators {
            let target = self.cell_text(&indicator.target, &indicator.fact("target"));
            let actual = self.actual_inlines(indicator);
            let explanation = self.typed(indicator.explanation.as_deref().unwrap_or("—"));
            let mut row = vec![Cell::new(text_cell(&indicator.name, Align::Left))];
            row.extend(
                [target, actual, explanation]
                    .map(|inlines| Cell::new(cell(inlines, Align::Left, CellRole::Body))),
            );
            rows.push(row);
        }
        self.grid(None, &[26, 20, 24, 30], 1, rows)
    }
}

//! 部门整体支出绩效自评报告, in the outline that departments file.

use heng_core::answer::actual_text;
use heng_core::dossier::{Indicator, Project, Section, Statement, Task};
use heng_core::evaluation::Evaluation;
use heng_core::fact::FactId;
use heng_core::table::{Cell, NotATable, Table};
use rust_decimal::Decimal;

use super::{Composer, cell, heading_cell, numeral, sentence, text_cell};
use crate::document::{
    Align, Block, CellContent, CellRole, Chart, Document, Grid, Inline, Orientation,
};
use crate::error::Error;

/// Composes the report: standard paragraphs are written from facts, typed text is kept (自评报告).
pub fn report(evaluation: &Evaluation) -> Result<Document, Error> {
    let dossier = &evaluation.dossier;
    let title =
        format!("{}{}年部门整体支出绩效自评报告", dossier.department.name, dossier.fiscal_year);
    let mut composer = Composer::new(evaluation, title, Orientation::Portrait);
    composer.heading(1, "一、基本情况");
    composer.department();
    composer.year_plan();
    composer.money();
    composer.passage("（四）部门整体绩效管理情况", Section::Management);
    composer.heading(1, "二、综合评价分析");
    composer.conclusion();
    composer.heading(2, "（二）各项工作任务绩效目标完成情况分析");
    composer.task_table()?;
    composer.projects();
    composer.achievements();
    composer.issues_and_improvements();
    composer.attachments();
    Ok(composer.document)
}

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

impl Composer<'_> {
    fn department(&mut self) {
        let department = &self.evaluation.dossier.department;
        self.heading(2, "（一）部门概况");
        if !department.functions.trim().is_empty() {
            self.typed_paragraphs(&sentence(&department.functions));
        }
        for (key, before, names) in [
            ("units", "本部门共有下属单位", &department.units),
            ("offices", "本部门内设科室", &department.offices),
        ] {
            if !names.is_empty() {
                let fact = FactId::new(["department", key]);
                let after = format!("，分别是：{}。", names.join("、"));
                let line = self.phrase(before, &fact, &after);
                self.paragraph(line);
            }
        }
        let Some(headcount) = &department.headcount else { return };
        let day = headcount.as_of;
        let mut line = Vec::new();
        let persons =
            [("active", "在职人员"), ("retired", "退休人员"), ("non_establishment", "编外人员")];
        for (key, label) in persons {
            let fact = FactId::new(["department", "headcount", key]);
            line.extend(self.phrase(&format!("，{label}"), &fact, ""));
        }
        if !line.is_empty() {
            let begin = format!("截至{}年{}月{}日", day.year(), day.month(), day.day());
            line.insert(0, Inline::Text(begin));
            line.push(Inline::Text("。".to_owned()));
            self.paragraph(line);
        }
    }

    fn year_plan(&mut self) {
        let dossier = &self.evaluation.dossier;
        self.heading(2, "（二）年度总体工作和重点工作任务");
        if !dossier.objectives.is_empty() {
            self.words("部门整体支出绩效目标：");
        }
        for (index, objective) in dossier.objectives.iter().enumerate() {
            self.numbered(index, &objective.text);
        }
        let Some(key_task) = &dossier.key_task else { return };
        let year = dossier.fiscal_year;
        self.words(format!("{year}年本部门的重点工作任务是{}，主要内容有：", key_task.name));
        for (index, content) in key_task.contents.iter().enumerate() {
            self.numbered(index, content);
        }
    }

    fn numbered(&mut self, index: usize, text: &str) {
        let mut line = vec![Inline::Text(format!("{}．", index + 1))];
        line.extend(self.typed(&sentence(text)));
        self.paragraph(line);
    }

    fn money(&mut self) {
        let dossier = &self.evaluation.dossier;
        self.heading(2, "（三）部门整体收支情况");
        let mut line = Vec::new();
        for (id, name, _) in dossier.budget.lines() {
            let fact = FactId::new(["budget", id]);
            let begin = match id {
                "whole" => format!("{}年，{name}预算数", dossier.fiscal_year),
                "basic" => format!("其中：{name}预算数"),
                _ => format!("{name}预算数"),
            };
            let end = if id == "basic" { "；" } else { "。" };
            let mut part = self.phrase(&begin, &fact.child("budget"), "");
            part.extend(self.phrase("，执行数", &fact.child("expenditure"), ""));
            part.extend(self.phrase("，完成预算的", &fact.child("rate"), ""));
            if !part.is_empty() {
                part.push(Inline::Text(end.to_owned()));
            }
            line.extend(part);
        }
        let fact = FactId::new(["budget", "whole", "unspent"]);
        line.extend(self.phrase("年末未支出", &fact, "。"));
        if line.is_empty() {
            self.words("（未填报收支数据。）");
        }
        self.paragraph(line);
        if let Some(chart) = self.execution_chart() {
            self.block(Block::Chart(chart));
        }
    }

    /// Budget and expenditure side by side, by kind.
    fn execution_chart(&self) -> Option<Chart> {
        let ten_thousand = Decimal::from(10_000);
        let mut groups = Vec::new();
        let mut words = Vec::new();
        for (_, name, line) in self.evaluation.dossier.budget.lines() {
            let (Some(budget), Some(expenditure)) = (&line.budget, &line.expenditure) else {
                continue;
            };
            let amounts = [budget, expenditure].map(|one| one.value().checked_div(ten_thousand));
            groups.push((name.to_owned(), amounts.into_iter().collect::<Option<Vec<_>>>()?));
            words.push(format!("{name}预算数{budget}、执行数{expenditure}"));
        }
        (!groups.is_empty()).then(|| Chart {
            caption: "预算执行情况".to_owned(),
            unit: "万元".to_owned(),
            series: vec!["预算数".to_owned(), "执行数".to_owned()],
            groups,
            description: format!("柱形图：{}。", words.join("；")),
        })
    }

    fn passage(&mut self, heading: &str, section: Section) {
        self.heading(2, heading);
        let narrative = &self.evaluation.dossier.narrative;
        match narrative.iter().find(|passage| passage.section == section) {
            Some(passage) => self.typed_paragraphs(&passage.text),
            None => self.words("（未填报。）"),
        }
    }

    fn conclusion(&mut self) {
        let evaluation = self.evaluation;
        let dossier = &evaluation.dossier;
        self.heading(2, "（一）自评结论综述");
        let said = &dossier.self_evaluation;
        let fact = |key: &str| FactId::new(["self_evaluation", key]);
        let begin = format!("本部门组织对{}年度", dossier.fiscal_year);
        let mut line = self.phrase(&begin, &fact("project_count"), "项目支出开展绩效自评");
        let begin =
            if line.is_empty() { "自评项目共涉及资金" } else { "，共涉及资金" };
        let amount = self.phrase(begin, &fact("amount"), "");
        if !amount.is_empty() {
            line.extend(amount);
            if let Some(excludes) = &said.amount_excludes {
                line.push(Inline::Text(format!("（{excludes}）")));
            }
            let base = said.share_base.as_deref().unwrap_or("项目支出");
            line.extend(self.phrase(&format!("，占{base}的"), &fact("share"), ""));
        }
        if !line.is_empty() {
            line.push(Inline::Text("。".to_owned()));
        }
        let begin = format!("{}年部门整体支出绩效自评总分为", dossier.fiscal_year);
        let claimed = self.phrase(&begin, &fact("total_score"), "。");
        line.extend(if claimed.is_empty() {
            let grade =
                evaluation.scores.grade.as_ref().map(|grade| format!("，等级为“{}”", grade.label));
            let total = FactId::new(["score", "total"]);
            self.phrase(&begin, &total, &format!("{}。", grade.unwrap_or_default()))
        } else {
            claimed
        });
        self.paragraph(line);
        let narrative = &dossier.narrative;
        if let Some(passage) = narrative.iter().find(|one| one.section == Section::Conclusion) {
            self.typed_paragraphs(&passage.text);
        }
    }

    /// The five-column table; task and objective stand once for all indicators of the task.
    fn task_table(&mut self) -> Result<(), Error> {
        let tasks = &self.evaluation.dossier.tasks;
        if tasks.is_empty() {
            self.words("（未填报任务和指标。）");
            return Ok(());
        }
        let headings = [
            "年度主要任务",
            "任务（政策）的绩效目标",
            "任务（政策）关键指标",
            "年度指标值",
            "实际完成指标值",
        ];
        let mut rows = vec![headings.map(|text| Cell::new(heading_cell(text))).to_vec()];
        for task in tasks {
            rows.extend(self.task_rows(task));
        }
        let table = Table::new(headings.len(), rows)
            .map_err(|NotATable { row, .. }| Error::LayOutTable { row })?;
        self.block(Block::Grid(Grid {
            caption: None,
            widths: vec![14, 24, 20, 20, 22],
            heading_rows: 1,
            table,
        }));
        Ok(())
    }

    fn task_rows(&mut self, task: &Task) -> Vec<Vec<Cell<CellContent>>> {
        let rows = task.indicators.len().max(1);
        let objective = self.typed(&task.objective);
        let objective = cell(objective, Align::Left, CellRole::Body);
        let mut first = vec![
            Cell::new(text_cell(&task.name, Align::Centre)).over_rows(rows),
            Cell::new(objective).over_rows(rows),
        ];
        if task.indicators.is_empty() {
            first.extend(std::iter::repeat_n(Cell::new(text_cell("—", Align::Left)), 3));
            return vec![first];
        }
        let mut all: Vec<Vec<Cell<CellContent>>> =
            task.indicators.iter().map(|indicator| self.indicator_cells(indicator)).collect();
        if let Some(row) = all.first_mut() {
            first.append(row);
            *row = first;
        }
        all
    }

    fn indicator_cells(&mut self, indicator: &Indicator) -> Vec<Cell<CellContent>> {
        let target = self.cell_text(&indicator.target, &indicator.fact("target"));
        let actual = self.actual_inlines(indicator);
        [vec![Inline::Text(indicator.name.clone())], target, actual]
            .map(|inlines| Cell::new(cell(inlines, Align::Left, CellRole::Body)))
            .to_vec()
    }

    /// The actual as it stands in report and form.
    pub(super) fn actual_inlines(&mut self, indicator: &Indicator) -> Vec<Inline> {
        match actual_text(indicator, &self.evaluation.measurements) {
            Some(text) => self.cell_text(&text, &indicator.fact("actual")),
            None => vec![Inline::Text("（台账未能度量）".to_owned())],
        }
    }

    fn projects(&mut self) {
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
        self.typed_paragraphs(&sentence(&project.overview));
        self.project_part(numbering, 2, "项目资金情况");
        let begin = format!("{}年，{}预算数", self.evaluation.dossier.fiscal_year, project.name);
        let mut line = self.phrase(&begin, &fact.child("budget"), "");
        line.extend(self.phrase("，执行数", &fact.child("expenditure"), ""));
        line.extend(self.phrase("，预算执行率", &fact.child("rate"), ""));
        if !line.is_empty() {
            line.push(Inline::Text("。".to_owned()));
        }
        self.paragraph(line);
        self.project_part(numbering, 3, "项目绩效目标完成情况");
        let scored = fact.child("score").child("total");
        let sheets = &self.evaluation.project_scores;
        let grade = sheets.iter().find(|sheet| sheet.is_of(&project.id));
        let grade = grade.and_then(|sheet| sheet.grade.as_ref());
        let grade = grade.map(|grade| format!("，等级为“{}”", grade.label)).unwrap_or_default();
        let line = self.phrase("项目自评得分", &scored, &format!("{grade}。"));
        self.paragraph(line);
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

    fn achievements(&mut self) {
        self.heading(2, "（四）主要工作成效");
        let achievements = &self.evaluation.dossier.achievements;
        if achievements.is_empty() {
            self.words("（未填报。）");
        }
        for (index, statement) in achievements.iter().enumerate() {
            let mut line = vec![Inline::Text(format!("（{}）", index + 1))];
            line.extend(self.statement(statement));
            self.paragraph(line);
        }
    }

    /// Title and text of a statement; a title that begins the text is not written twice.
    fn statement(&mut self, statement: &Statement) -> Vec<Inline> {
        if statement.text.trim_start().starts_with(statement.title.trim()) {
            return self.typed(&statement.text);
        }
        let mut line = self.typed(&sentence(&statement.title));
        line.extend(self.typed(&statement.text));
        line
    }

    fn issues_and_improvements(&mut self) {
        let dossier = &self.evaluation.dossier;
        self.heading(1, "三、存在的主要问题");
        if dossier.issues.is_empty() {
            self.words("（未填报。）");
        }
        for (index, issue) in dossier.issues.iter().enumerate() {
            let title = self.plain(&issue.title);
            self.heading(2, format!("（{}）{title}", numeral(index + 1)));
            self.typed_paragraphs(&issue.text);
        }
        self.heading(1, "四、下一步改进措施");
        if dossier.improvements.is_empty() {
            self.words("（未填报。）");
        }
        for (index, improvement) in dossier.improvements.iter().enumerate() {
            let statement = &improvement.statement;
            let title = self.plain(&statement.title);
            self.heading(2, format!("（{}）{title}", numeral(index + 1)));
            self.typed_paragraphs(&statement.text);
            let answered: Vec<String> = dossier
                .issues
                .iter()
                .enumerate()
                .filter(|(_, issue)| improvement.answers.contains(&issue.id))
                .map(|(index, issue)| {
                    format!("（{}）{}", numeral(index + 1), self.plain(&issue.title))
                })
                .collect();
            if !answered.is_empty() {
                self.block(Block::Note(format!("针对问题：{}。", answered.join("、"))));
            }
        }
    }

    fn attachments(&mut self) {
        self.heading(1, "五、附件");
        let narrative = &self.evaluation.dossier.narrative;
        match narrative.iter().find(|one| one.section == Section::Attachments) {
            Some(passage) => self.typed_paragraphs(&passage.text),
            None => self.words("部门整体支出绩效自评表。"),
        }
    }
}

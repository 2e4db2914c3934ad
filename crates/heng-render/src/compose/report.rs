//! 部门整体支出绩效自评报告, in the outline that departments file.

mod project;

use heng_core::answer::actual_text;
use heng_core::dossier::{Actual, BudgetLine, Indicator, Section, Statement, Task};
use heng_core::evaluation::Evaluation;
use heng_core::fact::FactId;
use heng_core::pack::Subject;
use heng_core::table::Cell;
use jiff::civil::Date;

use super::{Composer, cell, heading_row, numeral, sentence, text_cell};
use crate::document::{Align, Block, CellContent, CellRole, Document, Inline, Orientation};
use crate::error::Error;

/// Composes the report: standard paragraphs are written from facts, typed text is kept (自评报告).
pub fn report(evaluation: &Evaluation) -> Result<Document, Error> {
    let dossier = &evaluation.dossier;
    if let (Subject::Project, [alone]) = (dossier.subject, dossier.projects.as_slice()) {
        return project::report(evaluation, alone);
    }
    let title =
        format!("{}{}年部门整体支出绩效自评报告", dossier.department.name, dossier.fiscal_year);
    let mut composer = Composer::new(evaluation, title, Orientation::Portrait);
    composer.heading(1, "一、基本情况");
    composer.department();
    composer.year_plan();
    composer.money();
    composer.management()?;
    composer.heading(1, "二、综合评价分析");
    composer.conclusion();
    composer.score_chart();
    composer.heading(2, "（二）各项工作任务绩效目标完成情况分析");
    composer.outcomes()?;
    composer.task_table()?;
    composer.completion_chart();
    composer.projects();
    composer.achievements();
    composer.issues(None);
    composer.improvements(None);
    composer.attachments(&composer.annexes());
    composer.signed();
    Ok(composer.document)
}

/// A day as it is written in documents.
fn day_in_words(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
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
            let begin = format!("截至{}", day_in_words(day));
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
            let begin = match id {
                "whole" => format!("{}年，{name}", dossier.fiscal_year),
                "basic" => format!("其中：{name}"),
                _ => name.to_owned(),
            };
            let part = self.money_phrase(&begin, &FactId::new(["budget", id]), "，完成预算的");
            if !part.is_empty() {
                line.extend(part);
                line.push(Inline::Text(if id == "basic" { "；" } else { "。" }.to_owned()));
            }
        }
        let fact = FactId::new(["budget", "whole", "unspent"]);
        line.extend(self.phrase("年末未支出", &fact, "。"));
        if line.is_empty() {
            self.words("（未填报收支数据。）");
        }
        self.paragraph(line);
        for (id, name, line) in dossier.budget.lines() {
            self.sources(name, &FactId::new(["budget", id]), line);
        }
        self.execution_chart();
    }

    /// Budget, expenditure and rate of one line of money, without a full stop.
    fn money_phrase(&mut self, begin: &str, fact: &FactId, before_rate: &str) -> Vec<Inline> {
        let approved = format!("{begin}年初预算数");
        let mut line = self.phrase(&approved, &fact.child("approved"), "");
        let budget = if line.is_empty() {
            format!("{begin}预算数")
        } else {
            "，全年预算数".to_owned()
        };
        line.extend(self.phrase(&budget, &fact.child("budget"), ""));
        let expenditure =
            if line.is_empty() { format!("{begin}执行数") } else { "，执行数".to_owned() };
        line.extend(self.phrase(&expenditure, &fact.child("expenditure"), ""));
        line.extend(self.phrase(before_rate, &fact.child("rate"), ""));
        line
    }

    /// The same money by where it comes from, and why it was left or moved.
    fn sources(&mut self, name: &str, fact: &FactId, line: &BudgetLine) {
        let mut words = Vec::new();
        for one in &line.sources {
            let begin = if words.is_empty() {
                format!("按资金来源分，{name}中{}", one.source.label())
            } else {
                format!("；{}", one.source.label())
            };
            let fact = fact.child("source").child(one.source.id());
            words.extend(self.money_phrase(&begin, &fact, "，执行率"));
        }
        if !words.is_empty() {
            words.push(Inline::Text("。".to_owned()));
        }
        self.paragraph(words);
        if let Some(explanation) = &line.explanation {
            self.typed_paragraphs(&sentence(explanation));
        }
    }

    /// How the department manages performance, with the numbers that rates are formed from.
    fn management(&mut self) -> Result<(), Error> {
        let dossier = &self.evaluation.dossier;
        let facts = &dossier.management;
        let heading = "（四）部门整体绩效管理情况";
        let is_told = dossier.narrative.iter().any(|one| one.section == Section::Management);
        if is_told || facts.is_empty() {
            self.passage(heading, Section::Management);
        } else {
            self.heading(2, heading);
        }
        if facts.is_empty() {
            return Ok(());
        }
        let mut rows = vec![heading_row(&["管理数据", "数值", "来源"])];
        for fact in facts {
            let name = FactId::new(["management", &fact.id]);
            let value = self.bound(&name, fact.value.text().to_owned());
            rows.push(vec![
                Cell::new(text_cell(&fact.label, Align::Left)),
                Cell::new(cell(vec![value], Align::Right, CellRole::Body)),
                Cell::new(text_cell(fact.source.as_deref().unwrap_or("—"), Align::Left)),
            ]);
        }
        self.grid(Some("管理数据"), &[40, 20, 40], 1, rows)
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

    /// The objectives beside what was achieved of them, where that was filed.
    fn outcomes(&mut self) -> Result<(), Error> {
        let objectives = &self.evaluation.dossier.objectives;
        if objectives.iter().all(|objective| objective.outcome.is_none()) {
            return Ok(());
        }
        let mut rows = vec![heading_row(&["序号", "年度绩效目标", "实际完成情况"])];
        for (index, objective) in objectives.iter().enumerate() {
            let texts = [objective.text.as_str(), objective.outcome.as_deref().unwrap_or("—")];
            let texts = texts.map(|text| cell(self.typed(text), Align::Left, CellRole::Body));
            let mut row = vec![Cell::new(text_cell(&(index + 1).to_string(), Align::Centre))];
            row.extend(texts.map(Cell::new));
            rows.push(row);
        }
        self.grid(Some("部门整体绩效目标完成情况"), &[8, 46, 46], 1, rows)
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
        let mut rows = vec![heading_row(&headings)];
        for task in tasks {
            rows.extend(self.task_rows(task));
        }
        self.grid(None, &[14, 24, 20, 20, 22], 1, rows)
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
        let fact = indicator.fact("actual");
        if let Some(text) = actual_text(indicator, &self.evaluation.measurements) {
            return self.cell_text(&text, &fact);
        }
        let missing = match indicator.actual {
            Actual::Derived(_) => "（未能由管理数据计算）",
            Actual::Typed(_) | Actual::Measured(_) => "（台账未能度量）",
        };
        vec![self.figure(&fact).unwrap_or_else(|| Inline::Text(missing.to_owned()))]
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

    /// The issues that remain, those of a project that stands alone first.
    fn issues(&mut self, own: Option<&str>) {
        let dossier = &self.evaluation.dossier;
        self.heading(1, "三、存在的主要问题");
        if own.is_some() || dossier.issues.is_empty() {
            self.filed(own);
        }
        for (index, issue) in dossier.issues.iter().enumerate() {
            let title = self.plain(&issue.title);
            self.heading(2, format!("（{}）{title}", numeral(index + 1)));
            self.typed_paragraphs(&issue.text);
        }
    }

    /// What will be done, each measure with the issues that it answers.
    fn improvements(&mut self, own: Option<&str>) {
        let dossier = &self.evaluation.dossier;
        self.heading(1, "四、下一步改进措施");
        if own.is_some() || dossier.improvements.is_empty() {
            self.filed(own);
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
            let mut notes = Vec::new();
            if !answered.is_empty() {
                notes.push(format!("针对问题：{}", answered.join("、")));
            }
            notes.extend(improvement.responsible.iter().map(|who| format!("责任单位：{who}")));
            notes.extend(improvement.due.map(|due| format!("完成时限：{}", day_in_words(due))));
            if !notes.is_empty() {
                self.note(format!("{}。", notes.join("；")));
            }
        }
    }

    /// The forms that belong to the report.
    fn annexes(&self) -> Vec<String> {
        let mut annexes = vec!["部门整体支出绩效自评表".to_owned()];
        let projects = self.evaluation.dossier.projects.len();
        if projects > 0 {
            annexes.push(format!("项目支出绩效自评汇总表及自评表（{projects}个项目）"));
        }
        annexes
    }

    /// The annexes as the department lists them, or else the forms.
    fn attachments(&mut self, forms: &[String]) {
        self.heading(1, "五、附件");
        let narrative = &self.evaluation.dossier.narrative;
        if let Some(passage) = narrative.iter().find(|one| one.section == Section::Attachments) {
            self.typed_paragraphs(&passage.text);
            self.note(format!("随本报告生成：{}。", forms.join("、")));
            return;
        }
        for (index, form) in forms.iter().enumerate() {
            self.words(format!("{}．{form}", index + 1));
        }
    }

    /// Who signs, where the report has its date.
    fn signed(&mut self) {
        let dossier = &self.evaluation.dossier;
        if let Some(date) = dossier.report_date {
            let lines = vec![dossier.department.name.clone(), day_in_words(date)];
            self.block(Block::Signed(lines));
        }
    }
}

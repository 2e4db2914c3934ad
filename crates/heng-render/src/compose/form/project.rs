//! 项目支出绩效自评表: one form a project, in the layout of the scheme, behind their summary.

use heng_core::dossier::{Project, ProjectKind};
use heng_core::evaluation::Evaluation;
use heng_core::fact::FactId;
use heng_core::pack::{ProjectForm, Subject};
use heng_core::table::Cell;
use rust_decimal::Decimal;

use super::super::{Composer, Row, Scored, heading_cell, text_cell};
use super::columns::{self, Column};
use super::indicators::{Execution, Section};
use super::money::{self, ExecutionCells, MoneyLine, Sources, source_lines};
use super::signing::Signing;
use super::summary::NO_PACK;
use super::{WIDTHS, cells, labelled, objective_rows};
use crate::document::{Align, Block, CellContent, Document, Orientation};
use crate::error::Error;

/// Widths of the columns of Sichuan's names and money.
const SICHUAN_WIDTHS: [u32; 9] = [12, 21, 11, 12, 11, 10, 6, 6, 11];

/// Composes the forms of the projects, each a part of its own behind the summary of all; a project
/// that stands alone has its form only. Nothing where the dossier has no project.
pub fn projects(evaluation: &Evaluation, layout: ProjectForm) -> Result<Option<Document>, Error> {
    let dossier = &evaluation.dossier;
    let (year, all) = (dossier.fiscal_year, dossier.projects.as_slice());
    let mut composer = match (dossier.subject, all) {
        (_, []) => return Ok(None),
        (Subject::Project, [alone]) => {
            let mut composer =
                Composer::new(evaluation, title(alone, year), Orientation::Landscape);
            composer.annex(1);
            composer.project_form(alone, layout)?;
            return Ok(Some(composer.document));
        }
        _ => {
            let title = format!("项目支出绩效自评汇总表（{year}年度）");
            Composer::new(evaluation, title, Orientation::Landscape)
        }
    };
    composer.annex(2);
    composer.summary_table()?;
    for (index, project) in all.iter().enumerate() {
        let name = format!("{}．{}", index + 1, project.name);
        composer.block(Block::Part { name, title: title(project, year) });
        composer.project_form(project, layout)?;
    }
    Ok(Some(composer.document))
}

fn title(project: &Project, year: i16) -> String {
    match project.kind {
        ProjectKind::Ordinary => format!("项目支出绩效自评表（{year}年度）"),
        ProjectKind::Transfer => format!("转移支付绩效自评表（{year}年度）"),
    }
}

impl<'e> Composer<'e> {
    fn project_form(&mut self, project: &'e Project, layout: ProjectForm) -> Result<(), Error> {
        let scored = self.project_scores(project);
        match (project.kind, layout) {
            (ProjectKind::Transfer, _) => self.transfer(project, &scored)?,
            (ProjectKind::Ordinary, ProjectForm::National) => self.national(project, &scored)?,
            (ProjectKind::Ordinary, ProjectForm::Sichuan) => self.sichuan(project, &scored)?,
        }
        self.signing(Signing::Project, &project.contact)?;
        let scheme = "转移支付绩效自评表没有查到可以引用的正式样式，本表的样式为方案自定。";
        if project.kind == ProjectKind::Transfer {
            self.note(scheme);
        }
        match scored.sheet.map(|sheet| sheet.total.why_not()) {
            None => self.note(NO_PACK),
            Some(Some(_)) if project.indicators.is_empty() => {
                self.note("没有填报绩效指标，得分按填报数列出。");
            }
            Some(Some(why)) => self.note(format!("{why}。")),
            Some(None) => {}
        }
        Ok(())
    }

    /// The layout of the national scheme.
    fn national(&mut self, project: &'e Project, scored: &Scored<'e>) -> Result<(), Error> {
        let mut rows = self.names(project, "项目名称", "实施单位");
        let execution = self.project_money_rows(
            &mut rows,
            project,
            "项目资金（万元）",
            scored,
            &money::NATIONAL,
        );
        let (expected, reached) = self.project_objective(project);
        rows.extend(objective_rows(expected, reached));
        self.grid(None, &WIDTHS, 0, rows)?;
        self.project_indicators(project, &columns::NATIONAL, scored, execution)
    }

    /// A transfer payment: money by level of government, its management, objective and indicators.
    fn transfer(&mut self, project: &'e Project, scored: &Scored<'e>) -> Result<(), Error> {
        let mut rows = self.names(project, "转移支付（项目）名称", "资金使用单位");
        let execution = self.project_money_rows(
            &mut rows,
            project,
            "资金情况（万元）",
            scored,
            &money::TRANSFER,
        );
        self.management_rows(&mut rows, project);
        let (expected, reached) = self.project_objective(project);
        rows.extend(objective_rows(expected, reached));
        self.grid(None, &WIDTHS, 0, rows)?;
        self.project_indicators(project, &columns::NATIONAL, scored, execution)
    }

    fn management_rows(&mut self, rows: &mut Vec<Row>, project: &Project) {
        let label = heading_cell("资金管理情况");
        rows.push(vec![
            Cell::new(label).over_rows(project.management.len().max(1) + 1),
            Cell::new(heading_cell("管理事项")),
            Cell::new(heading_cell("情况说明")).over_columns(3),
            Cell::new(heading_cell("存在问题和改进措施")).over_columns(3),
        ]);
        let row = |aspect: CellContent, text: CellContent, issue: CellContent| {
            vec![
                Cell::new(aspect),
                Cell::new(text).over_columns(3),
                Cell::new(issue).over_columns(3),
            ]
        };
        for note in &project.management {
            let text = self.typed_cell(Some(&note.text));
            let issue = self.typed_cell(note.issue.as_deref());
            rows.push(row(text_cell(&note.aspect, Align::Left), text, issue));
        }
        if project.management.is_empty() {
            rows.push(row(cells::empty(), cells::empty(), cells::empty()));
        }
    }

    /// The layout of Sichuan.
    fn sichuan(&mut self, project: &'e Project, scored: &Scored<'e>) -> Result<(), Error> {
        let department = text_cell(&self.evaluation.dossier.department.name, Align::Left);
        let mut rows = vec![
            vec![
                Cell::new(heading_cell("项目名称")),
                Cell::new(text_cell(&project.name, Align::Left)).over_columns(8),
            ],
            vec![
                Cell::new(heading_cell("主管部门")),
                Cell::new(department).over_columns(3),
                Cell::new(heading_cell("实施单位（盖章）")),
                Cell::new(text_cell(&self.unit(project), Align::Left)).over_columns(4),
            ],
        ];
        let (expected, reached) = self.project_objective(project);
        rows.extend([
            vec![
                Cell::new(heading_cell("项目基本情况")).over_rows(3),
                Cell::new(heading_cell("年度目标")).over_columns(4),
                Cell::new(heading_cell("年度目标完成情况")).over_columns(4),
            ],
            vec![Cell::new(expected).over_columns(4), Cell::new(reached).over_columns(4)],
            vec![
                Cell::new(heading_cell("实施内容及过程概述")),
                Cell::new(self.typed_cell(Some(&project.overview))).over_columns(7),
            ],
        ]);
        let execution = self.sichuan_money(&mut rows, project, scored);
        self.grid(None, &SICHUAN_WIDTHS, 0, rows)?;
        self.project_indicators(project, &columns::SICHUAN, scored, execution)?;
        let texts = [
            ("评价结论", &project.conclusion),
            ("存在问题", &project.issues),
            ("改进措施", &project.improvements),
        ];
        let rows = texts.map(|(label, text)| {
            vec![Cell::new(heading_cell(label)), Cell::new(self.typed_cell(text.as_deref()))]
        });
        self.grid(None, &[12, 88], 0, rows.to_vec())
    }

    /// Execution with its points in the heading, and the reason of what was not spent.
    fn sichuan_money(
        &mut self,
        rows: &mut Vec<Row>,
        project: &'e Project,
        scored: &Scored<'e>,
    ) -> ExecutionCells {
        let lines = project_lines(project, "总额", &money::SICHUAN);
        let points = scored.pack.and_then(|pack| pack.execution_rate_method());
        let points = points.map(|(_, points)| format!("（{}分）", points.normalize()));
        let label = format!("预算执行情况{}（万元）", points.unwrap_or_default());
        let mut first = vec![Cell::new(heading_cell(&label)).over_rows(lines.len() + 1)];
        let headings =
            ["", "年初预算数", "调整后预算数", "预算执行数", "预算执行率", "权重", "得分", "原因"];
        first.extend(headings.map(|text| Cell::new(heading_cell(text))));
        rows.push(first);
        let execution = ExecutionCells { row: rows.len(), points: 6, score: 7 };
        for (index, line) in lines.iter().enumerate() {
            let mut row = self.money_cells(line).map(Cell::new).to_vec();
            if index == 0 {
                row.extend(self.execution_cells(scored).map(Cell::new));
                let reason = self.typed_cell(project.money.explanation.as_deref());
                row.push(Cell::new(reason).over_rows(lines.len()));
            } else {
                row.extend([cells::empty(), cells::empty()].map(Cell::new));
            }
            rows.push(row);
        }
        execution
    }

    /// Name, competent department and unit.
    fn names(&self, project: &Project, name: &str, unit: &str) -> Vec<Row> {
        let department = &self.evaluation.dossier.department.name;
        vec![
            labelled(name, text_cell(&project.name, Align::Left)),
            vec![
                Cell::new(heading_cell("主管部门")),
                Cell::new(text_cell(department, Align::Left)).over_columns(3),
                Cell::new(heading_cell(unit)),
                Cell::new(text_cell(&self.unit(project), Align::Left)).over_columns(3),
            ],
        ]
    }

    /// The unit that carries a project out, with its office.
    pub(super) fn unit(&self, project: &Project) -> String {
        let unit = project.unit.as_ref().unwrap_or(&self.evaluation.dossier.department.name);
        match &project.office {
            Some(office) => format!("{unit}（{office}）"),
            None => unit.clone(),
        }
    }

    fn project_money_rows(
        &mut self,
        rows: &mut Vec<Row>,
        project: &'e Project,
        label: &str,
        scored: &Scored<'e>,
        sources: &Sources,
    ) -> ExecutionCells {
        let lines = project_lines(project, "年度资金总额", sources);
        let execution = self.money_rows(rows, label, scored, &lines);
        if project.money.explanation.is_some() {
            let text = self.typed_cell(project.money.explanation.as_deref());
            rows.push(labelled("预算执行说明", text));
        }
        execution
    }

    /// The objective beside what was achieved of it; where nothing else was filed, what was completed.
    fn project_objective(&mut self, project: &Project) -> (CellContent, CellContent) {
        let expected = self.typed_cell(project.objective.as_deref());
        let reached = if let Some(outcome) = &project.outcome {
            self.typed_cell(Some(outcome))
        } else {
            let completed: Vec<&str> = project.completed.iter().map(String::as_str).collect();
            self.listed_cell(&completed)
        };
        (expected, reached)
    }

    fn project_indicators(
        &mut self,
        project: &'e Project,
        layout: &[Column],
        scored: &Scored<'e>,
        execution: ExecutionCells,
    ) -> Result<(), Error> {
        let indicators = project.indicators.iter().map(|one| (None, one)).collect();
        let stated: Option<Decimal> = project.stated_score;
        let execution = Execution::Above(execution);
        let section = Section::new(layout, indicators, scored.clone(), execution, stated);
        self.indicator_table(&section)
    }
}

fn project_lines<'d>(project: &'d Project, label: &str, sources: &Sources) -> Vec<MoneyLine<'d>> {
    let fact = FactId::new(["project", &project.id]);
    let mut lines = vec![MoneyLine::whole(label, fact.clone(), &project.money)];
    lines.extend(source_lines(&fact, &project.money, sources));
    lines
}

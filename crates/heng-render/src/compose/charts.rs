//! The charts of the report: execution by kind, completion by task, score by dimension.

use rust_decimal::Decimal;

use super::Composer;
use crate::document::{Block, Chart};

impl Composer<'_> {
    /// Budget and expenditure side by side, by kind.
    pub(super) fn execution_chart(&mut self) {
        let ten_thousand = Decimal::from(10_000);
        let mut groups = Vec::new();
        let mut words = Vec::new();
        for (_, name, line) in self.evaluation.dossier.budget.lines() {
            let (Some(budget), Some(expenditure)) = (&line.budget, &line.expenditure) else {
                continue;
            };
            let amounts = [budget, expenditure].map(|one| one.value().checked_div(ten_thousand));
            let Some(amounts) = amounts.into_iter().collect::<Option<Vec<_>>>() else { continue };
            groups.push((name.to_owned(), amounts));
            words.push(format!("{name}预算数{budget}、执行数{expenditure}"));
        }
        self.chart("预算执行情况", "万元", ["预算数", "执行数"], groups, &words);
    }

    /// Of each task how many indicators it has, and how many have all their points.
    pub(super) fn completion_chart(&mut self) {
        let evaluation = self.evaluation;
        let mut groups = Vec::new();
        let mut words = Vec::new();
        for task in &evaluation.dossier.tasks {
            let lines = task.indicators.iter();
            let lines: Vec<_> =
                lines.filter_map(|one| evaluation.scores.indicator(&one.id)).collect();
            let scores: Vec<_> = lines.iter().filter_map(|line| line.scoring.score()).collect();
            if scores.is_empty() {
                continue;
            }
            let full = scores.iter().filter(|score| score.value() == score.points()).count();
            let counts = [task.indicators.len(), full].map(Decimal::from).to_vec();
            groups.push((task.name.clone(), counts));
            words.push(format!("{}{}项，得满分{full}项", task.name, task.indicators.len()));
        }
        let series = ["指标数", "得满分的指标数"];
        self.chart("各项工作任务指标完成情况", "项", series, groups, &words);
    }

    /// The points of each dimension beside its score.
    pub(super) fn score_chart(&mut self) {
        let mut groups = Vec::new();
        let mut words = Vec::new();
        for dimension in &self.evaluation.scores.dimensions {
            let Some(score) = dimension.scoring.score() else { continue };
            let (points, score) = (dimension.weight.normalize(), score.value().normalize());
            groups.push((dimension.label.clone(), vec![points, score]));
            words.push(format!("{}{points}分，得{score}分", dimension.label));
        }
        self.chart("各维度得分情况", "分", ["分值", "得分"], groups, &words);
    }

    /// A chart of two series; none where there is nothing to show.
    fn chart(
        &mut self,
        caption: &str,
        unit: &str,
        series: [&str; 2],
        groups: Vec<(String, Vec<Decimal>)>,
        words: &[String],
    ) {
        if groups.is_empty() {
            return;
        }
        self.block(Block::Chart(Chart {
            caption: caption.to_owned(),
            unit: unit.to_owned(),
            series: series.map(str::to_owned).to_vec(),
            groups,
            description: format!("柱形图：{}。", words.join("；")),
        }));
    }
}

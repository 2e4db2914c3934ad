//! What a dossier states, held against what was read back of its documents.

use heng_core::answer::actual_text;
use heng_core::dossier::{Actual, BudgetLine, Dossier, FundingLine, FundingSource, Indicator};
use heng_core::evaluation::Evaluation;
use heng_core::figure::Figure;
use heng_core::score::ScoreSheet;
use rust_decimal::Decimal;

use super::filed::Kind;

/// One figure or cell: what it is, what was filed, and what was read, bare of white space.
pub struct Compared {
    pub what: String,
    pub filed: String,
    pub read: String,
}

impl Compared {
    pub fn is_equal(&self) -> bool {
        self.filed == self.read
    }
}

/// All figures and indicator cells that a document of the kind shows.
pub fn compared(kind: Kind, filed: &Evaluation, read: &Dossier) -> Vec<Compared> {
    let mut all = Comparison { all: Vec::new(), filed };
    let dossier = &filed.dossier;
    match kind {
        Kind::Report => {
            all.budget(read);
            all.indicators(
                dossier.task_indicators().map(|(_, one)| one),
                read.task_indicators().map(|(_, one)| one),
                None,
            );
            all.total(read);
        }
        Kind::Form => {
            all.money_of_form(read);
            all.indicators(
                dossier.task_indicators().map(|(_, one)| one),
                read.task_indicators().map(|(_, one)| one),
                Some(&filed.scores),
            );
            all.total(read);
        }
        Kind::Projects | Kind::Sichuan => all.projects(read),
    }
    all.all
}

struct Comparison<'e> {
    all: Vec<Compared>,
    filed: &'e Evaluation,
}

impl Comparison<'_> {
    fn put(&mut self, what: String, filed: Option<String>, read: Option<String>) {
        let bare = |text: Option<String>| {
            text.unwrap_or_default().chars().filter(|c| !c.is_whitespace()).collect::<String>()
        };
        let (filed, read) = (bare(filed), bare(read));
        if !filed.is_empty() {
            self.all.push(Compared { what, filed, read });
        }
    }

    fn money(&mut self, name: &str, filed: &BudgetLine, read: &BudgetLine, with_sources: bool) {
        let text = |figure: Option<&Figure>| figure.map(|one| one.text().to_owned());
        for ((key, filed), (_, read)) in filed.columns().into_iter().zip(read.columns()) {
            self.put(format!("{name}·{key}"), text(filed), text(read));
        }
        for source in filed.sources.iter().filter(|_| with_sources) {
            let other = read.sources.iter().find(|one| one.source == source.source);
            for (at, (key, filed)) in source.columns().into_iter().enumerate() {
                let read = other.and_then(|one| one.columns()[at].1);
                self.put(
                    format!("{name}·{}·{key}", source.source.label()),
                    text(filed),
                    text(read),
                );
            }
        }
    }

    fn budget(&mut self, read: &Dossier) {
        let filed = &self.filed.dossier.budget;
        for ((_, name, line), (.., other)) in filed.lines().into_iter().zip(read.budget.lines()) {
            self.money(name, line, other, false);
        }
    }

    /// The central departments' form shows each line's budget, what of it the treasury grants, what comes
    /// from elsewhere in one sum, and its expenditure.
    fn money_of_form(&mut self, read: &Dossier) {
        let text = |figure: Option<&Figure>| figure.map(|one| one.text().to_owned());
        let filed = &self.filed.dossier.budget;
        for ((_, name, line), (.., other)) in filed.lines().into_iter().zip(read.budget.lines()) {
            self.put(
                format!("{name}·预算数"),
                text(line.budget.as_ref()),
                text(other.budget.as_ref()),
            );
            let spent = [line, other].map(|one| text(one.expenditure.as_ref()));
            let [spent, read_spent] = spent;
            self.put(format!("{name}·执行数"), spent, read_spent);
            for is_granted in [true, false] {
                let part = |line: &BudgetLine| {
                    let of = |one: &&FundingLine| {
                        (one.source == FundingSource::Appropriation) == is_granted
                    };
                    let amounts: Vec<Decimal> = line
                        .sources
                        .iter()
                        .filter(of)
                        .filter_map(|one| Some(one.budget.as_ref()?.value()))
                        .collect();
                    let sum: Decimal = amounts.iter().sum();
                    (!amounts.is_empty()).then(|| sum.normalize().to_string())
                };
                let label = if is_granted { "财政拨款" } else { "其他资金" };
                self.put(format!("{name}·{label}"), part(line), part(other));
            }
        }
    }

    /// Indicators by their names; points and scores where a sheet gives them.
    fn indicators<'i>(
        &mut self,
        filed: impl Iterator<Item = &'i Indicator>,
        read: impl Iterator<Item = &'i Indicator>,
        sheet: Option<&ScoreSheet>,
    ) {
        let bare = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
        let read: Vec<&Indicator> = read.collect();
        for indicator in filed {
            let name = bare(&indicator.name);
            let found = read.iter().find(|one| bare(&one.name) == name);
            let own = |of: &dyn Fn(&Indicator) -> Option<String>| found.and_then(|one| of(one));
            let cell = |what: &str| format!("{name}·{what}");
            self.put(cell("名称"), Some(name.clone()), own(&|one| Some(one.name.clone())));
            let target = Some(indicator.target.clone());
            self.put(cell("目标"), target, own(&|one| Some(one.target.clone())));
            let actual = actual_text(indicator, &self.filed.measurements).map(Into::into);
            let typed = |one: &Indicator| match &one.actual {
                Actual::Typed(text) => Some(text.clone()),
                _ => None,
            };
            self.put(cell("完成值"), actual, own(&typed));
            let Some(sheet) = sheet else { continue };
            let number = |number: Option<Decimal>| number.map(|it| it.normalize().to_string());
            let score = sheet.indicator(&indicator.id).and_then(|line| line.scoring.score());
            let score = score.map(heng_core::score::Score::value);
            self.put(cell("分值"), number(indicator.points), own(&|one| number(one.points)));
            self.put(cell("得分"), number(score), own(&|one| number(one.stated_score)));
        }
    }

    fn total(&mut self, read: &Dossier) {
        let total = self.filed.scores.total.score().map(|score| score.value().normalize());
        let stated = read.self_evaluation.total_score.as_ref();
        let stated = stated.map(|one| one.value().normalize().to_string());
        self.put("总分".to_owned(), total.map(|it| it.to_string()), stated);
    }

    fn projects(&mut self, read: &Dossier) {
        for project in &self.filed.dossier.projects {
            let none = heng_core::dossier::Project::default();
            let other = read.projects.iter().find(|one| one.name == project.name).unwrap_or(&none);
            self.money(&project.name, &project.money, &other.money, true);
            let sheet = self.filed.project_scores.iter().find(|sheet| sheet.is_of(&project.id));
            self.indicators(project.indicators.iter(), other.indicators.iter(), sheet);
            let total =
                sheet.and_then(|sheet| sheet.total.score()).map(heng_core::score::Score::value);
            let total = total.or(project.stated_score).map(|it| it.normalize().to_string());
            let stated = other.stated_score.map(|it| it.normalize().to_string());
            self.put(format!("{}·总分", project.name), total, stated);
        }
    }
}

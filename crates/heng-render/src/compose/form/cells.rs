//! Cells of forms: amounts, rates and scores as numbers, and words in paragraphs.

use heng_core::derivation::Derivation;
use heng_core::fact::FactId;
use heng_core::figure::Figure;
use heng_core::score::Scoring;
use rust_decimal::Decimal;

use super::super::{Composer, cell, text_cell};
use crate::document::{Align, CellContent, CellNumber, CellRole, Inline, NumberFormat};

/// A cell in which nothing was filed.
pub(super) fn empty() -> CellContent {
    text_cell("—", Align::Centre)
}

/// A cell of several paragraphs.
pub(super) fn paragraphs(paragraphs: Vec<Vec<Inline>>) -> CellContent {
    CellContent { paragraphs, align: Align::Left, role: CellRole::Body, number: None }
}

/// A cell with a number as it is written without zeros at its end.
pub(super) fn number(value: Option<Decimal>) -> CellContent {
    let Some(value) = value else { return empty() };
    numbered(Inline::Text(value.normalize().to_string()), plain(value))
}

fn numbered(figure: Inline, number: CellNumber) -> CellContent {
    CellContent { number: Some(number), ..cell(vec![figure], Align::Right, CellRole::Body) }
}

fn plain(value: Decimal) -> CellNumber {
    let places = value.normalize().scale();
    CellNumber { value, format: NumberFormat::Decimals(places), sum_of: Vec::new() }
}

impl Composer<'_> {
    /// An amount of money in CNY 10,000, with two decimals or as many as it needs.
    pub(super) fn amount_cell(&mut self, fact: &FactId, figure: Option<&Figure>) -> CellContent {
        let Some(figure) = figure else { return empty() };
        let derivation = self.evaluation.facts.get(fact).map(|fact| fact.derivation.clone());
        let derivation = derivation.unwrap_or_else(|| {
            Derivation::stated("金额", fact.clone(), figure.value(), figure.text()).into()
        });
        self.money_cell(fact, &derivation)
    }

    /// A value in yuan as an amount in CNY 10,000.
    pub(super) fn money_cell(&mut self, fact: &FactId, derivation: &Derivation) -> CellContent {
        let Some(value) = derivation.value.checked_div(Decimal::from(10_000)) else {
            return empty();
        };
        let places = value.normalize().scale().max(2);
        let mut shown = value;
        shown.rescale(places);
        let figure = self.derived(fact, derivation, shown.to_string());
        let number =
            CellNumber { value, format: NumberFormat::Decimals(places), sum_of: Vec::new() };
        numbered(figure, number)
    }

    /// The fact's execution rate.
    pub(super) fn rate_cell(&mut self, fact: &FactId) -> CellContent {
        match self.evaluation.facts.get(fact) {
            Some(found) => self.percent_cell(fact, &found.derivation),
            None => empty(),
        }
    }

    /// A value in percent.
    pub(super) fn percent_cell(&mut self, fact: &FactId, derivation: &Derivation) -> CellContent {
        let figure = self.derived(fact, derivation, derivation.shown.clone());
        let Some(value) = derivation.value.checked_div(Decimal::ONE_HUNDRED) else {
            return cell(vec![figure], Align::Right, CellRole::Body);
        };
        let places = derivation.value.normalize().scale();
        let number =
            CellNumber { value, format: NumberFormat::Percent(places), sum_of: Vec::new() };
        numbered(figure, number)
    }

    /// A score; what heng can't score stands as the department states it.
    pub(super) fn score_cell(
        &mut self,
        fact: &FactId,
        scoring: Option<&Scoring>,
        stated: Option<Decimal>,
    ) -> CellContent {
        let Some(score) = scoring.and_then(Scoring::score) else { return number(stated) };
        // The column says that these are points; the number stands alone.
        let text = score.value().normalize().to_string();
        let figure = self.derived(fact, score.derivation(), text);
        numbered(figure, plain(score.value()))
    }

    /// Typed text, one paragraph a line, with its bindings put in.
    pub(super) fn typed_cell(&mut self, text: Option<&str>) -> CellContent {
        let lines = text.unwrap_or_default().lines().map(str::trim);
        let lines: Vec<_> =
            lines.filter(|line| !line.is_empty()).map(|line| self.typed(line)).collect();
        if lines.is_empty() { empty() } else { paragraphs(lines) }
    }

    /// Numbered paragraphs, with their bindings put in.
    pub(super) fn listed_cell(&mut self, texts: &[&str]) -> CellContent {
        if texts.is_empty() {
            return empty();
        }
        let mut lines = Vec::new();
        for (index, text) in texts.iter().enumerate() {
            let mut line = vec![Inline::Text(format!("{}．", index + 1))];
            line.extend(self.typed(text));
            lines.push(line);
        }
        paragraphs(lines)
    }
}

//! Figures: an amount with its unit and the precision it was written in.

mod interval;
pub mod scan;
mod unit;

pub use interval::{Bound, Interval};
pub use unit::Unit;

use rust_decimal::Decimal;

/// How the amount written relates to the amount meant (关系词).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relation {
    /// The amount itself.
    Exactly,
    /// This or more: `4部以上`, `不少于4部`, `≥95%`.
    AtLeast,
    /// More than this: `超30篇次`.
    MoreThan,
    /// This or less: `不超过5万元`, `≤5%`.
    AtMost,
    /// Less than this: `低于5%`.
    LessThan,
    /// From this up to another amount: `3—5部`, and `500余人`, which is 500 up to 600.
    Between,
    /// About this: `约5万`; it has no interval and can't be compared.
    About,
}

impl Relation {
    /// Says whether the amount is a floor: reaching it or passing it is what is asked.
    #[must_use]
    pub fn is_floor(self) -> bool {
        matches!(self, Self::AtLeast | Self::MoreThan)
    }

    /// Says whether the amount is a ceiling: staying below it is what is asked.
    #[must_use]
    pub fn is_ceiling(self) -> bool {
        matches!(self, Self::AtMost | Self::LessThan)
    }
}

/// An amount as it was written, with unit and precision (数字).
///
/// It stands for an interval: half a last digit to either side of what is written, or what its
/// relation says (`超30` is everything above 30).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    text: String,
    /// The amount in the unit, multiplier applied; of a range the lower end.
    value: Decimal,
    /// The upper end where the relation is [`Relation::Between`].
    high: Option<Bound>,
    /// Half of the last digit written, in the unit.
    half: Decimal,
    /// The multiplier as a power of ten, and the decimals before it.
    power: u32,
    decimals: u32,
    unit: Unit,
    relation: Relation,
}

/// Why a text is not one figure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAFigure {
    /// No figure stands in the text.
    #[error("「{0}」中没有可以识别的数字")]
    Nothing(String),
    /// More than the figure stands in the text.
    #[error("「{0}」不是单独一个数字：除「{1}」外还有别的文字")]
    More(String, String),
}

impl Figure {
    /// Makes a figure from its parts: the amount as written, times ten to the `power`.
    ///
    /// Returns nothing where the amount is too large to be held exactly, and for
    /// [`Relation::Between`], which takes two amounts and comes from reading a text only.
    #[must_use]
    pub fn new(
        text: &str,
        amount: Decimal,
        power: u32,
        unit: Unit,
        relation: Relation,
    ) -> Option<Self> {
        if relation == Relation::Between {
            return None;
        }
        let multiplier = power_of_ten(power)?;
        let value = amount.checked_mul(multiplier)?;
        let decimals = amount.scale();
        let half = match power {
            0 => half_last_digit_of(amount, &unit),
            _ => Decimal::new(5, decimals.saturating_add(1).min(28)).checked_mul(multiplier)?,
        };
        let text = text.to_owned();
        Some(Self { text, value, high: None, half, power, decimals, unit, relation })
    }

    /// Makes a figure that was computed or counted and is exact.
    #[must_use]
    pub fn counted(amount: Decimal, unit: Unit) -> Self {
        Self {
            text: format!("{}{}", amount.normalize(), unit.as_str()),
            value: amount,
            high: None,
            half: half_last_digit_of(amount, &unit),
            power: 0,
            decimals: amount.scale(),
            unit,
            relation: Relation::Exactly,
        }
    }

    /// Makes a figure of points, which are awarded and never rounded (分).
    #[must_use]
    pub fn points(amount: Decimal) -> Self {
        Self::counted(amount, Unit::Points).exact()
    }

    /// The figure as the lower end of a range.
    fn up_to(self, high: Bound) -> Self {
        Self { high: Some(high), relation: Relation::Between, ..self }
    }

    /// The figure without the doubt of its last digit: `壹佰万元整`.
    fn exact(self) -> Self {
        Self { half: Decimal::ZERO, ..self }
    }

    /// Parses a text that is one figure and nothing else.
    ///
    /// # Errors
    /// [`NotAFigure`] says what stands in the way.
    pub fn parse(text: &str) -> Result<Self, NotAFigure> {
        let stripped: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let mut figures = scan::figures(&stripped);
        let Some((span, figure)) = figures.next() else {
            return Err(NotAFigure::Nothing(text.to_owned()));
        };
        if span == (0..stripped.len()) {
            return Ok(figure);
        }
        Err(NotAFigure::More(text.to_owned(), figure.text))
    }

    /// The figure as written, without white space.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The amount in the unit, multiplier applied: `2834.54万元` is 28345400 (yuan), `96%` is 96.
    ///
    /// Of a range it is the lower end, as of `超30` it is 30.
    #[must_use]
    pub fn value(&self) -> Decimal {
        self.value
    }

    /// The largest amount that is written: the upper end of a range, else the value.
    #[must_use]
    pub fn largest(&self) -> Decimal {
        self.high.and_then(Bound::value).unwrap_or(self.value)
    }

    /// The unit.
    #[must_use]
    pub fn unit(&self) -> &Unit {
        &self.unit
    }

    /// How the amount written relates to the amount meant.
    #[must_use]
    pub fn relation(&self) -> Relation {
        self.relation
    }

    /// The amount as a quotient, where the unit is one: `96%` is 0.96.
    #[must_use]
    pub fn quotient(&self) -> Option<Decimal> {
        let thousandths = match self.unit {
            Unit::Percent => 10,
            Unit::Permille => 1,
            _ => return None,
        };
        self.value.checked_mul(Decimal::new(thousandths, 3)).map(|quotient| quotient.normalize())
    }

    /// Half of the last digit written, in the unit; zero for whole things written out in full.
    #[must_use]
    pub fn half_last_digit(&self) -> Decimal {
        self.half
    }

    /// Two figures in one unit, exactly: as they stand where they may be compared, and in the smallest
    /// unit of their family where they differ by a factor (`2小时` and `90分钟`).
    ///
    /// Their texts stay. Returns nothing where the units have nothing in common.
    #[must_use]
    pub fn in_one_unit(one: &Self, other: &Self) -> Option<(Self, Self)> {
        if one.unit.is_comparable(&other.unit) {
            return Some((one.clone(), other.clone()));
        }
        let (unit, of_one, of_other) = one.unit.in_common(&other.unit)?;
        Some((one.times(of_one, &unit)?, other.times(of_other, &unit)?))
    }

    fn times(&self, factor: u32, unit: &Unit) -> Option<Self> {
        let times = |amount: Decimal| amount.checked_mul(Decimal::from(factor));
        let high = match self.high {
            Some(Bound::Closed(high)) => Some(Bound::Closed(times(high)?)),
            Some(Bound::Open(high)) => Some(Bound::Open(times(high)?)),
            other => other,
        };
        Some(Self {
            value: times(self.value)?,
            half: times(self.half)?,
            high,
            power: 0,
            decimals: 0,
            unit: unit.clone(),
            ..self.clone()
        })
    }

    /// Says whether two figures in one unit state the same amount; a range agrees with what it allows.
    #[must_use]
    pub fn agrees_with(&self, other: &Self) -> bool {
        let is_range = |figure: &Self| figure.relation == Relation::Between;
        match (self.interval(), other.interval()) {
            (Some(one), Some(two)) if is_range(self) || is_range(other) => one.overlaps(two),
            _ => self.value == other.value,
        }
    }

    /// Another amount in the unit, written with the multiplier and at least the decimals of this figure.
    #[must_use]
    pub fn rescaled(&self, value: Decimal) -> String {
        let amount =
            power_of_ten(self.power).and_then(|ten| value.checked_div(ten)).unwrap_or(value);
        let mut amount = amount.normalize();
        if amount.scale() < self.decimals {
            amount.rescale(self.decimals);
        }
        format!("{amount}{}{}", scan::multiplier_word(self.power), self.unit.as_str())
    }

    /// All amounts that the writing allows; nothing for `约`.
    #[must_use]
    pub fn interval(&self) -> Option<Interval> {
        let half = self.half_last_digit();
        Some(match self.relation {
            Relation::Exactly => Interval {
                low: Bound::Closed(self.value.checked_sub(half)?),
                high: Bound::Closed(self.value.checked_add(half)?),
            },
            Relation::AtLeast => {
                Interval { low: Bound::Closed(self.value), high: Bound::Unbounded }
            }
            Relation::MoreThan => Interval { low: Bound::Open(self.value), high: Bound::Unbounded },
            Relation::AtMost => Interval { low: Bound::Unbounded, high: Bound::Closed(self.value) },
            Relation::LessThan => Interval { low: Bound::Unbounded, high: Bound::Open(self.value) },
            Relation::Between => Interval { low: Bound::Closed(self.value), high: self.high? },
            Relation::About => return None,
        })
    }
}

impl std::fmt::Display for Figure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

/// Half of the last digit of an amount without a multiplier; zero for whole things.
fn half_last_digit_of(amount: Decimal, unit: &Unit) -> Decimal {
    if unit.is_whole() && amount.scale() == 0 {
        return Decimal::ZERO;
    }
    Decimal::new(5, amount.scale().saturating_add(1).min(28))
}

/// Ten to the power, where it can be held exactly.
fn power_of_ten(power: u32) -> Option<Decimal> {
    10_i64.checked_pow(power).map(Decimal::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(text: &str) -> String {
        match Figure::parse(text) {
            Ok(figure) => {
                let interval = figure
                    .interval()
                    .map_or_else(|| "no interval".to_owned(), |interval| interval.to_string());
                format!(
                    "{} {} {:?} {interval}",
                    figure.value(),
                    figure.unit().as_str(),
                    figure.relation()
                )
            }
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn figures_are_intervals() {
        let cases = [
            ("2834.54万元", "28345400.00 元 Exactly [28345350.000, 28345450.000]"),
            ("1,234.56元", "1234.56 元 Exactly [1234.555, 1234.565]"),
            ("２８３．５万元", "2835000.0 元 Exactly [2834500.00, 2835500.00]"),
            ("96%", "96 % Exactly [95.5, 96.5]"),
            ("21期", "21 期 Exactly [21, 21]"),
            ("2 万", "20000  Exactly [15000.0, 25000.0]"),
            ("超30篇次", "30 篇次 MoreThan (30, ∞)"),
            ("4部以上", "4 部 AtLeast [4, ∞)"),
            ("至少1次", "1 次 AtLeast [1, ∞)"),
            ("≥95%", "95 % AtLeast [95, ∞)"),
            ("不超过5万元", "50000 元 AtMost (-∞, 50000]"),
            ("约5万元", "50000 元 About no interval"),
            ("零投诉", "0 投诉 Exactly [0, 0]"),
            ("99.7分", "99.7 分 Exactly [99.65, 99.75]"),
            ("圆满完成", "「圆满完成」中没有可以识别的数字"),
            ("共21期", "「共21期」不是单独一个数字：除「21期」外还有别的文字"),
            (
                "99999999999999999999999999999亿元",
                "「99999999999999999999999999999亿元」中没有可以识别的数字",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(outline(text), expected, "{text}");
        }
    }
}

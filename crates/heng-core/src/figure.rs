//! Figures: an amount with its unit and the precision it was written in.

mod interval;
pub mod scan;

pub use interval::{Bound, Interval};

use rust_decimal::Decimal;

/// What a figure counts or measures (计量单位).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Money, in yuan (元).
    Yuan,
    /// Hundredths (%).
    Percent,
    /// Thousandths (‰).
    Permille,
    /// Hundredths as a difference between rates (个百分点).
    PercentagePoint,
    /// Points of a score (分).
    Points,
    /// Things counted, with their measure word, e.g. 期 or 人次.
    Counted(String),
    /// No unit is written.
    Unstated,
}

impl Unit {
    /// The unit as it is written, without a multiplier.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Yuan => "元",
            Self::Percent => "%",
            Self::Permille => "‰",
            Self::PercentagePoint => "个百分点",
            Self::Points => "分",
            Self::Counted(word) => word,
            Self::Unstated => "",
        }
    }

    /// Says whether figures in the two units may be compared.
    ///
    /// Equal units may; so may a thing and its occurrences (篇 and 篇次), measure words of one kind
    /// (人 and 名, 家 and 个), and a figure without a unit with any count. Persons and attendances
    /// (人 and 人次) may not: they differ by design.
    #[must_use]
    pub fn is_comparable(&self, other: &Self) -> bool {
        let occurrences = |thing: &str, times: &str| {
            thing != "人" && times.strip_suffix('次').is_some_and(|rest| rest == thing)
        };
        let kinds: [&[&str]; 2] = [&["人", "名", "位"], &["家", "个"]];
        let is_one_kind = |one: &str, two: &str| {
            kinds.iter().any(|kind| kind.contains(&one) && kind.contains(&two))
        };
        match (self, other) {
            (Self::Counted(one), Self::Counted(two)) => {
                one == two
                    || is_one_kind(one, two)
                    || occurrences(one, two)
                    || occurrences(two, one)
            }
            (Self::Unstated, Self::Counted(_)) | (Self::Counted(_), Self::Unstated) => true,
            (one, two) => one == two,
        }
    }

    /// Says whether amounts in this unit are whole things, exact as written.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        matches!(self, Self::Counted(_) | Self::Unstated)
    }
}

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
    amount: Decimal,
    power: u32,
    value: Decimal,
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
    /// Returns nothing where the amount is too large to be held exactly.
    #[must_use]
    pub fn new(
        text: &str,
        amount: Decimal,
        power: u32,
        unit: Unit,
        relation: Relation,
    ) -> Option<Self> {
        let value = amount.checked_mul(power_of_ten(power)?)?;
        Some(Self { text: text.to_owned(), amount, power, value, unit, relation })
    }

    /// Makes a figure that was computed or counted and is exact.
    #[must_use]
    pub fn counted(amount: Decimal, unit: Unit) -> Self {
        let text = format!("{}{}", amount.normalize(), unit.as_str());
        Self { text, amount, power: 0, value: amount, unit, relation: Relation::Exactly }
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
        if span.start == 0 && span.end == stripped.len() {
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
    #[must_use]
    pub fn value(&self) -> Decimal {
        self.value
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
        if self.unit.is_whole() && self.power == 0 && self.amount.scale() == 0 {
            return Decimal::ZERO;
        }
        let last = Decimal::new(5, self.amount.scale().saturating_add(1).min(28));
        power_of_ten(self.power).and_then(|ten| last.checked_mul(ten)).unwrap_or(Decimal::ZERO)
    }

    /// Another amount in the unit, written with the multiplier and at least the decimals of this figure.
    #[must_use]
    pub fn rescaled(&self, value: Decimal) -> String {
        let amount =
            power_of_ten(self.power).and_then(|ten| value.checked_div(ten)).unwrap_or(value);
        let mut amount = amount.normalize();
        if amount.scale() < self.amount.scale() {
            amount.rescale(self.amount.scale());
        }
        let multiplier = match self.power {
            4 => "万",
            8 => "亿",
            12 => "万亿",
            _ => "",
        };
        format!("{amount}{multiplier}{}", self.unit.as_str())
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
            Relation::About => return None,
        })
    }
}

impl std::fmt::Display for Figure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
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

    #[test]
    fn units_compare_by_what_they_count() {
        let counted = |word: &str| Unit::Counted(word.to_owned());
        assert!(counted("篇").is_comparable(&counted("篇次")));
        assert!(!counted("人").is_comparable(&counted("人次")));
        assert!(counted("人").is_comparable(&counted("名")));
        assert!(!counted("次").is_comparable(&counted("名")));
        assert!(Unit::Unstated.is_comparable(&counted("人次")));
        assert!(!Unit::Percent.is_comparable(&Unit::PercentagePoint));
    }
}

//! What figures count or measure, and which of them can be compared.

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

/// Measure words of one kind: the same amount in one is the same amount in the other.
const KINDS: [&[&str]; 7] = [
    &["人", "名", "位"],
    &["家", "个"],
    &["天", "日"],
    &["工作日", "个工作日"],
    &["小时", "个小时"],
    &["公里", "千米"],
    &["千克", "公斤"],
];

/// Units that are whole multiples of the first one of their family.
///
/// A day has no fixed number of working hours and a month no fixed number of days; a 亩 is no whole
/// number of square metres. They stand apart.
const FAMILIES: [&[(&str, u32)]; 6] = [
    &[("‰", 1), ("%", 10)],
    &[("分钟", 1), ("小时", 60), ("个小时", 60)],
    &[("个月", 1), ("年", 12)],
    &[("米", 1), ("千米", 1_000), ("公里", 1_000)],
    &[("千克", 1), ("公斤", 1), ("吨", 1_000)],
    &[("平方米", 1), ("公顷", 10_000)],
];

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

    /// Says whether amounts in the two units may be compared as they stand.
    ///
    /// Equal units may; so may a thing and its occurrences (篇 and 篇次), measure words of one kind
    /// (人 and 名, 家 and 个), and a figure without a unit with any count. Persons and attendances
    /// (人 and 人次) may not: they differ by design. Units that differ by a factor may not either;
    /// [`super::Figure::in_one_unit`] brings them together first.
    #[must_use]
    pub fn is_comparable(&self, other: &Self) -> bool {
        let occurrences = |thing: &str, times: &str| {
            thing != "人" && times.strip_suffix('次').is_some_and(|rest| rest == thing)
        };
        let is_one_kind = |one: &str, two: &str| {
            KINDS.iter().any(|kind| kind.contains(&one) && kind.contains(&two))
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

    /// The smallest unit of the family that both belong to, and how many of it each of the two is.
    pub(super) fn in_common(&self, other: &Self) -> Option<(Self, u32, u32)> {
        FAMILIES.iter().find_map(|family| {
            let factor = |unit: &Self| {
                family.iter().find(|(word, _)| *word == unit.as_str()).map(|(_, factor)| *factor)
            };
            let (one, two) = (factor(self)?, factor(other)?);
            let smallest = match family.first()? {
                ("‰", _) => Self::Permille,
                (word, _) => Self::Counted((*word).to_owned()),
            };
            Some((smallest, one, two))
        })
    }

    /// Says whether amounts in this unit are whole things, exact as written.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        matches!(self, Self::Counted(_) | Self::Unstated)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(word: &str) -> Unit {
        Unit::Counted(word.to_owned())
    }

    #[test]
    fn units_compare_by_what_they_count() {
        assert!(counted("篇").is_comparable(&counted("篇次")));
        assert!(!counted("人").is_comparable(&counted("人次")));
        assert!(counted("人").is_comparable(&counted("名")));
        assert!(!counted("次").is_comparable(&counted("名")));
        assert!(Unit::Unstated.is_comparable(&counted("人次")));
        assert!(!Unit::Percent.is_comparable(&Unit::PercentagePoint));
        assert!(!Unit::Percent.is_comparable(&Unit::Permille));
    }

    #[test]
    fn only_units_with_a_fixed_factor_have_one_in_common() {
        let cases = [
            (Unit::Percent, Unit::Permille, Some((Unit::Permille, 10, 1))),
            (counted("分钟"), counted("小时"), Some((counted("分钟"), 1, 60))),
            (counted("公里"), counted("米"), Some((counted("米"), 1_000, 1))),
            (counted("吨"), counted("公斤"), Some((counted("千克"), 1_000, 1))),
            (counted("年"), counted("个月"), Some((counted("个月"), 12, 1))),
            (counted("天"), counted("小时"), None),
            (counted("个月"), counted("天"), None),
            (counted("亩"), counted("平方米"), None),
            (Unit::Percent, Unit::PercentagePoint, None),
            (Unit::Yuan, counted("吨"), None),
        ];
        for (one, two, expected) in cases {
            assert_eq!(one.in_common(&two), expected, "{one:?} and {two:?}");
        }
    }
}

//! Lengths of OFD: decimal millimetres, kept whole in thousandths.

/// The most steps of one list, which says how often a step is repeated.
const MOST_STEPS: usize = 100_000;
/// The largest length, in thousandths of a millimetre; no page is a kilometre wide.
const LARGEST: i64 = 1_000_000_000;

/// A length in thousandths of a millimetre, or a plain factor in thousandths.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Length(i64);

impl Length {
    pub(super) fn from_millimetres(whole: i64) -> Self {
        Self(whole.saturating_mul(1_000))
    }

    /// Reads an attribute.
    pub(super) fn of(written: Option<String>) -> Option<Self> {
        Self::read(written?.trim())
    }

    /// Reads lengths with white space between them; those that can't be read are nothing.
    pub(super) fn list(written: &str) -> Vec<Self> {
        let words = written.split_ascii_whitespace();
        words.map(|word| Self::read(word).unwrap_or_default()).take(6).collect()
    }

    fn read(word: &str) -> Option<Self> {
        let (sign, digits) = match word.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, word.strip_prefix('+').unwrap_or(word)),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let thousandths: String = fraction.chars().chain("000".chars()).take(3).collect();
        let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
        let value = whole.checked_mul(1_000)?.checked_add(thousandths.parse().ok()?)?;
        (0..=LARGEST).contains(&value).then(|| Self(value.saturating_mul(sign)))
    }

    pub(super) fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0).clamp(-LARGEST, LARGEST))
    }

    pub(super) fn half(self) -> Self {
        Self(self.0.div_euclid(2))
    }

    fn times(self, factor: Self) -> Self {
        Self(self.0.saturating_mul(factor.0).div_euclid(1_000).clamp(-LARGEST, LARGEST))
    }

    /// The length in hundredths of a point.
    pub(super) fn points(self) -> i32 {
        let hundredths = self.0.saturating_mul(72_000).div_euclid(254_000);
        i32::try_from(hundredths).unwrap_or(i32::MAX)
    }
}

/// A point moved by a matrix; by nothing where there is none.
pub(super) fn transformed(matrix: &[Length], x: Length, y: Length) -> (Length, Length) {
    let [xx, xy, yx, yy, right, down] = matrix else { return (x, y) };
    (x.times(*xx).plus(y.times(*yx)).plus(*right), x.times(*xy).plus(y.times(*yy)).plus(*down))
}

/// A height as a matrix shows it.
pub(super) fn scaled(matrix: &[Length], height: Length) -> Length {
    match matrix {
        [xx, xy, ..] => height.times(Length(xx.0.abs().max(xy.0.abs()))),
        _ => height,
    }
}

/// The steps from character to character; `g 3 2.5` is three times 2.5.
pub(super) fn steps(written: &str) -> std::vec::IntoIter<Length> {
    let mut steps = Vec::new();
    let mut words = written.split_ascii_whitespace();
    while let Some(word) = words.next() {
        let (times, step) = match word {
            "g" => (words.next().and_then(|times| times.parse().ok()), words.next()),
            word => (Some(1), Some(word)),
        };
        let step = step.and_then(Length::read).unwrap_or_default();
        let left = MOST_STEPS.saturating_sub(steps.len());
        steps.extend(std::iter::repeat_n(step, times.unwrap_or(0).min(left)));
    }
    steps.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_whole_thousandths() {
        let cases = [
            ("12.5", Some(12_500)),
            ("-.5", Some(-500)),
            ("3", Some(3_000)),
            ("0.12349", Some(123)),
            ("", Some(0)),
            ("a", None),
            ("1e5", None),
            ("99999999999999999999", None),
        ];
        for (written, expected) in cases {
            assert_eq!(Length::read(written).map(|length| length.0), expected, "{written}");
        }
        assert_eq!(Length::from_millimetres(254).points(), 72_000);
        let steps: Vec<i64> = steps("g 2 5 1.5 g 9999999999 1 g").map(|step| step.0).collect();
        assert_eq!(steps[..3], [5_000, 5_000, 1_500]);
        assert!(steps.len() <= MOST_STEPS);
    }
}

//! Chinese numerals, read strictly: what may be read in two ways is not read.

use rust_decimal::Decimal;

use super::glyphs::Glyphs;

/// Numerals with what they amount to.
pub(super) struct Numeral {
    /// The amount before the multiplier.
    pub(super) amount: Decimal,
    /// A multiplier that ends them, as a power of ten: 4 of 三百万.
    pub(super) power: u32,
    /// Whether they are those for money (大写).
    pub(super) is_formal: bool,
    pub(super) end: usize,
}

/// The digit that a numeral is.
pub(super) fn digit_of(c: char) -> Option<u32> {
    Some(match c {
        _ if is_zero(c) => 0,
        '一' | '壹' => 1,
        '二' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

fn is_zero(c: char) -> bool {
    matches!(c, '零' | '〇' | '○')
}

/// What a numeral multiplies the digit before it by.
pub(super) fn place_of(c: char) -> Option<u64> {
    match c {
        '十' | '拾' => Some(10),
        '百' | '佰' => Some(100),
        '千' | '仟' => Some(1_000),
        '万' => Some(10_000),
        '亿' => Some(100_000_000),
        _ => None,
    }
}

fn is_formal(c: char) -> bool {
    "壹贰叁肆伍陆柒捌玖拾佰仟".contains(c)
}

/// Whether a character is a Chinese numeral.
pub(super) fn is_numeral(c: char) -> bool {
    c == '两' || digit_of(c).is_some() || place_of(c).is_some()
}

impl Glyphs<'_> {
    /// The numerals that begin at the index, where all of the run is one number.
    pub(super) fn numeral(&self, index: usize) -> Option<Numeral> {
        let end = self.run_of(index, is_numeral);
        let run: Vec<char> = (index..end).filter_map(|at| self.at(at)).take(MOST + 1).collect();
        let mut formal = run.iter().filter(|c| is_formal(**c));
        let is_formal = formal.next().is_some();
        let whole = whole(&run)?;
        let (amount, power) = match run.last() {
            Some('亿') => (whole / 100_000_000, 8),
            Some('万') => (whole / 10_000, 4),
            _ => (whole, 0),
        };
        let (amount, power) = (Decimal::from(amount), power);
        if power == 0 && self.at(end) == Some('点') {
            return self.with_fraction(amount, is_formal, end);
        }
        Some(Numeral { amount, power, is_formal, end })
    }

    /// `九十五点五`: digits behind the point, and 万 or 亿 behind these.
    fn with_fraction(&self, amount: Decimal, is_formal: bool, point: usize) -> Option<Numeral> {
        let mut end = point + 1;
        let mut fraction = 0_i64;
        while let Some(digit) = self.at(end).and_then(digit_of).filter(|_| end - point <= 9) {
            fraction = fraction * 10 + i64::from(digit);
            end += 1;
        }
        let scale = u32::try_from(end - point - 1).ok().filter(|scale| *scale > 0)?;
        let amount = amount.checked_add(Decimal::new(fraction, scale))?;
        let (power, end) = match self.at(end) {
            Some('万') => (4, end + 1),
            Some('亿') => (8, end + 1),
            _ => (0, end),
        };
        let goes_on = self.at(end).is_some_and(is_numeral);
        (!goes_on).then_some(Numeral { amount, power, is_formal, end })
    }
}

/// Numerals that one number may have; 九千九百九十九亿九千九百九十九万九千九百九十九 has 23.
const MOST: usize = 24;

/// What a run of numerals amounts to, if it is one number in the usual order.
///
/// `三百五` and `三万五` leave out a place and are not read; nor are lists of digits such as `三五`.
fn whole(run: &[char]) -> Option<u64> {
    if run.len() > MOST {
        return None;
    }
    // What 万 and 亿 have settled, what stands below the next of them, and a digit without a place.
    let (mut settled, mut section, mut digit) = (0_u64, 0_u64, None);
    let (mut last_place, mut last_large) = (10_000_u64, u64::MAX);
    let mut after_zero = false;
    for (at, &c) in run.iter().enumerate() {
        let Some(place) = place_of(c) else {
            if digit.is_some() || (c == '两' && !may_be_a_pair(run, at)) {
                return None;
            }
            match (c, digit_of(c)) {
                (c, _) if is_zero(c) => {
                    if (settled, section) == (0, 0) || after_zero {
                        return None;
                    }
                    after_zero = true;
                }
                ('两', _) => digit = Some(2),
                (_, value) => digit = Some(u64::from(value?)),
            }
            continue;
        };
        if place >= 10_000 {
            section += digit.take().unwrap_or(0);
            if section == 0 || place >= last_large {
                return None;
            }
            settled += section * place;
            (section, last_place, last_large) = (0, 10_000, place);
        } else {
            let begins = at == 0 && place == 10;
            let times = digit.take().or(begins.then_some(1))?;
            if place >= last_place {
                return None;
            }
            section += times * place;
            last_place = place;
        }
        after_zero = false;
    }
    match digit {
        Some(units) if run.len() == 1 || last_place == 10 || after_zero => {
            Some(settled + section + units)
        }
        Some(_) => None,
        None if after_zero => None,
        None => Some(settled + section),
    }
}

/// Whether 两 may stand there: alone, or before 百, 千, 万 and 亿.
fn may_be_a_pair(run: &[char], at: usize) -> bool {
    match run.get(at + 1) {
        None => run.len() == 1,
        Some(next) => place_of(*next).is_some_and(|place| place > 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_are_read_in_the_usual_order_only() {
        let cases = [
            ("三", Some(3)),
            ("两", Some(2)),
            ("十", Some(10)),
            ("十三", Some(13)),
            ("二十", Some(20)),
            ("九十九", Some(99)),
            ("一百零五", Some(105)),
            ("一百一十", Some(110)),
            ("两千零三", Some(2_003)),
            ("三千二百", Some(3_200)),
            ("十二万", Some(120_000)),
            ("三万零五百", Some(30_500)),
            ("一亿二千万", Some(120_000_000)),
            ("壹佰贰拾叁万", Some(1_230_000)),
            ("九千九百九十九亿九千九百九十九万九千九百九十九", Some(999_999_999_999)),
            ("三百五", None),
            ("三万五", None),
            ("三五", None),
            ("二〇二二", None),
            ("百", None),
            ("万", None),
            ("两十", None),
            ("十两", None),
            ("百二十", None),
            ("十百", None),
            ("一万亿", None),
            ("三零", None),
            ("三百零", None),
            ("一百零零五", None),
        ];
        for (text, expected) in cases {
            let run: Vec<char> = text.chars().collect();
            assert_eq!(whole(&run), expected, "{text}");
        }
    }
}

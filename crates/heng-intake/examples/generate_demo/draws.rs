//! What the registers share: draws from a seed, days, and csv.

use heng_core::register::journal::csv_line;

/// `SplitMix64`: small, and the same everywhere.
pub struct Draws(pub u64);

impl Draws {
    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: u64, high: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        low + mixed % (high - low + 1)
    }

    /// One of the words, each as likely as the others.
    pub fn one_of(&mut self, words: &[&'static str]) -> &'static str {
        self.of(words).copied().unwrap_or_default()
    }

    /// One of several things; nothing where there are none.
    pub fn of<'t, T>(&mut self, things: &'t [T]) -> Option<&'t T> {
        let last = u64::try_from(things.len()).unwrap_or(1).saturating_sub(1);
        things.get(usize::try_from(self.between(0, last)).unwrap_or(0))
    }

    /// True in so many of a hundred draws.
    pub fn happens(&mut self, percent: u64) -> bool {
        self.between(1, 100) <= percent
    }

    /// A count in so many parts, none of them far from the mean.
    pub fn parts(&mut self, total: u64, parts: u64) -> Vec<u64> {
        let mut left = total;
        let part = |still: u64| {
            let mean = left / still;
            let part = if still == 1 { left } else { self.between(mean / 2, mean * 3 / 2) };
            left -= part;
            part
        };
        (1..=parts).rev().map(part).collect()
    }

    /// Marks so many of a number of things, each as likely as the others.
    pub fn marks(&mut self, marked: u64, of: u64) -> Vec<bool> {
        let mut left = marked;
        let mark = |still: u64| {
            let is_marked = self.between(1, still) <= left;
            left -= u64::from(is_marked);
            is_marked
        };
        (1..=of).rev().map(mark).collect()
    }

    /// So many days of a part of a year, in order.
    pub fn days(&mut self, year: u64, count: u64, first: u64, last: u64) -> Vec<Day> {
        let mut days: Vec<Day> =
            (0..count).map(|_| Day { year, of_year: self.between(first, last) }).collect();
        days.sort();
        days
    }

    /// What stands for a person or a number that is kept by the office alone, in 16 digits.
    pub fn code(&mut self) -> String {
        format!("{:016x}", self.between(0, u64::MAX - 1))
    }

    /// How many are left of a count when each drops out in so many of a hundred draws.
    pub fn all_but(&mut self, percent: u64, count: u64) -> u64 {
        (0..count).fold(0, |left, _| left + u64::from(!self.happens(percent)))
    }
}

/// A day of a year that has 365.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day {
    pub year: u64,
    /// 1 for the first of January.
    pub of_year: u64,
}

impl Day {
    /// The day so many days later, still in the year or in the next.
    pub fn plus(self, days: u64) -> Self {
        let of_year = self.of_year + days;
        if of_year <= 365 {
            Self { of_year, ..self }
        } else {
            Self { year: self.year + 1, of_year: of_year - 365 }
        }
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        const LENGTHS: [u64; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        let mut day = self.of_year;
        for (length, month) in LENGTHS.iter().zip(1..) {
            if day <= *length {
                return write!(f, "{}-{month:02}-{day:02}", self.year);
            }
            day -= length;
        }
        Err(std::fmt::Error)
    }
}

/// The last days of the months of a year.
pub fn month_ends(year: u64) -> [Day; 12] {
    [31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365].map(|of_year| Day { year, of_year })
}

/// The cells of a row.
pub fn row<const N: usize>(cells: [&dyn std::fmt::Display; N]) -> Vec<String> {
    cells.iter().map(ToString::to_string).collect()
}

/// The cell of what may not be there.
pub fn shown<T: std::fmt::Display>(value: Option<T>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

/// A csv text with the byte order mark by which Excel knows UTF-8.
pub fn csv(heading: &str, rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut text = format!("\u{feff}{heading}\n");
    for row in rows {
        text.push_str(&csv_line(&row));
    }
    text
}

/// A whole number with its thousands apart.
pub fn grouped(number: u64) -> String {
    if number < 1000 {
        number.to_string()
    } else {
        format!("{},{:03}", grouped(number / 1000), number % 1000)
    }
}

/// An amount of fen in yuan.
pub fn yuan(fen: u64) -> String {
    format!("{}.{:02}", grouped(fen / 100), fen % 100)
}

/// The cell of a yes or no.
pub fn yes(is_so: bool) -> String {
    if is_so { "是" } else { "否" }.to_owned()
}

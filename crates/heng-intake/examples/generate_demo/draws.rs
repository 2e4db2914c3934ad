//! What the registers share: draws from a seed, days, and csv.

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
        let last = u64::try_from(words.len()).unwrap_or(1).saturating_sub(1);
        let drawn = usize::try_from(self.between(0, last)).unwrap_or(0);
        words.get(drawn).copied().unwrap_or_default()
    }

    /// True in so many of a hundred draws.
    pub fn happens(&mut self, percent: u64) -> bool {
        self.between(1, 100) <= percent
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

/// A csv text with the byte order mark by which Excel knows UTF-8.
pub fn csv(heading: &str, rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut text = format!("\u{feff}{heading}\n");
    for row in rows {
        let cells: Vec<String> = row.into_iter().map(quoted).collect();
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    text
}

fn quoted(cell: String) -> String {
    if cell.contains(',') { format!("\"{cell}\"") } else { cell }
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

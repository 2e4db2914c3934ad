//! The days that spreadsheets count.

use jiff::civil::Date;

/// The day from which a workbook counts days.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Epoch {
    /// 1 is the first of January 1900, and 60 the day that this year did not have.
    #[default]
    Year1900,
    /// 0 is the first of January 1904.
    Year1904,
}

impl Epoch {
    /// The day that a number in plain digits stands for; nothing where it stands for none.
    #[must_use]
    pub fn day(self, number: &str) -> Option<Date> {
        let whole = number.split_once('.').map_or(number, |(whole, _)| whole);
        let serial: i64 = whole.parse().ok().filter(|serial| (0..=2_958_465).contains(serial))?;
        let days = jiff::Span::new().try_days(serial).ok()?;
        let before = match (self, serial) {
            (Self::Year1900, 0 | 60) => return None,
            (Self::Year1900, 1..60) => Date::constant(1899, 12, 31),
            (Self::Year1900, _) => Date::constant(1899, 12, 30),
            (Self::Year1904, _) => Date::constant(1904, 1, 1),
        };
        before.checked_add(days).ok()
    }
}

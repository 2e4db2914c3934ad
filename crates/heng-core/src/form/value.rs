//! Values as people type them into cells.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::figure::{Figure, Relation, Unit};

/// Why a cell does not say what its column takes, in Chinese.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub message: String,
    pub remedy: String,
}

fn refuse(message: String, remedy: &str) -> Refusal {
    Refusal { message, remedy: remedy.to_owned() }
}

/// An exact amount of money; without a unit it is in 万元, as the heading says.
pub(super) fn money(text: &str) -> Result<Figure, Refusal> {
    let typed = figure(text)?;
    let figure = if *typed.unit() == Unit::Unstated && typed.relation() == Relation::Exactly {
        // A number with a multiplier, such as 2万, is already as large as it is meant.
        let unit = if text.ends_with(['万', '亿']) { "元" } else { "万元" };
        figure(&format!("{text}{unit}"))?
    } else {
        typed
    };
    in_unit(figure, &[Unit::Yuan], "金额", "3186.40万元").and_then(exact)
}

/// A percentage.
pub(super) fn rate(text: &str) -> Result<Figure, Refusal> {
    in_unit(figure(text)?, &[Unit::Percent, Unit::Permille], "百分比", "96.5%")
}

/// The points of a score, with or without their unit.
pub(super) fn score(text: &str) -> Result<Figure, Refusal> {
    in_unit(figure(text)?, &[Unit::Points, Unit::Unstated], "分数", "95.50").and_then(exact)
}

/// Any figure.
pub(super) fn figure(text: &str) -> Result<Figure, Refusal> {
    Figure::parse(text)
        .map_err(|error| refuse(format!("这里应为数字：{error}。"), "请写成数字加单位。"))
}

fn in_unit(figure: Figure, units: &[Unit], what: &str, such: &str) -> Result<Figure, Refusal> {
    if units.contains(figure.unit()) {
        return Ok(figure);
    }
    let message = match figure.unit() {
        Unit::Unstated => format!("「{figure}」没有写{what}单位。"),
        other => format!("「{figure}」不是{what}，它的单位是「{}」。", other.as_str()),
    };
    Err(refuse(message, &format!("请写明单位，如 {such}。")))
}

fn exact(figure: Figure) -> Result<Figure, Refusal> {
    if figure.relation() == Relation::Exactly {
        return Ok(figure);
    }
    let message = format!("「{figure}」不是确数。");
    Err(refuse(message, "填报数须为确数，请去掉“约”“不少于”一类的字。"))
}

/// A number without unit; that of a score may have 分 behind it.
pub(super) fn decimal(text: &str) -> Result<Decimal, Refusal> {
    if let Ok(decimal) = Decimal::from_str_exact(text) {
        return Ok(decimal);
    }
    let typed = Figure::parse(text).ok().filter(|figure| {
        figure.relation() == Relation::Exactly
            && matches!(figure.unit(), Unit::Unstated | Unit::Points)
    });
    typed
        .map(|figure| figure.value())
        .ok_or_else(|| refuse(format!("「{text}」不是一个数。"), "请写成如 12.5 的数，不带单位。"))
}

/// A whole number, with or without the measure word.
pub(super) fn whole(text: &str) -> Result<i64, Refusal> {
    let counted = Figure::parse(text).ok().filter(|figure| {
        figure.relation() == Relation::Exactly
            && matches!(figure.unit(), Unit::Unstated | Unit::Counted(_))
    });
    let number = text.parse().ok().or_else(|| {
        let value = counted?.value().normalize();
        (value.scale() == 0).then(|| value.to_string().parse().ok())?
    });
    number.ok_or_else(|| refuse(format!("「{text}」不是一个整数。"), "请写成如 63 的整数。"))
}

/// A day, in any of the usual ways.
pub(super) fn day(text: &str) -> Result<Date, Refusal> {
    let half_width = |c: char| match c {
        '０'..='９' => char::from_digit(u32::from(c).abs_diff(u32::from('０')), 10).unwrap_or(c),
        other => other,
    };
    let text: String = text.chars().filter(|c| !c.is_whitespace()).map(half_width).collect();
    let parts: Vec<&str> = match text.len() {
        8 if text.bytes().all(|byte| byte.is_ascii_digit()) => {
            let (year, rest) = text.split_at_checked(4).unwrap_or_default();
            let (month, day) = rest.split_at_checked(2).unwrap_or_default();
            vec![year, month, day]
        }
        _ => text
            .trim_end_matches(['日', '号'])
            .split(['-', '/', '.', '年', '月', '—', '－', '／', '．'])
            .collect(),
    };
    let date = match parts.as_slice() {
        [year, month, day] => year.parse().ok().zip(month.parse().ok()).zip(day.parse().ok()),
        _ => None,
    };
    date.and_then(|((year, month), day)| Date::new(year, month, day).ok())
        .ok_or_else(|| refuse(format!("「{text}」不是一个日期。"), "请写成如 2023-12-31 的日期。"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_people_type_them() {
        type Read = fn(&str) -> Result<String, Refusal>;
        let shown = |result: Result<String, Refusal>| {
            result.unwrap_or_else(|refusal| format!("× {}", refusal.message))
        };
        let money: Read = |text| money(text).map(|it| it.to_string());
        let rate: Read = |text| rate(text).map(|it| it.to_string());
        let decimal: Read = |text| decimal(text).map(|it| it.to_string());
        let whole: Read = |text| whole(text).map(|it| it.to_string());
        let day: Read = |text| day(text).map(|it| it.to_string());
        let cases = [
            (money, "3186.40万元", "3186.40万元"),
            (money, "3186.4", "3186.4万元"),
            (money, "2万", "2万元"),
            (money, "约5万元", "× 「约5万元」不是确数。"),
            (money, "63人", "× 「63人」不是金额，它的单位是「人」。"),
            (money, "待定", "× 这里应为数字：「待定」中没有可以识别的数字。"),
            (rate, "95.79%", "95.79%"),
            (rate, "0.95", "× 「0.95」没有写百分比单位。"),
            (decimal, "5.0", "5.0"),
            (decimal, "５", "5"),
            (decimal, "5分", "5"),
            (decimal, "5个", "× 「5个」不是一个数。"),
            (whole, "63", "63"),
            (whole, "６３人", "63"),
            (whole, "2万", "20000"),
            (whole, "6.5", "× 「6.5」不是一个整数。"),
            (day, "2023-12-31", "2023-12-31"),
            (day, "2023年12月31日", "2023-12-31"),
            (day, "２０２３/１２/３１", "2023-12-31"),
            (day, "2023.1.5", "2023-01-05"),
            (day, "20231231", "2023-12-31"),
            (day, "2023-02-30", "× 「2023-02-30」不是一个日期。"),
            (day, "年底", "× 「年底」不是一个日期。"),
        ];
        for (read, text, expected) in cases {
            assert_eq!(shown(read(text)), expected, "{text}");
        }
    }
}

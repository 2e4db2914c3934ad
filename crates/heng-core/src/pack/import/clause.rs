//! From one clause of a scoring table (评分标准) to the formula that it states.

use rust_decimal::Decimal;

use super::range::{Edge, Range};
use super::text::{normal, number, numbers};

/// What a clause became, or why a person has to score (条款的归类).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recognised {
    /// A formula of the closed set.
    Method(Found),
    /// A person scores and gives a reason; why no formula was taken.
    Manual {
        /// Why, in Chinese.
        why: String,
    },
}

/// A formula that a clause states, with the parameters that a pack gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Name of the formula in packs.
    pub formula: &'static str,
    /// The other lines of the method, as TOML: key and value.
    pub parameters: Vec<(&'static str, String)>,
    /// How it scores, in Chinese.
    pub summary: String,
    /// Parameters that the clause leaves open, each with why it was taken so.
    pub assumed: Vec<(&'static str, String)>,
}

/// Recognises the formula of a clause that gives at most `points`.
///
/// Only what the words say outright is taken; wherever they leave a doubt, a person scores.
#[must_use]
pub fn recognise(clause: &str, points: Decimal) -> Recognised {
    let text = normal(clause);
    if text.is_empty() {
        return manual("没有写评分标准");
    }
    let parts: Vec<&str> = text.split(['；', '。', ';']).filter(|part| !part.is_empty()).collect();
    let ways = [tiers, banded, per_unit_deduction, above_floor, checklist, proportional, binary];
    let way = ways.iter().find_map(|way| way(&text, &parts, points));
    way.unwrap_or_else(|| manual("没有认出固定的公式"))
}

fn manual(why: &str) -> Recognised {
    Recognised::Manual { why: why.to_owned() }
}

/// Three tiers by share: `100%-80%(含80%)`, `80%-60%`, `60%-0`.
fn tiers(text: &str, _: &[&str], _: Decimal) -> Option<Recognised> {
    let says = |high: &str, low: &str| text.contains(&format!("{high}-{low}"));
    let is_tiered = says("100%", "80%") && says("80%", "60%") && says("60%", "0");
    is_tiered.then(|| {
        let tiers = [("80", "达成预期"), ("60", "部分达成"), ("0", "未达成")];
        let rows = tiers
            .map(|(low, label)| format!("  {{ label = \"{label}\", at_least = \"{low}%\" }},\n"));
        Recognised::Method(Found {
            formula: "tiers",
            parameters: vec![("tiers", format!("[\n{}]", rows.concat()))],
            summary: "分三等由人评判，80%、60%为各等下限".to_owned(),
            assumed: vec![("tiers", "条款写的是区间，各等的名称由导入时所取".to_owned())],
        })
    })
}

/// The points that a part of a clause awards, with the words before them.
fn award(part: &str, points: Decimal) -> Option<(&str, Decimal)> {
    for words in ["不得分", "不计分", "不给分", "为零分", "得零分"] {
        if let Some(at) = part.find(words) {
            return Some((part.get(..at)?, Decimal::ZERO));
        }
    }
    if let Some(at) = part.find("满分") {
        return Some((part.get(..at)?, points));
    }
    let (at, score) = numbers(part)
        .filter(|(_, _, rest)| rest.starts_with('分'))
        .last()
        .map(|(at, value, _)| (at, value))?;
    Some((part.get(..at)?, score))
}

/// Bands by the value reached: `≥90%计5分；80%(含)-90%计4分；…；低于60%不得分`.
fn banded(text: &str, parts: &[&str], points: Decimal) -> Option<Recognised> {
    if text.contains("每") || text.contains('×') {
        return None;
    }
    // Bands are parted by `；` or, where there is none, by `，`.
    let parts: Vec<&str> = parts.iter().flat_map(|part| bands_of(part, points)).collect();
    let mut bands = Vec::new();
    for part in parts {
        let (words, score) = award(part, points)?;
        bands.push((Range::read(words)?, score));
    }
    if bands.len() < 2 || points.is_zero() {
        return None;
    }
    // `0` beside percentages is one of them.
    let edges = |range: &mut Range| [range.low.take(), range.high.take()];
    let in_percent = bands
        .iter()
        .any(|(range, _)| range.low.iter().chain(&range.high).any(|edge| edge.is_percent));
    for (range, _) in &mut bands {
        let [low, high] = edges(range).map(|edge| {
            edge.map(|edge| Edge {
                is_percent: edge.is_percent || (in_percent && edge.value.is_zero()),
                ..edge
            })
        });
        *range = Range { low, high };
    }
    Some(in_bands(&bands, points))
}

/// A part as one band, or as several that commas part.
fn bands_of(part: &str, points: Decimal) -> Vec<&str> {
    let split: Vec<&str> = part.split('，').filter(|one| !one.is_empty()).collect();
    let is_band =
        |one: &&str| award(one, points).is_some_and(|(words, _)| Range::read(words).is_some());
    if split.len() > 1 && split.iter().all(is_band) { split } else { vec![part] }
}

/// Bands in the order from good to bad, each edge belonging to the better one.
fn in_bands(bands: &[(Range, Decimal)], points: Decimal) -> Recognised {
    let key = |range: &Range| {
        let edge = range.low.as_ref().or(range.high.as_ref());
        edge.map(|edge| edge.value).unwrap_or_default()
    };
    let best = bands.iter().max_by_key(|(_, score)| *score).map(|(range, _)| key(range));
    let worst = bands.iter().min_by_key(|(_, score)| *score).map(|(range, _)| key(range));
    let is_rising = best > worst;
    let mut ordered: Vec<&(Range, Decimal)> = bands.iter().collect();
    ordered.sort_by_key(|(_, score)| std::cmp::Reverse(*score));
    let mut rows = Vec::new();
    let mut is_said = true;
    let mut former: Option<&Edge> = None;
    for (index, (range, score)) in ordered.iter().enumerate() {
        let (near, far) =
            if is_rising { (&range.low, &range.high) } else { (&range.high, &range.low) };
        if let (Some(former), Some(far)) = (former, far)
            && former.value != far.value
        {
            return manual(&format!("各档不相连：{former}与{far}之间没有写明"));
        }
        let is_last = index + 1 == ordered.len();
        let share = share(*score, points);
        let Some(share) = share else {
            return manual("某一档的分数不是分值的有限小数，按比例写不精确");
        };
        match near {
            Some(edge) if edge.is_inclusive == Some(false) => {
                return manual(&format!("「{edge}」一档不含本数，分档公式的边界都含本数"));
            }
            Some(edge) => {
                is_said &= edge.is_inclusive.is_some();
                let key = if is_rising { "at_least" } else { "at_most" };
                rows.push(format!("  {{ {key} = \"{edge}\", share = \"{share}\" }},\n"));
                former = Some(edge);
            }
            // The last band reaches as far as there are values; beyond the bands nothing is given.
            None if is_last && score.is_zero() => {}
            None if is_last && is_rising => {
                let unit = former.map_or("", |edge| if edge.is_percent { "%" } else { "" });
                rows.push(format!("  {{ at_least = \"0{unit}\", share = \"{share}\" }},\n"));
            }
            None => return manual("有一档没有写明到哪里为止"),
        }
    }
    let better = if is_rising { "more" } else { "less" };
    let assumed =
        (!is_said).then(|| ("bands", "条款没有写明边界归哪一档，归入得分较高的一档".to_owned()));
    Recognised::Method(Found {
        formula: "banded",
        parameters: vec![
            ("of", "\"actual\"".to_owned()),
            ("better", format!("\"{better}\"")),
            ("bands", format!("[\n{}]", rows.concat())),
        ],
        summary: format!("按完成值分{}档", ordered.len()),
        assumed: assumed.into_iter().collect(),
    })
}

/// A score as its share of the points; nothing where that does not end within twelve digits.
fn share(score: Decimal, points: Decimal) -> Option<Decimal> {
    let share = score.checked_div(points)?.round_dp(12);
    (share.checked_mul(points)? == score).then(|| share.normalize())
}

/// How a deduction counts: words before the step, and which way is better.
const STEPS: [(&str, bool); 22] = [
    ("每超过", false),
    ("每超出", false),
    ("每超", false),
    ("每增加", false),
    ("每增长", false),
    ("每上升", false),
    ("每高于", false),
    ("每提高", false),
    ("每发现", false),
    ("每出现", false),
    ("每发生", false),
    ("每逾期", false),
    ("每延迟", false),
    ("每迟", false),
    ("每有", false),
    ("每低于", true),
    ("每降低", true),
    ("每下降", true),
    ("每减少", true),
    ("每少", true),
    ("每低", true),
    ("每缺少", true),
];

/// A deduction for each unit: `≤100%计5分，每超过一个百分点扣0.5分，扣完为止`.
fn per_unit_deduction(text: &str, _: &[&str], points: Decimal) -> Option<Recognised> {
    let (at, words, is_rising) = STEPS
        .iter()
        .filter_map(|(words, is_rising)| text.find(words).map(|at| (at, *words, *is_rising)))
        .min_by_key(|(at, words, _)| (*at, std::cmp::Reverse(words.len())))?;
    if text.matches('每').count() > 1 {
        return Some(manual("有几种扣分同时适用，一个公式写不下"));
    }
    let behind = text.get(at + words.len()..)?;
    let (step, behind) = number(behind)?;
    let (unit, behind) = behind.split_once('扣')?;
    let (deduction, behind) = number(behind.trim_start_matches('除'))?;
    if !behind.starts_with('分') || step <= Decimal::ZERO || deduction <= Decimal::ZERO {
        return None;
    }
    let is_points = unit.contains("百分点") || unit.starts_with('%');
    let happens = ["每发现", "每出现", "每发生", "每有"].contains(&words);
    let before = text.get(..at)?;
    let start = before.rsplit(['，', '；', '。']).find_map(|part| {
        let words = award(part, points).map_or(part, |(words, _)| words);
        let range = Range::read(words)?;
        if is_rising { range.low } else { range.high }
    });
    let counted: String = unit.chars().take(1).collect();
    let start = match start {
        // A rate of 0 is written without its sign.
        Some(edge) => Some(Edge { is_percent: edge.is_percent || is_points, ..edge }.to_string()),
        None if happens && !is_points => Some(format!("0{counted}")),
        None => None,
    };
    let better = if is_rising { "more" } else { "less" };
    let mut parameters = vec![("better", format!("\"{better}\""))];
    parameters.extend(start.iter().map(|start| ("start", format!("\"{start}\""))));
    parameters.extend([
        ("step", format!("\"{}\"", step.normalize())),
        ("deduction", format!("\"{}\"", deduction.normalize())),
        ("partial", if is_points { "\"pro-rata\"" } else { "\"dropped\"" }.to_owned()),
    ]);
    let unit = if is_points { "个百分点".to_owned() } else { counted };
    let from = start.unwrap_or_else(|| "目标".to_owned());
    let assumed =
        is_points.then(|| ("partial", "条款没有写不足一个百分点怎样扣，取按比例扣".to_owned()));
    Some(Recognised::Method(Found {
        formula: "per-unit-deduction",
        parameters,
        summary: format!("从{from}起每{}{unit}扣{}分", step.normalize(), deduction.normalize()),
        assumed: assumed.into_iter().collect(),
    }))
}

/// Above a floor: `得分=(完成率-60%)÷(1-60%)×分值`.
fn above_floor(text: &str, _: &[&str], _: Decimal) -> Option<Recognised> {
    let (before, behind) = text.split_once("-60%)")?;
    let is_scaled = behind.contains("(1-60%)") || behind.contains("(100%-60%)");
    (before.contains('率') && is_scaled).then(|| {
        Recognised::Method(Found {
            formula: "proportional-above-floor",
            parameters: vec![
                ("floor", "\"60%\"".to_owned()),
                ("zero_target", "\"not-scored\"".to_owned()),
            ],
            summary: "完成率60%以上部分按比例得分".to_owned(),
            assumed: vec![("zero_target", "条款没有写目标为零时怎样，取不计分".to_owned())],
        })
    })
}

/// Items that each give the same: `①有制度得1分；②制度完整得1分；③执行有效得1分`.
fn checklist(_: &str, parts: &[&str], points: Decimal) -> Option<Recognised> {
    let parts: Vec<&str> = match parts {
        [one] => one.split('，').filter(|part| !part.is_empty()).collect(),
        several => several.to_vec(),
    };
    let mut items = Vec::new();
    let mut each: Option<Decimal> = None;
    for part in parts {
        let (words, score) = award(part, points)?;
        let is_like_the_others = each.is_none_or(|each| each == score);
        if score <= Decimal::ZERO || !is_like_the_others || Range::read(words).is_some() {
            return None;
        }
        each = Some(score);
        items.push(item(words));
    }
    let count = Decimal::from(items.len());
    let is_whole = items.len() > 1
        && items.iter().all(|item| !item.is_empty())
        && each?.checked_mul(count)? == points;
    is_whole.then(|| {
        let list: Vec<String> = items.iter().map(|item| super::toml_text(item)).collect();
        Recognised::Method(Found {
            formula: "checklist",
            parameters: vec![("items", format!("[{}]", list.join(", ")))],
            summary: format!("{count}项各得{}分", each.unwrap_or_default().normalize()),
            assumed: Vec::new(),
        })
    })
}

/// The words of an item without its number and without the word that gives the points.
fn item(words: &str) -> String {
    let number = |c: char| {
        ('①'..='⑳').contains(&c) || c.is_ascii_digit() || ['.', '、', '(', ')', '，'].contains(&c)
    };
    let words = words.trim_start_matches(number);
    words.trim_end_matches(['得', '计', '记', '给', '加', '，', '的', ',']).to_owned()
}

/// In proportion to what was reached: `得分=完成率×分值`, `按比例计分`.
fn proportional(text: &str, _: &[&str], points: Decimal) -> Option<Recognised> {
    let says = [
        "按比例计分",
        "按比例得分",
        "按比例给分",
        "按完成比例计分",
        "按完成率计分",
        "按实际完成率计分",
    ];
    let is_said = says.iter().any(|words| text.contains(words));
    let is_product = text.split(['，', '；', '。']).any(|part| {
        let Some((one, two)) = part.split_once('×') else { return false };
        let is_rate = |side: &str| {
            side.trim_end_matches(')').ends_with('率')
                || side.starts_with("执行率")
                || side.ends_with("完成率")
                || side.starts_with("完成率")
                || side.ends_with("支出率")
        };
        let is_points = |side: &str| {
            side.contains("分值")
                || side.contains("权重")
                || number(side.trim_end_matches('分')).is_some_and(|(value, _)| value == points)
        };
        (is_rate(one) && is_points(two)) || (is_rate(two) && is_points(one))
    });
    let has_floor = ["60%", "50%", "80%"].iter().any(|edge| text.contains(edge));
    if !(is_said || is_product) {
        return None;
    }
    if has_floor {
        return Some(manual("按比例之外还有一条界线，没有写明界线以下怎样连接"));
    }
    Some(Recognised::Method(Found {
        formula: "proportional-capped",
        parameters: vec![("zero_target", "\"not-scored\"".to_owned())],
        summary: "按完成比例得分，至多满分".to_owned(),
        assumed: vec![("zero_target", "条款没有写目标为零时怎样，取不计分".to_owned())],
    }))
}

/// All or nothing: `符合要求得满分，否则不得分`.
fn binary(text: &str, _: &[&str], points: Decimal) -> Option<Recognised> {
    let nothing = ["不得分", "不计分", "得0分", "为0分"];
    let gives_nothing = nothing.iter().filter(|words| text.contains(*words)).count() == 1;
    let scores: Vec<Decimal> = numbers(text)
        .filter(|(_, value, rest)| rest.starts_with('分') && !value.is_zero())
        .map(|(_, value, _)| value)
        .collect();
    let gives_all = match scores.as_slice() {
        [] => text.contains("满分"),
        [one] => *one == points,
        _ => false,
    };
    let is_exclusive = ["否则", "反之", "没有", "未"].iter().any(|word| text.contains(word));
    (gives_nothing && gives_all && is_exclusive && !text.contains('扣') && !text.contains("酌情"))
        .then(|| {
            Recognised::Method(Found {
                formula: "binary",
                parameters: Vec::new(),
                summary: "达标得满分，否则不得分".to_owned(),
                assumed: Vec::new(),
            })
        })
}

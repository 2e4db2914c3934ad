//! Whether a name speaks of money given or of money spent.

/// What an amount of money is, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kin {
    /// What may be spent: 预算, 到位, 下达.
    Given,
    /// What was spent: 支出, 执行, 决算.
    Spent,
    /// Neither, or no money of the year: 总投资, 估算.
    Other,
}

const GIVEN: [&str; 14] = [
    "预算", "安排", "下达", "到位", "计划", "指标", "资金", "投入", "收入", "目标", "总额", "应",
    "批复", "任务",
];
const SPENT: [&str; 16] = [
    "执行", "支出", "支付", "使用", "拨付", "完成", "决算", "列支", "报销", "发放", "兑现", "实际",
    "花费", "已付", "付款", "实付",
];
/// Amounts beside the budget of the year.
const APART: [&str; 13] = [
    "总投资",
    "估算",
    "概算",
    "合同",
    "控制价",
    "中标",
    "上缴",
    "收回",
    "结余",
    "结转",
    "余额",
    "剩余",
    "节约",
];

/// Which of the two a name speaks of: its last word decides.
pub(super) fn kin(name: &str) -> Kin {
    let name = simplified(name);
    if APART.iter().any(|word| name.contains(word)) {
        return Kin::Other;
    }
    // `应发放` is what was to be done.
    if ["应", "计划", "拟", "目标"].iter().any(|word| name.starts_with(word)) {
        return Kin::Given;
    }
    let last = |words: &[&str]| words.iter().filter_map(|word| name.rfind(word)).max();
    match (last(&GIVEN), last(&SPENT)) {
        (Some(given), Some(spent)) if given > spent => Kin::Given,
        (Some(_), None) => Kin::Given,
        (_, Some(_)) => Kin::Spent,
        (None, None) => Kin::Other,
    }
}

/// Traditional characters of the words that names are told by.
const TRADITIONAL: [(char, char); 23] = [
    ('預', '预'),
    ('執', '执'),
    ('決', '决'),
    ('資', '资'),
    ('總', '总'),
    ('額', '额'),
    ('實', '实'),
    ('際', '际'),
    ('達', '达'),
    ('撥', '拨'),
    ('為', '为'),
    ('項', '项'),
    ('質', '质'),
    ('個', '个'),
    ('萬', '万'),
    ('億', '亿'),
    ('產', '产'),
    ('標', '标'),
    ('計', '计'),
    ('劃', '划'),
    ('發', '发'),
    ('結', '结'),
    ('轉', '转'),
];

/// A name in simplified characters, as far as names are told apart by them.
pub(super) fn simplified(name: &str) -> String {
    name.chars()
        .map(|c| TRADITIONAL.iter().find(|(old, _)| *old == c).map_or(c, |(_, new)| *new))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_decides() {
        let cases = [
            ("年初预算", Kin::Given),
            ("预算执行数", Kin::Spent),
            ("支出预算", Kin::Given),
            ("支出决算", Kin::Spent),
            ("到位资金", Kin::Given),
            ("总投资", Kin::Other),
            ("結轉", Kin::Other),
            ("預算數", Kin::Given),
            ("教育", Kin::Other),
            ("应发放补助", Kin::Given),
        ];
        for (name, expected) in cases {
            assert_eq!(kin(name), expected, "{name}");
        }
    }
}

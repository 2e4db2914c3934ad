//! Headings as people leave them.

/// A heading without what people add or take away: white space, stars, brackets and their content.
pub(super) fn plain(heading: &str) -> String {
    let mut depth = 0_usize;
    let mut plain = String::new();
    for character in heading.chars() {
        match character {
            '（' | '(' => depth = depth.saturating_add(1),
            '）' | ')' => depth = depth.saturating_sub(1),
            '*' | '＊' | '：' | ':' => {}
            other if depth > 0 || other.is_whitespace() => {}
            other => plain.push(other),
        }
    }
    plain
}

/// Says whether two headings are the same but for white space, stars and brackets.
pub(super) fn are_equal(one: &str, two: &str) -> bool {
    let one = plain(one);
    !one.is_empty() && one == plain(two)
}

/// Says whether one heading could be meant by another: it is a part of it, or differs in few characters.
pub(super) fn are_alike(one: &str, two: &str) -> bool {
    let (one, two) = (plain(one), plain(two));
    let (shorter, longer) = if one.len() <= two.len() { (&one, &two) } else { (&two, &one) };
    let (least, most) = (shorter.chars().count(), longer.chars().count());
    if least < 2 {
        return false;
    }
    let is_part = longer.contains(shorter.as_str()) && (least >= 3 || most <= least + 2);
    is_part || strsim::levenshtein(shorter, longer) <= most * 2 / 5
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_in_spite_of_small_changes() {
        for (one, two) in
            [("预算数（万元）", "预算数"), ("三级指标*", "三级 指标"), ("名称：", "名称")]
        {
            assert!(are_equal(one, two), "{one} {two}");
        }
        let cases = [
            ("年度目标值", "年度指标值", true),
            ("完成值", "实际完成值", true),
            ("偏差原因", "偏差原因分析及改进措施", true),
            ("任务表", "任务", true),
            ("备注", "分值", false),
            ("得分", "分值", false),
            ("任务", "任务指标", true),
            ("项", "项目", false),
            ("联系电话", "填表人", false),
        ];
        for (one, two, expected) in cases {
            assert_eq!(are_alike(one, two), expected, "{one} {two}");
        }
    }
}

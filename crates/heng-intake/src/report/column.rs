//! What the columns of an indicator table mean, by the words of their headers.

/// What a column of an indicator table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Meaning {
    /// A running number (序号).
    Number,
    /// The task that indicators belong to (年度主要任务).
    Task,
    /// The objective of the task (绩效目标).
    Objective,
    /// Dimension (一级指标).
    Dimension,
    /// Subdimension (二级指标).
    Subdimension,
    /// Name of the indicator (三级指标).
    Name,
    /// What exactly is measured (指标解释).
    Definition,
    /// How it is scored (评分标准).
    Standard,
    /// How the target is meant: its relation, or that it is qualitative (指标性质).
    Nature,
    /// Target (年度指标值).
    Target,
    /// The unit of the target, where it stands apart from it (度量单位).
    Unit,
    /// Actual (实际完成值).
    Actual,
    /// Points available (分值).
    Points,
    /// Score (自评得分).
    Score,
    /// Explanation of a variance (偏差原因分析及改进措施).
    Explanation,
}

impl Meaning {
    /// Says whether a cell of the column is merged over the rows that belong to it.
    pub(crate) fn is_label(self) -> bool {
        matches!(self, Self::Task | Self::Objective | Self::Dimension | Self::Subdimension)
    }

    /// The commonest header.
    pub(crate) fn header(self) -> &'static str {
        let of = |(meaning, words): &(Self, &[&'static str])| {
            words.first().copied().filter(|_| *meaning == self)
        };
        HEADERS.iter().find_map(of).unwrap_or_default()
    }

    /// Says whether its cells are numbers and nothing else.
    pub(crate) fn is_number(self) -> bool {
        matches!(self, Self::Number | Self::Points | Self::Score)
    }
}

/// Headers in their variants, each bare of white space and brackets.
const HEADERS: [(Meaning, &[&str]); 15] = [
    (Meaning::Number, &["序号", "编号", "行次"]),
    (
        Meaning::Task,
        &[
            "年度主要任务",
            "年度重点任务",
            "主要任务",
            "重点任务",
            "任务名称",
            "工作任务",
            "年度任务",
            "主要内容",
        ],
    ),
    (
        Meaning::Objective,
        &[
            "任务政策的绩效目标",
            "任务的绩效目标",
            "任务绩效目标",
            "年度绩效目标",
            "年度总体目标",
            "绩效目标",
        ],
    ),
    (Meaning::Dimension, &["一级指标", "指标类型", "一级"]),
    (Meaning::Subdimension, &["二级指标", "指标类别", "二级"]),
    (
        Meaning::Name,
        &[
            "三级指标",
            "任务政策关键指标",
            "任务关键指标",
            "关键指标",
            "四级指标",
            "指标名称",
            "绩效指标",
            "评价指标",
            "指标内容",
            "具体指标",
            "三级",
            "指标",
        ],
    ),
    (Meaning::Definition, &["指标解释", "指标说明", "指标内涵", "评价要点"]),
    (
        Meaning::Standard,
        &["评分标准", "评价标准", "评分规则", "评分细则", "计分标准", "评分方法", "评分说明"],
    ),
    (Meaning::Nature, &["指标性质"]),
    (Meaning::Unit, &["度量单位", "计量单位", "指标单位"]),
    (
        Meaning::Target,
        &[
            "年度指标值",
            "年初设定目标值",
            "年初目标值",
            "年度目标值",
            "全年目标值",
            "全年指标值",
            "年初指标值",
            "计划指标值",
            "预期指标值",
            "绩效指标值",
            "预期目标值",
            "计划完成值",
            "计划目标值",
            "绩效目标值",
            "目标指标值",
            "预期目标",
            "年度目标",
            "年初目标",
            "指标值",
            "目标值",
            "计划值",
            "标准值",
        ],
    ),
    (
        Meaning::Actual,
        &[
            "实际完成值",
            "实际完成指标值",
            "全年实际完成值",
            "全年实际完成情况",
            "全年完成情况",
            "实际完成情况",
            "目标完成情况",
            "指标完成情况",
            "年度完成情况",
            "全年完成值",
            "年度完成值",
            "指标完成值",
            "自评完成值",
            "完成指标值",
            "全年实际值",
            "实际指标值",
            "实际完成",
            "完成情况",
            "完成值",
            "实际值",
            "实际数",
        ],
    ),
    (
        Meaning::Points,
        &["分值", "指标分值", "标准分值", "分值权重", "标准分", "权重分", "权重", "满分"],
    ),
    (
        Meaning::Score,
        &[
            "自评得分",
            "实际得分",
            "评价得分",
            "评分得分",
            "自评分数",
            "自评分",
            "实得分",
            "得分情况",
            "得分",
            "评分",
        ],
    ),
    (
        Meaning::Explanation,
        &[
            "偏差原因分析及改进措施",
            "偏差原因分析与改进措施",
            "偏差原因及改进措施",
            "偏差原因分析及改进",
            "未完成原因和改进措施",
            "未完成原因及改进措施",
            "未完成原因分析及改进措施",
            "未完成原因分析",
            "偏差原因分析",
            "扣分原因及改进措施",
            "扣分原因",
            "得分依据",
            "未完成原因",
            "偏差原因",
            "改进措施",
            "原因说明",
            "备注",
            "说明",
        ],
    ),
];

/// The words of a header without white space, brackets, units and what is added to them.
pub(crate) fn bare(header: &str) -> String {
    header
        .chars()
        .filter(|c| {
            !c.is_whitespace() && !matches!(c, '（' | '）' | '(' | ')' | '：' | ':' | '*' | '、')
        })
        .collect()
}

/// What a header means, where it says one of the known things.
pub(crate) fn meaning(header: &str) -> Option<Meaning> {
    let bare = bare(header);
    let of = |wanted: &dyn Fn(&str) -> bool| {
        HEADERS
            .iter()
            .find_map(|(meaning, words)| words.iter().any(|word| wanted(word)).then_some(*meaning))
    };
    of(&|word| bare == word).or_else(|| {
        // What follows a known header in brackets says of what kind its values are: `指标值（含单位）`.
        let (before, _) = header.trim().split_once(['（', '('])?;
        let before = self::bare(before);
        of(&|word| before == word)
    })
}

/// Takes headers that stand one behind the other apart: each with what it means, as long as they are known.
///
/// Where one word begins another the longer one is meant, unless the rest then makes no sense.
pub(crate) fn meanings(run: &str) -> Option<Vec<Meaning>> {
    if run.is_empty() {
        return Some(Vec::new());
    }
    let mut begun: Vec<(usize, Meaning)> = HEADERS
        .iter()
        .flat_map(|(meaning, words)| words.iter().map(move |word| (*word, *meaning)))
        .filter(|(word, _)| run.starts_with(word))
        .map(|(word, meaning)| (word.len(), meaning))
        .collect();
    begun.sort_by_key(|(length, _)| std::cmp::Reverse(*length));
    begun.into_iter().find_map(|(length, meaning)| {
        let mut all = vec![meaning];
        all.extend(meanings(run.get(length..)?)?);
        Some(all)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_known_by_their_words() {
        use Meaning::{Actual, Explanation, Name, Objective, Points, Score, Target, Task};
        let cases = [
            ("年度主要任务", Some(Task)),
            ("任务（政策）\n的绩效目标", Some(Objective)),
            ("三级 指标", Some(Name)),
            ("年度指标值（A）", Some(Target)),
            ("全年实际完成值(B)", Some(Actual)),
            ("分 值", Some(Points)),
            ("自评得分", Some(Score)),
            ("偏差原因分析及改进措施", Some(Explanation)),
            ("项目名称", None),
            ("", None),
        ];
        for (header, expected) in cases {
            assert_eq!(meaning(header), expected, "{header}");
        }
        assert_eq!(
            meanings("年度主要任务任务政策的绩效目标任务政策关键指标年度指标值实际完成指标值"),
            Some(vec![Task, Objective, Name, Target, Actual])
        );
        assert_eq!(meanings("三级指标年度指标值"), Some(vec![Name, Target]));
        assert_eq!(meanings("三级指标主管部门"), None);
    }
}

//! The columns of indicators that each layout has.

/// What a column of the section shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shows {
    /// The number of the row (序号).
    Ordinal,
    Dimension,
    Subdimension,
    Name,
    /// The target's relation, or that it is qualitative (指标性质).
    Nature,
    Target,
    /// The target without relation and unit.
    TargetAmount,
    /// The target as approved, where targets were sealed, without relation and unit.
    ApprovedAmount,
    /// The target without relation and unit where it is not the one approved.
    AdjustedAmount,
    Unit,
    Actual,
    /// The score as a share of the points (得分系数).
    Coefficient,
    Points,
    Score,
    DepartmentScore,
    FinanceScore,
    Explanation,
    /// What exactly is measured (指标解释).
    Definition,
    /// How it is scored (评分标准).
    Standard,
    /// How it is scored, then what was reached and why.
    StandardAndResult,
    /// What was reached and why.
    Result,
    /// Left to be filled in by hand: nothing in a dossier says it.
    ByHand,
}

impl Shows {
    /// Says whether the foot of the section adds the column up.
    pub(super) fn is_summed(self) -> bool {
        matches!(self, Self::Points | Self::Score | Self::DepartmentScore | Self::FinanceScore)
    }
}

/// A column with heading and width.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    pub(super) shows: Shows,
    pub(super) heading: &'static str,
    pub(super) width: u32,
}

const fn column(shows: Shows, heading: &'static str, width: u32) -> Column {
    Column { shows, heading, width }
}

/// The columns of the national layout.
pub(super) const NATIONAL: [Column; 8] = [
    column(Shows::Dimension, "一级指标", 10),
    column(Shows::Subdimension, "二级指标", 10),
    column(Shows::Name, "三级指标", 19),
    column(Shows::Target, "年度指标值", 15),
    column(Shows::Actual, "实际完成值", 18),
    column(Shows::Points, "分值", 6),
    column(Shows::Score, "得分", 6),
    column(Shows::Explanation, "偏差原因分析及改进措施", 24),
];
/// The columns of the layout of Sichuan.
pub(super) const SICHUAN: [Column; 10] = [
    column(Shows::Dimension, "一级指标", 10),
    column(Shows::Subdimension, "二级指标", 10),
    column(Shows::Name, "三级指标", 17),
    column(Shows::Nature, "指标性质", 6),
    column(Shows::TargetAmount, "指标值", 12),
    column(Shows::Unit, "度量单位", 6),
    column(Shows::Actual, "完成值", 16),
    column(Shows::Points, "权重", 6),
    column(Shows::Score, "得分", 6),
    column(Shows::Explanation, "未完成原因分析", 18),
];
/// The columns of the layout of Chongqing, and what explains a result.
pub(super) const CHONGQING: [Column; 11] = [
    column(Shows::Name, "指标名称", 20),
    column(Shows::Unit, "计量单位", 7),
    column(Shows::Nature, "指标性质", 6),
    column(Shows::ApprovedAmount, "年初指标值", 11),
    column(Shows::AdjustedAmount, "调整指标值", 11),
    column(Shows::Actual, "全年完成值", 16),
    column(Shows::Coefficient, "得分系数", 8),
    column(Shows::Points, "权重", 6),
    column(Shows::Score, "得分", 6),
    column(Shows::ByHand, "是否核心指标", 7),
    column(Shows::Explanation, "说明", 18),
];
/// The columns of the layout of Anhui.
pub(super) const ANHUI: [Column; 8] = [
    column(Shows::Ordinal, "序号", 5),
    column(Shows::Dimension, "一级指标", 10),
    column(Shows::Subdimension, "二级指标", 10),
    column(Shows::Name, "三级指标", 17),
    column(Shows::Points, "分值", 6),
    column(Shows::Definition, "指标解释", 20),
    column(Shows::StandardAndResult, "指标说明及评分标准", 34),
    column(Shows::Score, "自评得分", 7),
];
/// The columns of the layout of Hunan.
pub(super) const HUNAN: [Column; 7] = [
    column(Shows::Dimension, "一级指标", 10),
    column(Shows::Subdimension, "二级指标", 10),
    column(Shows::Name, "三级指标", 17),
    column(Shows::Standard, "评分标准", 28),
    column(Shows::Points, "分值", 6),
    column(Shows::Score, "自评得分", 7),
    column(Shows::Result, "扣分原因和其他说明", 30),
];
/// The columns of reviewers, shown where one of them gave a score.
pub(super) const REVIEWS: [Column; 2] = [
    column(Shows::DepartmentScore, "主管部门复核", 7),
    column(Shows::FinanceScore, "财政部门复核", 7),
];

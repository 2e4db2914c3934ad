//! Words that offices use for the same column.

/// Headings that mean the same, one group a line; what a register calls a column may be any of them.
const GROUPS: &[&[&str]] = &[
    &["凭证号", "支付凭证号", "凭证编号", "支付令编号", "支付申请编号", "单据编号", "支付编号"],
    &["支付日期", "付款日期", "支付时间", "拨付日期", "清算日期", "实际支付日期"],
    &["支出类别", "支出类型", "支出性质", "支出分类"],
    &["项目名称", "预算项目", "预算项目名称", "指标项目", "项目"],
    &["资金来源", "资金性质", "资金类型", "资金渠道"],
    &["经济分类", "部门经济分类", "部门预算经济分类", "经济科目", "支出经济分类"],
    &["金额", "支付金额", "发生额", "付款金额", "实际支付金额", "合同金额"],
    &["状态", "支付状态", "办理状态", "当前状态", "办理进度"],
    &["支付后余额", "余额", "指标余额", "可用余额"],
    &["预算数", "指标金额", "预算金额", "调整预算数"],
    &["举办日期", "开班日期", "开始日期", "起始日期", "培训日期"],
    &["结束日期", "结班日期", "终止日期", "截止日期"],
    &["受理编号", "受理号", "办件编号", "业务编号", "流水号"],
    &["受理日期", "收件日期", "申请日期", "登记受理日期"],
    &["办结日期", "完成日期", "办理完成日期", "办毕日期"],
    &["参训人次", "培训人次", "参训人数", "培训人数"],
    &["应训人数", "应参训人数", "应到人数"],
    &["实训人数", "实际参训人数", "实到人数"],
    &["单位名称", "单位", "预算单位", "填报单位", "部门"],
    &["类别", "类型", "种类"],
    &["名称", "标题", "事项名称"],
    &["编号", "序列号", "号码"],
];

/// Says whether two headings, without units, are words for the same thing.
pub(super) fn are_synonyms(one: &str, other: &str) -> bool {
    let day = |heading: &str| heading.strip_suffix("时间").map(|stem| format!("{stem}日期"));
    let (a, b) = (day(one), day(other));
    let (one, other) = (a.as_deref().unwrap_or(one), b.as_deref().unwrap_or(other));
    let stands_in = |group: &&&[&str], word: &str| {
        group.iter().any(|known| *known == word || day(known).is_some_and(|known| known == word))
    };
    one == other || GROUPS.iter().any(|group| stands_in(&group, one) && stands_in(&group, other))
}

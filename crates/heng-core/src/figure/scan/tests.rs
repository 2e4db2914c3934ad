use super::*;

/// One word a mention: the figure as value, unit and relation, or what else it is.
fn outline(text: &str) -> String {
    let describe = |mention: &Mention| match &mention.kind {
        MentionKind::Figure(figure) => {
            format!(
                "{}{}",
                figure.text(),
                if figure.relation() == Relation::Exactly { "" } else { "~" }
            )
        }
        MentionKind::Day { year, month, day, deadline } => {
            let year = year.map_or(String::new(), |year| format!("{year}-"));
            format!(
                "day:{year}{month}-{day}{}",
                if *deadline == Deadline::Before { "<" } else { "" }
            )
        }
        MentionKind::Year(year) => format!("year:{year}"),
        MentionKind::Ordinal => "ordinal".to_owned(),
        MentionKind::Label => "label".to_owned(),
        MentionKind::Unread => "unread".to_owned(),
    };
    scan(text).iter().map(describe).collect::<Vec<_>>().join(" ")
}

#[test]
fn quantities_are_found_and_names_are_not() {
    let cases = [
        ("全年举办 12 期培训班，参训 3 万人次", "12期 3万人次"),
        ("截至2021年12月31日，在职60人", "day:2021-12-31 60人"),
        ("热线12345受理登记", "label"),
        ("纪念成立 75 周年", "ordinal"),
        ("第3届创新大赛评出G20榜单", "ordinal label"),
        ("21年度超8篇次报道", "year:2021 超8篇次~"),
        ("5月6日前举办1场", "day:5-6< 1场"),
        ("覆盖率达100%，满意率90%以上", "100% 90%以上~"),
        ("力争实现零投诉、零事故", "零投诉 零事故"),
        ("预算1,234.5万元，自评98.5分", "1,234.5万元 98.5分"),
        ("每次30分钟", "30分钟"),
        ("302", "302"),
        ("3M材料与A4纸", "label label"),
        ("从第1期到第3期", "ordinal ordinal"),
        ("增长2.5个百分点", "2.5个百分点"),
        ("电话020-12345678", "label"),
        ("至少提交4部以上短片", "4部以上~"),
        ("1234567890123456789012345678901234567890项", "unread"),
        ("", ""),
    ];
    for (text, expected) in cases {
        assert_eq!(outline(text), expected, "{text}");
    }
}

#[test]
fn what_looks_like_a_quantity_is_left_alone() {
    let texts = [
        "附件2部门职责",
        "表3项目支出",
        "1.2.3 项目概况",
        "12项目",
        "5000名称",
        "２０２３本年",
        "热线12345\n人民政府",
        "得分95分析",
        "2分局",
        "PM2.5年均浓度",
        "8时30分",
        "10：30分",
        "每月10日前",
        "1，200人",
        "第1-3期",
        "第3、4期",
        "财预〔2020〕10号",
        "2020-2023",
        "3部门联合",
        "79228162514264337593543950335亿元",
    ];
    for text in texts {
        let found: Vec<String> = figures(text).map(|(_, it)| it.text().to_owned()).collect();
        assert_eq!(found, Vec::<String>::new(), "{text}");
    }
}

#[test]
fn relations_and_signs_are_what_the_words_say() {
    use Relation::{About, AtLeast, AtMost, Exactly, LessThan, MoreThan};
    let cases = [
        ("不小于95%", "95", AtLeast),
        ("不大于5%", "5", AtMost),
        ("不得低于90%", "90", AtLeast),
        ("不得少于3次", "3", AtLeast),
        ("不得超过5%", "5", AtMost),
        ("不能高于5%", "5", AtMost),
        ("未超过5万元", "50000", AtMost),
        ("不超5%", "5", AtMost),
        ("大于等于95%", "95", AtLeast),
        ("小于或等于95%", "95", AtMost),
        ("＞=95%", "95", AtLeast),
        ("<=5%", "5", AtMost),
        ("＞40人", "40", MoreThan),
        ("逾30篇", "30", MoreThan),
        ("不足5%", "5", LessThan),
        ("最多3次", "3", AtMost),
        ("95%（含）以上", "95", AtLeast),
        ("20天内", "20", AtMost),
        ("20个工作日内办结", "20", AtMost),
        ("3日之内", "3", AtMost),
        ("14个内设科室", "14", Exactly),
        ("节约5.2万元", "52000", Exactly),
        ("签约12家", "12", Exactly),
        ("大约12家", "12", About),
        ("最近3年", "3", Exactly),
        ("约3年", "3", About),
        ("-12.5%", "-12.5", Exactly),
        ("变动率为－12.5%", "-12.5", Exactly),
        ("≤-5%", "-5", AtMost),
        ("负46人", "-46", Exactly),
        ("２﹪", "2", Exactly),
        ("零起", "0", Exactly),
    ];
    for (text, value, relation) in cases {
        let found: Vec<Figure> = figures(text).map(|(_, figure)| figure).collect();
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert_eq!(found[0].value(), value.parse().unwrap(), "{text}");
        assert_eq!(found[0].relation(), relation, "{text}");
    }
}

#[test]
fn spans_are_bytes_of_the_text_as_given() {
    let text = "已举办 21 期培训班";
    let mention = scan(text).remove(0);
    assert_eq!(text.get(mention.span), Some("21 期"));
}

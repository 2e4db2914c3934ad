//! Measure words, and the words that only look as if they counted something.

use super::Unit;
use super::glyphs::Glyphs;
use super::number::{Count, Form, Script};

/// Characters after a measure word that make another word of it: `3部门` counts nothing.
const NO_MEASURE_BEFORE: &[(&str, &str)] = &[
    ("部", "门署队分委"),
    ("项", "目"),
    ("名", "称单录"),
    ("单", "位"),
    ("本", "年级市区部单身省县"),
    ("支", "出付"),
    ("条", "例件款"),
    ("人", "民员才力大均"),
    ("处", "理室置长级"),
    ("日", "常均前报"),
    ("年", "均度初底级末"),
    ("节", "约点日"),
    ("期", "间初末"),
    ("组", "织成"),
    ("家", "庭属"),
    ("场", "所地"),
    ("类", "别型"),
    ("台", "账"),
    ("所", "有属"),
    ("起", "始诉"),
    ("笔", "试"),
    ("门", "诊"),
    ("户", "籍"),
    ("分", "局析管别类公数工支贝"),
    ("种", "植子养"),
];

/// Words that make a measure word behind a number an uncertain one: `3个多月` is no 3.
const UNCERTAIN: &[&str] = &["多月", "半月", "多小时", "半小时", "多工作日", "半", "余"];

/// Measure words that count after numerals, with what behind them makes a name or a number of order
/// of the whole: `三项规定`, `二期工程`, `十四次党代会`.
///
/// The list is closed, because most numerals of running text stand in set phrases.
const COUNTERS: &[(&str, &[&str])] = &[
    ("个工作日", &[]),
    ("个百分点", &[]),
    ("个小时", &[]),
    ("工作日", &["制"]),
    ("百分点", &[]),
    ("平方米", &[]),
    ("立方米", &[]),
    ("人次", &[]),
    ("篇次", &[]),
    ("家次", &[]),
    ("场次", &[]),
    ("批次", &[]),
    ("学时", &[]),
    ("课时", &[]),
    ("小时", &["制"]),
    ("分钟", &["便民", "生活", "服务", "办结圈"]),
    ("个月", &[]),
    ("公里", &[]),
    ("公顷", &[]),
    (
        "次",
        &[
            "党代",
            "代表",
            "全会",
            "全体会议",
            "全国",
            "大会",
            "中央",
            "性",
            "方",
            "产业",
            "分配",
            "革命",
            "集体",
            "会议精神",
            "办",
            "审",
            "搞",
            "到位",
            "通过",
            "创业",
            "元",
        ],
    ),
    ("场", &["硬仗", "战", "攻坚", "馆"]),
    ("篇", &["大文章", "文章"]),
    (
        "项",
        &[
            "规定", "机制", "制度", "改革", "行动", "工程", "纪律", "举措", "职责", "任务", "重点",
            "建设", "计划", "监督", "清单", "原则", "基本", "权利", "承诺", "治理", "整治", "附加",
        ],
    ),
    ("人", &["小组", "成虎", "转"]),
    ("名", &["工程", "校", "师"]),
    ("期", &["工程", "项目", "建设", "叠加", "用地"]),
    ("部", &["曲"]),
    ("家", &["村", "店", "嘴"]),
    ("件", &["套", "实事", "大事", "好事"]),
    ("户", &["型"]),
    ("份", &["之"]),
    ("宗", &["罪"]),
    ("天", &["工作制"]),
    ("台", &["阶"]),
    ("套", &["班子", "制度"]),
    ("张", &["清单", "网", "图", "表", "牌"]),
    ("册", &[]),
    ("间", &[]),
    ("辆", &[]),
    ("例", &[]),
    ("吨", &[]),
    ("亩", &[]),
    ("元", &["旦", "化", "论", "一次"]),
];

/// What may be counted with 个 after numerals; behind 个 anything else may be a set phrase
/// (`两个维护`, `四个意识`).
const THINGS: &[&str] = &[
    "单位",
    "部门",
    "科室",
    "社区",
    "街道",
    "镇",
    "乡",
    "县",
    "村",
    "小区",
    "班次",
    "项目",
    "案例",
    "案件",
    "品牌",
    "平台",
    "岗位",
    "支部",
    "党支部",
    "党组织",
    "组织",
    "企业",
    "家庭",
    "学校",
    "站点",
    "窗口",
    "事项",
    "行业",
    "协会",
    "团队",
    "基地",
    "课题",
    "文件",
    "名额",
    "批次",
    "指标",
    "培训班",
    "调研组",
    "督导组",
    "检查组",
    "工作组",
    "点位",
    "以上",
    "以内",
    "以下",
    "左右",
];

/// Signs behind which nothing belongs to the word before them.
const ENDS: &str = "，。；、：！？,;:)\n”’」』》/";

/// Measure words that 一 may count; before others it is an article at most (`一个`, `一批`).
const COUNTED_BY_ONE: &[&str] = &["次", "场", "期", "篇", "份"];
/// What must stand before 一 so that it counts: the end of a verb, or a word of amount or time.
const BEFORE_ONE: &str = "开办织展行到取少成定计布表了月年周度每于过足满";

/// Characters before numerals that make one word of both: `周三`, `星期三`, `初三`, a name in quotes.
const NO_NUMERAL_AFTER: &str = "“‘「『《·周期拜初之";

/// The measure words that begin with a character, the longer ones before those they begin with.
fn measure_words(first: char) -> &'static [&'static str] {
    match first {
        '个' => &["个工作日", "个小时", "个月", "个"],
        '工' => &["工作日"],
        '平' => &["平方米"],
        '立' => &["立方米"],
        '人' => &["人次", "人"],
        '篇' => &["篇次", "篇"],
        '家' => &["家次", "家"],
        '场' => &["场次", "场"],
        '台' => &["台次", "台"],
        '批' => &["批次", "批"],
        '户' => &["户次", "户"],
        '车' => &["车次"],
        '学' => &["学时"],
        '课' => &["课时"],
        '小' => &["小时"],
        '分' => &["分钟"],
        '公' => &["公里", "公顷", "公斤"],
        '千' => &["千米", "千克"],
        '项' => &["项"],
        '次' => &["次"],
        '名' => &["名"],
        '期' => &["期"],
        '部' => &["部"],
        '件' => &["件"],
        '份' => &["份"],
        '宗' => &["宗"],
        '条' => &["条"],
        '起' => &["起"],
        '处' => &["处"],
        '天' => &["天"],
        '日' => &["日"],
        '套' => &["套"],
        '支' => &["支"],
        '所' => &["所"],
        '门' => &["门"],
        '张' => &["张"],
        '册' => &["册"],
        '卷' => &["卷"],
        '间' => &["间"],
        '辆' => &["辆"],
        '本' => &["本"],
        '类' => &["类"],
        '组' => &["组"],
        '单' => &["单"],
        '例' => &["例"],
        '笔' => &["笔"],
        '位' => &["位"],
        '段' => &["段"],
        '集' => &["集"],
        '幅' => &["幅"],
        '棵' => &["棵"],
        '吨' => &["吨"],
        '亩' => &["亩"],
        '米' => &["米"],
        '页' => &["页"],
        '款' => &["款"],
        '堂' => &["堂"],
        '节' => &["节"],
        '座' => &["座"],
        '站' => &["站"],
        '轮' => &["轮"],
        '岁' => &["岁"],
        '年' => &["年"],
        '种' => &["种"],
        _ => &[],
    }
}

impl Glyphs<'_> {
    /// The unit at the index behind digits and where it ends.
    pub(super) fn unit(&self, index: usize, is_integer: bool) -> (Unit, usize) {
        if let Some(found) = self.fixed_unit(index) {
            return found;
        }
        let points = self.word(index, "分").filter(|end| self.at(*end) != Some('钟'));
        if let Some(end) = points.filter(|end| self.is_measure("分", *end)) {
            return (Unit::Points, end);
        }
        // `1.5小时` and `3.2万人次` are amounts; 年 and 日 after a fraction are not.
        let words = self.at(index).map(measure_words).unwrap_or_default();
        words
            .iter()
            .filter(|word| is_integer || !matches!(**word, "年" | "日"))
            .find_map(|word| self.word(index, word).map(|end| (*word, end)))
            .filter(|(word, end)| self.is_measure(word, *end))
            .map_or((Unit::Unstated, index), |(word, end)| (Unit::Counted(word.to_owned()), end))
    }

    fn fixed_unit(&self, index: usize) -> Option<(Unit, usize)> {
        let (word, unit) = match self.at(index)? {
            '个' => ("个百分点", Unit::PercentagePoint),
            '百' => ("百分点", Unit::PercentagePoint),
            '%' => ("%", Unit::Percent),
            '‰' => ("‰", Unit::Permille),
            '元' => ("元", Unit::Yuan),
            _ => return None,
        };
        Some((unit, self.word(index, word)?))
    }

    fn is_measure(&self, word: &str, end: usize) -> bool {
        let other = NO_MEASURE_BEFORE.iter().find(|(measure, _)| *measure == word);
        !other.is_some_and(|(_, after)| self.at(end).is_some_and(|c| after.contains(c)))
    }

    /// Where an amount ends whose measure word says that it goes on: `3个多月`, `2年半`.
    pub(super) fn uncertain_end(&self, unit: &Unit, end: usize) -> Option<usize> {
        let may_go_on = matches!(unit, Unit::Counted(word)
            if ["个", "年", "天", "小时", "个小时", "个月", "公里"].contains(&word.as_str()));
        self.one_of(end, UNCERTAIN).filter(|_| may_go_on)
    }

    /// The unit of numerals and where it ends; nothing where they count nothing for certain.
    pub(super) fn counter(&self, index: usize, count: &Count) -> Option<(Unit, usize)> {
        if count.script == Script::Formal {
            let end = self.one_of(count.end, &["元", "圆"])?;
            return Some((Unit::Yuan, end));
        }
        if self.word(count.end, "个").is_some() && self.at(count.end + 1) != Some('百') {
            return self.things(index, count);
        }
        let (word, others) =
            COUNTERS.iter().find(|(word, _)| self.word(count.end, word).is_some())?;
        let end = count.end + word.chars().count();
        // What is `三十余` is counted for certain.
        let is_name = count.open.is_none()
            && (self.one_of(end, others).is_some() || !self.is_measure(word, end));
        let counts = match count.form {
            Form::Two => false,
            Form::One => self.one_counts(index, word),
            _ => true,
        };
        if is_name || !counts {
            return None;
        }
        let fixed = self.fixed_unit(count.end).map(|(unit, _)| unit);
        Some((fixed.unwrap_or_else(|| Unit::Counted((*word).to_owned())), end))
    }

    /// Things counted with 个, where what stands behind says that they are things.
    fn things(&self, index: usize, count: &Count) -> Option<(Unit, usize)> {
        if matches!(count.form, Form::One | Form::Two) {
            return None;
        }
        let end = count.end + 1;
        for word in ["个工作日", "个小时", "个月"] {
            if let Some(end) = self.word(count.end, word) {
                return Some((Unit::Counted(word.to_owned()), end));
            }
        }
        let counts = count.open.is_some()
            || (self.ends(end) && self.before(index) != Some('、'))
            || self.one_of(end, THINGS).is_some();
        counts.then(|| (Unit::Counted("个".to_owned()), end))
    }

    /// Whether a clause or the text ends at the index.
    fn ends(&self, index: usize) -> bool {
        self.at(index).is_none_or(|c| ENDS.contains(c))
    }

    /// Whether 一 before the measure word counts: `召开一次会议`, and not `统一`.
    fn one_counts(&self, index: usize, word: &str) -> bool {
        let end = index + 1 + word.chars().count();
        let may_stand = match self.before(index) {
            Some(before) => BEFORE_ONE.contains(before),
            // A cell that begins so must say nothing else: `一场大雪` counts nothing.
            None => self.ends(end) || self.relation_after(end).is_some(),
        };
        may_stand && COUNTED_BY_ONE.contains(&word)
    }

    /// Whether the numerals at the index belong to a word or to a list of numbers of order.
    pub(super) fn is_part_of_a_word(&self, index: usize) -> bool {
        let Some(before) = self.before(index) else { return false };
        let is_each = before == '周' && index >= 2 && self.before(index - 1) == Some('每');
        let is_listed =
            before == '、' && self.before(index - 1).is_some_and(super::numeral::is_numeral);
        (NO_NUMERAL_AFTER.contains(before) && !is_each) || is_listed
    }
}

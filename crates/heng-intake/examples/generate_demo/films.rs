//! Films for the education of party members, with made-up titles.

use super::draws::{Day, Draws, csv};

const SEED: u64 = 4;

const HEADING: &str =
    "片号,片名,片种,状态,完成日期,时长（分钟）,展播场次,获奖层级,获奖日期,报送日期,首映日期";

/// How far a film has come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Finished,
    /// Finished, and it won a prize of that level in the year after.
    Awarded(&'static str),
    Filming,
    GivenUp,
}

/// Title, kind, the year in which it was or is to be finished, and how far it has come.
const FILMS: [(&str, &str, u64, State); 30] = {
    use State::{Awarded, Filming, Finished, GivenUp};
    const DOCUMENTARY: &str = "专题片";
    const SHORT: &str = "微视频";
    const LECTURE: &str = "专题党课";
    [
        ("渡口灯火", SHORT, 2021, Finished),
        ("一张旧船票", SHORT, 2021, Awarded("区级")),
        ("堤上人家", DOCUMENTARY, 2021, Finished),
        ("从一份提案说起", LECTURE, 2021, Finished),
        ("石桥上的早市", SHORT, 2022, Awarded("市级")),
        ("望潮记", DOCUMENTARY, 2022, Awarded("省级")),
        ("把账本摊开", LECTURE, 2022, Finished),
        ("老码头新岗位", SHORT, 2022, Awarded("市级")),
        ("柳湾七日", DOCUMENTARY, 2022, Finished),
        ("夜班巡线员", SHORT, 2022, Finished),
        ("一平方公里", DOCUMENTARY, 2022, Awarded("区级")),
        ("电梯装上以后", SHORT, 2023, Finished),
        ("第二十四个抽屉", SHORT, 2023, Finished),
        ("沙洲灌渠", DOCUMENTARY, 2023, Finished),
        ("青浦的教室", DOCUMENTARY, 2023, Awarded("省级")),
        ("为什么要按期公示", LECTURE, 2023, Finished),
        ("云岭来信", SHORT, 2023, Awarded("区级")),
        ("八月的水位", DOCUMENTARY, 2023, Finished),
        ("从签约到到岗", SHORT, 2023, Finished),
        ("议事桌旁", LECTURE, 2023, Finished),
        ("十二把钥匙", SHORT, 2023, Finished),
        ("园区晚自习", SHORT, 2023, GivenUp),
        ("档案里的年份", DOCUMENTARY, 2023, GivenUp),
        ("潮声", DOCUMENTARY, 2024, Finished),
        ("社区第一课", LECTURE, 2024, Finished),
        ("桥南桥北", DOCUMENTARY, 2024, Filming),
        ("补贴到账那天", SHORT, 2024, Filming),
        ("等候室", SHORT, 2024, Filming),
        ("四方联席", LECTURE, 2024, Filming),
        ("红船渡", DOCUMENTARY, 2024, GivenUp),
    ]
};

/// The whole register.
pub fn text() -> String {
    let mut draws = Draws(SEED);
    let films = FILMS.iter().zip(1..);
    csv(HEADING, films.map(|(film, number)| cells(number, *film, &mut draws)))
}

fn cells(
    number: usize,
    (title, kind, year, state): (&str, &str, u64, State),
    draws: &mut Draws,
) -> Vec<String> {
    let last = if year == 2024 { 60 } else { 350 };
    let finished_on = Day { year, of_year: draws.between(20, last) };
    let minutes = if kind == "微视频" { draws.between(4, 9) } else { draws.between(18, 42) };
    let showings = draws.between(24, 68);
    let awarded_on = Day { year: year + 1, of_year: draws.between(120, 320) };
    let (word, award) = match state {
        State::Finished => ("已完成", None),
        State::Awarded(level) => ("已完成", Some(level)),
        State::Filming => ("摄制中", None),
        State::GivenUp => ("停拍", None),
    };
    let shown = |text: String| if word == "已完成" { text } else { String::new() };
    // Every second film is entered for a prize, and all of those that win one.
    let is_submitted = award.is_some() || number.is_multiple_of(2);
    vec![
        format!("DJ{number:02}"),
        format!("《{title}》"),
        kind.to_owned(),
        word.to_owned(),
        shown(finished_on.to_string()),
        shown(minutes.to_string()),
        shown(showings.to_string()),
        award.unwrap_or_default().to_owned(),
        award.map_or_else(String::new, |_| awarded_on.to_string()),
        if is_submitted { shown(finished_on.plus(12).to_string()) } else { String::new() },
        shown(finished_on.plus(21).to_string()),
    ]
}

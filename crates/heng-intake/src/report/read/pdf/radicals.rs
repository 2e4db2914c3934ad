//! Radicals that fonts show in place of the characters that look the same.

/// What the characters from U+2E80 mean, in order, by Unicode's `Equivalent_Unified_Ideograph`.
///
/// A space of full width stands where a radical has no equal or no character.
const MEANT: [&str; 9] = [
    "　厂乛乚乙亻冂𠘨刀刂卜㔾小尐兀尣尢𡯂巳幺彑彐忄心扌攵　旡日月歺母民氵氺灬爫爬丬牛",
    "犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艺艻虎衤覀西见角𧢲讠贝𧾷车辶辷辸邑",
    "钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟　　　　",
    "　　　　　　　　一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土",
    "士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日",
    "曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石",
    "示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕",
    "豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯",
    "鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠",
];

/// First of the radicals.
const FIRST: u32 = 0x2E80;
/// Characters in each text of [`MEANT`].
const WIDTH: usize = 40;

/// The character that a radical stands for; any other character is itself.
pub(super) fn fold(character: char) -> char {
    let Some(index) = u32::from(character).checked_sub(FIRST) else { return character };
    let Ok(index) = usize::try_from(index) else { return character };
    let row = MEANT.get(index / WIDTH);
    let meant = row.and_then(|row| row.chars().nth(index % WIDTH));
    meant.filter(|meant| *meant != '\u{3000}').unwrap_or(character)
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn radicals_become_the_characters_they_look_like() {
        for (shown, meant) in [
            ('\u{2ED8}', '青'),
            ('\u{2F00}', '一'),
            ('\u{2ED4}', '门'),
            ('\u{2FD5}', '龠'),
            ('\u{2E81}', '厂'),
        ] {
            assert_eq!(fold(shown), meant);
        }
        for same in ['青', '（', '％', '㎡', '\u{2E80}', '\u{2FFF}', 'A'] {
            assert_eq!(fold(same), same);
        }
    }
}

//! Mistakes as departments make them, each put into a document that is right.

use heng_core::table::{Cell, Slot, Table};
use heng_render::document::{Block, CellContent, Document, Inline};

use super::filed::Kind;

/// A mistake of one kind (错误).
pub struct Mistake {
    pub name: &'static str,
    /// The document that it is put into.
    pub kind: Kind,
    /// The codes of which one must be found.
    pub codes: &'static [&'static str],
    pub edit: Edit,
}

/// What is changed in the document.
pub enum Edit {
    /// The cell of a row under a header, both by words: what is written into it, from what stands there.
    Cell(&'static str, &'static str, fn(&str) -> String),
    /// Sentences put in behind a heading that holds words.
    Said(&'static str, &'static str),
    /// Words replaced in running text.
    Replaced(&'static str, &'static str),
}

use Edit::{Cell as InCell, Replaced, Said};
use Kind::{Form, Projects, Report};

const CONCLUSION: &str = "自评结论";
const WHOLE: &str = "部门整体支出";

const fn mistake(
    name: &'static str,
    kind: Kind,
    codes: &'static [&'static str],
    edit: Edit,
) -> Mistake {
    Mistake { name, kind, codes, edit }
}

pub const MISTAKES: [Mistake; 42] = [
    mistake("总分与各项得分之和不符", Form, &["AMT122"], InCell("总分", "得分", lowered)),
    mistake("总分值与各项分值之和不符", Form, &["AMT122"], InCell("总分", "分值", lowered)),
    mistake("得分高于分值", Form, &["SCR303"], InCell("满意度", "得分", |_| "99".to_owned())),
    mistake("得分为负数", Form, &["SCR303"], InCell("满意度", "得分", |_| "-1".to_owned())),
    mistake(
        "分值改动后合计不符",
        Form,
        &["AMT122"],
        InCell("平均办理用时", "分值", |_| "17".to_owned()),
    ),
    mistake(
        "一级指标分值与合计不符",
        Form,
        &["AMT122"],
        InCell("场次", "一级指标", |_| "履职产出（45分）".to_owned()),
    ),
    mistake(
        "执行率与数字不符",
        Form,
        &["AMT102", "AMT117"],
        InCell(WHOLE, "执行率", |_| "61.23%".to_owned()),
    ),
    mistake(
        "执行数大于预算数",
        Form,
        &["AMT104"],
        InCell("基本支出", "执行数", |_| "9999.99".to_owned()),
    ),
    mistake("整体不等于基本加项目", Form, &["AMT101"], InCell("项目支出", "合计", lowered)),
    mistake("各来源之和不符", Form, &["AMT108"], InCell(WHOLE, "财政拨款", lowered)),
    mistake(
        "没有完成而没有说明",
        Form,
        &["TGT208"],
        InCell("合格率", "实际完成值", |_| "71.5%".to_owned()),
    ),
    mistake(
        "没有完成却得满分",
        Form,
        &["SCR304", "SCR305"],
        InCell("平均办理用时", "实际完成值", |_| "95天".to_owned()),
    ),
    mistake(
        "目标有数量而完成值没有",
        Form,
        &["TGT205"],
        InCell("平均办理用时", "实际完成值", |_| "基本完成".to_owned()),
    ),
    mistake("大幅超额而没有说明", Form, &["TGT201"], InCell("数量", "实际完成值", tenfold)),
    mistake(
        "远低于上限而没有说明",
        Form,
        &["TGT209"],
        InCell("平均办理用时", "实际完成值", |_| "1天".to_owned()),
    ),
    mistake(
        "越低越好的指标写成下限",
        Form,
        &["TGT211"],
        InCell("平均办理用时", "年度指标值", |text| text.replace('≤', "≥")),
    ),
    mistake(
        "满意度没有样本数",
        Form,
        &["TGT215"],
        InCell("满意度", "实际完成值", |_| "96.1%".to_owned()),
    ),
    mistake(
        "比率与所附的数不符",
        Form,
        &["AMT113"],
        InCell("合格率", "实际完成值", |_| "98.4%（应验收125个，合格100个）".to_owned()),
    ),
    mistake("项目总分不符", Projects, &["AMT122"], InCell("总分", "得分", lowered)),
    mistake(
        "项目执行率不符",
        Projects,
        &["AMT102", "AMT117", "AMT125"],
        InCell("年度资金总额", "执行率", |_| "61.23%".to_owned()),
    ),
    mistake(
        "项目执行数两处不同",
        Projects,
        &["AMT125"],
        InCell("年度资金总额", "全年执行数", |_| "9999.99".to_owned()),
    ),
    mistake(
        "项目各来源之和不符",
        Projects,
        &["AMT108"],
        InCell("本年财政拨款", "年初预算数", lowered),
    ),
    mistake("汇总表合计不符", Projects, &["AMT122"], InCell("合计", "全年预算数", lowered)),
    mistake(
        "项目得分高于分值",
        Projects,
        &["SCR303"],
        InCell("满意度", "得分", |_| "99".to_owned()),
    ),
    mistake(
        "增减方向写反",
        Report,
        &["AMT118"],
        Said(CONCLUSION, "本年项目收入1200万元，比上年1000万元减少200万元，下降20%。"),
    ),
    mistake(
        "增长率算错",
        Report,
        &["AMT118"],
        Said(CONCLUSION, "本年培训支出120万元，比上年100万元增加20万元，增长25%。"),
    ),
    mistake(
        "零基数增长",
        Report,
        &["AMT119"],
        Said(CONCLUSION, "本年设备购置费50万元，比上年0万元增加50万元，增长100%。"),
    ),
    mistake(
        "文中分项之和不符",
        Report,
        &["AMT122"],
        Said(
            CONCLUSION,
            "2023年本级支出合计500.00万元，其中：基本支出300.00万元；项目支出260.00万元。",
        ),
    ),
    mistake(
        "部分大于整体",
        Report,
        &["AMT123", "AMT122"],
        Said(CONCLUSION, "会议费共20万元，其中：场地租赁费35万元。"),
    ),
    mistake(
        "文中比率算错",
        Report,
        &["AMT117"],
        Said(CONCLUSION, "专项预算200万元，实际支出150万元，执行率85%。"),
    ),
    mistake(
        "本年与本年相比",
        Report,
        &["AMT121"],
        Said(CONCLUSION, "2023年培训支出50万元，比2023年增加5万元，主要原因是班次增加。"),
    ),
    mistake("个数与所列不符", Report, &["TXT507"], Replaced("重点工作有3项", "重点工作有5项")),
    mistake(
        "沿用往年年份",
        Report,
        &["TXT505"],
        Said(CONCLUSION, "2022年度部门整体支出绩效目标由计划财务科编制。"),
    ),
    mistake(
        "模板空白没有填写",
        Report,
        &["TXT504"],
        Said(CONCLUSION, "本部门全年开展活动XX场，服务群众××人次。"),
    ),
    mistake(
        "数量与单价之积不符",
        Report,
        &["AMT127"],
        Said(CONCLUSION, "慰问63人×1000元=6.50万元。"),
    ),
    mistake(
        "大小的说法与数字相反",
        Report,
        &["AMT124"],
        Said(
            CONCLUSION,
            "全年预算为52.00万元，支出决算为55.32万元。决算数小于全年预算数的主要原因：人员变动。",
        ),
    ),
    mistake(
        "同一资金两处不同",
        Report,
        &["AMT125"],
        Said(
            CONCLUSION,
            "中央676.84万元；省级290.36万元；地方投入92.88万元。\n共投入1060.08万元，其中中央676.84万元、省级290.36万元、地方29.88万元。",
        ),
    ),
    mistake(
        "执行率与预算不符",
        Report,
        &["AMT117", "AMT102", "AMT103"],
        Replaced("，完成预算的", "，完成预算的1"),
    ),
    mistake(
        "日期没有填写",
        Report,
        &["TXT519"],
        Said(CONCLUSION, "验收工作于2023年　月　日完成。"),
    ),
    mistake(
        "重复的标点",
        Report,
        &["TXT515"],
        Said(CONCLUSION, "各项工作按计划完成，，质量达标。"),
    ),
    mistake(
        "不成对的括号",
        Report,
        &["TXT516"],
        Said(CONCLUSION, "资金用于设备维护（含耗材，质量达标。"),
    ),
    mistake(
        "列举缺项",
        Report,
        &["TXT508"],
        Said(CONCLUSION, "主要做法：一是加强管理；三是强化监督。"),
    ),
];

/// A number a little smaller than the one that stands there.
fn lowered(text: &str) -> String {
    let number: rust_decimal::Decimal = text.trim().parse().unwrap();
    (number - rust_decimal::Decimal::TWO).to_string()
}

/// Ten times as much, in the same unit.
fn tenfold(text: &str) -> String {
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    format!("{digits}0{}", &text[digits.len()..])
}

/// The document with the mistake; nothing where it has no place for it.
pub fn planted(document: &Document, edit: &Edit) -> Option<Document> {
    let mut document = document.clone();
    let is_done = match edit {
        InCell(row, header, write) => document.blocks.iter_mut().any(|block| match block {
            Block::Grid(grid) => match with_cell(&grid.table, row, header, *write) {
                Some(table) => {
                    grid.table = table;
                    true
                }
                None => false,
            },
            _ => false,
        }),
        Said(heading, sentence) => {
            let at = document.blocks.iter().position(
                |block| matches!(block, Block::Heading { text, .. } if text.contains(heading)),
            )?;
            let said =
                sentence.lines().map(|line| Block::Paragraph(vec![Inline::Text(line.to_owned())]));
            // Behind the paragraph that heng writes itself.
            document.blocks.splice(at + 2..at + 2, said);
            true
        }
        Replaced(from, to) => document.blocks.iter_mut().any(|block| match block {
            Block::Paragraph(inlines) => inlines.iter_mut().any(|inline| match inline {
                Inline::Text(text) if text.contains(from) => {
                    *text = text.replacen(from, to, 1);
                    true
                }
                _ => false,
            }),
            _ => false,
        }),
    };
    is_done.then_some(document)
}

fn words(content: &CellContent) -> String {
    content.paragraphs.iter().flatten().map(Inline::text).collect()
}

/// The table with other words in the cell of a row under a header.
fn with_cell(
    table: &Table<CellContent>,
    row: &str,
    header: &str,
    write: fn(&str) -> String,
) -> Option<Table<CellContent>> {
    let grid = table.grid();
    let holds = |slot: &Slot<'_, CellContent>, wanted: &str| match slot {
        Slot::Begins(cell) => words(&cell.content).contains(wanted),
        _ => false,
    };
    let (top, column) = grid.iter().enumerate().find_map(|(top, slots)| {
        let column = slots.iter().position(|slot| match slot {
            Slot::Begins(cell) => words(&cell.content).split('（').next() == Some(header),
            _ => false,
        })?;
        Some((top, column))
    })?;
    let at = (top + 1..grid.len()).find(|at| {
        let slots = &grid[*at];
        let is_row = slots.iter().any(|slot| holds(slot, row));
        is_row && begins(&grid, *at, column).is_some()
    })?;
    let at = begins(&grid, at, column)?;
    let target = grid[at][..column].iter().filter(|slot| matches!(slot, Slot::Begins(_))).count();
    let mut rows: Vec<Vec<Cell<CellContent>>> = table.rows().to_vec();
    let cell = &mut rows[at][target].content;
    cell.paragraphs = vec![vec![Inline::Text(write(&words(cell)))]];
    cell.number = None;
    Some(Table::new(table.columns(), rows).unwrap())
}

/// The row in which the cell begins that covers a place.
fn begins(grid: &[Vec<Slot<'_, CellContent>>], row: usize, column: usize) -> Option<usize> {
    (0..=row).rev().find_map(|row| match &grid[row][column] {
        Slot::Begins(cell) if !words(&cell.content).trim().is_empty() => Some(Some(row)),
        Slot::CoveredFromAbove { .. } => None,
        _ => Some(None),
    })?
}

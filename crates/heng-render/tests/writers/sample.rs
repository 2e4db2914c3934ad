//! A fictional report and a fictional form that hold every kind of block.

use heng_core::basis::{Basis, Citation};
use heng_core::derivation::{Derivation, Step};
use heng_core::fact::FactId;
use heng_core::table::{Cell, Table};
use heng_render::document::{
    Align, Block, CellContent, CellNumber, CellReference, CellRole, Chart, Document, Grid, Inline,
    NumberFormat, Orientation,
};
use jiff::civil::date;
use rust_decimal::Decimal;

/// Words that mean something in one of the formats and must come out as they are.
pub const HOSTILE: &str = "=SUM(A1) #strong[粗] *星* $x$ <b>&\"引'号\" \\u{0}";

/// Rows of the long table, as `(task, number of indicators)`.
pub const TASKS: [(&str, usize); 3] =
    [("政务云平台运行保障", 70), ("公共数据归集治理", 24), ("数字技能普及", 6)];

/// A report with headings, figures, a chart and a table over several pages.
pub fn report() -> Document {
    Document {
        annex: None,
        title: "云溪市数据资源局2031年度部门整体支出绩效自评报告".to_owned(),
        author: "云溪市数据资源局".to_owned(),
        date: date(2032, 3, 18),
        orientation: Orientation::Portrait,
        draft: Some("示例：所依规则尚未采用".to_owned()),
        blocks: report_blocks(),
        colophon: vec![
            ("规则".to_owned(), "示例部门方案 0.1，摘要 3f9a…c0".to_owned()),
            ("卷宗".to_owned(), "修订 7，记录链末端 b1d2…9e".to_owned()),
        ],
        derivations: derivations(),
    }
}

fn report_blocks() -> Vec<Block> {
    let heading = |level, text: &str| Block::Heading { level, text: text.to_owned() };
    let mut blocks = vec![
        heading(1, "一、基本情况"),
        paragraph(&[
            "本局负责全市公共数据的归集、治理与开放，设三个内设机构，年末在编人员四十二人。",
        ]),
        heading(2, "（一）预算执行"),
        Block::Paragraph(vec![
            Inline::Text("全年预算".to_owned()),
            figure("1380.00万元", 1),
            Inline::Text("，执行".to_owned()),
            figure("1297.20万元", 2),
            Inline::Text("，预算执行率".to_owned()),
            figure("94.00%", 0),
            Inline::Text("。年中追加的机房改造经费因设备到货推迟，结转下年使用。".to_owned()),
        ]),
        Block::Chart(chart()),
        Block::Note("注：图中金额为一般公共预算口径。".to_owned()),
        heading(3, "1.培训开展"),
        Block::Paragraph(vec![
            Inline::Text("共举办数字技能培训".to_owned()),
            figure("18期", 3),
            Inline::Text(format!("。{HOSTILE}")),
        ]),
        heading(1, "二、指标完成情况"),
        Block::Grid(long_table()),
    ];
    let filler =
        "归集目录按季度更新，重点领域数据的完整率和及时率逐步提高，共享需求的平均办结时间缩短。";
    blocks.extend((0..6).map(|_| paragraph(&[&filler.repeat(3)])));
    blocks
}

fn paragraph(texts: &[&str]) -> Block {
    Block::Paragraph(texts.iter().map(|text| Inline::Text((*text).to_owned())).collect())
}

fn figure(text: &str, derivation: usize) -> Inline {
    Inline::Figure { text: text.to_owned(), derivation }
}

pub fn chart() -> Chart {
    Chart {
        caption: "图1 各类支出预算与执行".to_owned(),
        unit: "万元".to_owned(),
        series: vec!["预算数".to_owned(), "执行数".to_owned()],
        groups: vec![
            ("人员经费".to_owned(), vec![Decimal::new(61000, 2), Decimal::new(60420, 2)]),
            ("公用经费".to_owned(), vec![Decimal::new(9000, 2), Decimal::new(8300, 2)]),
            (
                "政务云平台运行维护与安全保障项目".to_owned(),
                vec![Decimal::new(68000, 2), Decimal::new(61000, 2)],
            ),
        ],
        description: "三类支出的预算数与执行数：人员经费执行最高，云平台项目结余最多。".to_owned(),
    }
}

/// Five columns; each task's cell is merged over all its indicators.
fn long_table() -> Grid {
    let heading = ["任务", "指标", "目标值", "完成值", "得分"];
    let mut rows = vec![heading.map(|text| Cell::new(head(text))).to_vec()];
    for (task, count) in TASKS {
        for index in 1..=count {
            let mut row = Vec::new();
            if index == 1 {
                row.push(Cell::new(body(task, Align::Left)).over_rows(count));
            }
            let name = format!("{task}第{index}项指标的按期完成数量");
            row.push(Cell::new(body(&name, Align::Left)));
            row.push(Cell::new(body("≥12项", Align::Centre)));
            row.push(Cell::new(body(&format!("{}项", 12 + index % 3), Align::Centre)));
            row.push(Cell::new(number(Decimal::new(100, 2), 2)));
            rows.push(row);
        }
    }
    Grid {
        caption: Some("表1 绩效指标完成情况".to_owned()),
        widths: vec![18, 44, 14, 14, 10],
        heading_rows: 1,
        table: Table::new(5, rows).unwrap(),
    }
}

fn derivations() -> Vec<Derivation> {
    let fact = |path: [&str; 3]| FactId::new(path);
    let budget = Derivation::stated(
        "全年预算",
        fact(["budget", "whole", "adjusted"]),
        Decimal::from(1380),
        "1380.00万元",
    );
    let spent = Derivation {
        step: Step::Computed { formula: "604.20 + 83.00 + 610.00".to_owned() },
        inputs: vec![
            Derivation::stated(
                "人员经费",
                fact(["budget", "staff", "spent"]),
                Decimal::new(60420, 2),
                "604.20万元",
            )
            .into(),
            Derivation::stated(
                "公用经费",
                fact(["budget", "office", "spent"]),
                Decimal::from(83),
                "83.00万元",
            )
            .into(),
            Derivation::stated(
                "云平台<项目>",
                fact(["budget", "cloud", "spent"]),
                Decimal::from(610),
                "610.00万元",
            )
            .into(),
        ],
        ..Derivation::stated(
            "支出执行",
            fact(["budget", "whole", "spent"]),
            Decimal::new(129_720, 2),
            "1297.20万元",
        )
    };
    let rate = Derivation {
        label: "预算执行率".to_owned(),
        value: Decimal::new(94, 2),
        shown: "94.00%".to_owned(),
        step: Step::Computed { formula: "1297.20 ÷ 1380.00".to_owned() },
        basis: Some(Basis::Cited(Citation {
            document: "示例办法〔2030〕1号".into(),
            article: Some("第九条".into()),
            url: None,
        })),
        inputs: vec![spent.clone().into(), budget.clone().into()],
    };
    let sessions = Derivation {
        label: "培训期数".to_owned(),
        value: Decimal::from(18),
        shown: "18期".to_owned(),
        step: Step::Measured {
            measure: "sessions".to_owned(),
            counting_rule: "状态为“已举办”的期次去重计数".to_owned(),
            rows: (2..=19).collect(),
            register: "registers/sessions.csv".to_owned(),
            sheet: None,
        },
        basis: None,
        inputs: Vec::new(),
    };
    vec![rate, budget, spent, sessions]
}

/// A form with merged cells in both directions, sums and a long cell, on a page on its side.
pub fn form() -> Document {
    Document {
        annex: None,
        title: "部门整体支出绩效自评表".to_owned(),
        author: "云溪市数据资源局".to_owned(),
        date: date(2032, 3, 18),
        orientation: Orientation::Landscape,
        draft: None,
        blocks: vec![
            paragraph(&["（2031年度）"]),
            Block::Grid(form_table()),
            Block::Grid(scores_table()),
            Block::Note("注：金额单位为万元，保留两位小数。".to_owned()),
        ],
        colophon: vec![("卷宗".to_owned(), "修订 7".to_owned())],
        derivations: Vec::new(),
    }
}

/// A form marked as an annex, with a further part, signed at its end.
pub fn collection() -> Document {
    let mut blocks = vec![Block::Grid(form_table())];
    blocks.push(Block::Part {
        name: "1．政务云<平台>".to_owned(),
        title: "项目支出绩效自评表".to_owned(),
    });
    blocks.push(Block::Grid(scores_table()));
    blocks.push(Block::Addressed("云溪市<财政局>：".to_owned()));
    blocks.push(Block::Signed(vec!["云溪市数据资源局".to_owned(), "2032年3月18日".to_owned()]));
    Document { annex: Some("附件3".to_owned()), blocks, ..form() }
}

fn form_table() -> Grid {
    let amounts = |label: &str, planned: i64, spent: i64, sums: Vec<(usize, usize)>| {
        let other = sums.iter().map(|(row, _)| (*row, 3)).collect();
        let rate = (Decimal::from(spent) / Decimal::from(planned)).round_dp(4);
        vec![
            Cell::new(body(label, Align::Left)),
            Cell::new(sum(Decimal::new(planned, 2), sums)),
            Cell::new(sum(Decimal::new(spent, 2), other)),
            Cell::new(percent(rate)),
        ]
    };
    let mut first = vec![Cell::new(head("预算执行情况（万元）")).over_rows(4)];
    first.extend(["类别", "全年预算数", "执行数", "执行率"].map(|text| Cell::new(head(text))));
    let goals = "建成统一的公共数据平台，重点数据集更新及时，部门共享需求按期办结；\
        面向公众开展数字技能普及，服务对象满意度保持在较高水平。"
        .repeat(4);
    let mut long = body(&goals, Align::Left);
    long.paragraphs.push(vec![Inline::Text(HOSTILE.to_owned())]);
    let rows = vec![
        vec![
            Cell::new(head("部门名称")),
            Cell::new(body("云溪市数据资源局", Align::Centre)).over_columns(4),
        ],
        first,
        amounts("基本支出", 70_000, 68_720, Vec::new()),
        amounts("项目支出", 68_000, 61_000, Vec::new()),
        amounts("合计", 138_000, 129_720, vec![(2, 2), (3, 2)]),
        vec![Cell::new(head("年度总体目标")), Cell::new(long).over_columns(4)],
    ];
    Grid {
        caption: None,
        widths: vec![16, 24, 20, 20, 20],
        heading_rows: 0,
        table: Table::new(5, rows).unwrap(),
    }
}

/// A table whose columns do not stand below those of the table before it.
fn scores_table() -> Grid {
    let rows = vec![
        vec![Cell::new(head("一级指标")), Cell::new(head("指标名称")), Cell::new(head("分值"))],
        vec![
            Cell::new(body("产出", Align::Centre)).over_rows(2),
            Cell::new(body("共享接口调用次数", Align::Left)),
            Cell::new(number(Decimal::new(125, 1), 1)),
        ],
        vec![
            Cell::new(body("目录更新及时率", Align::Left)),
            Cell::new(number(Decimal::new(75, 1), 1)),
        ],
        vec![
            Cell::new(head("合计")).over_columns(2),
            Cell::new(sum(Decimal::from(20), vec![(1, 2), (2, 2)])),
        ],
    ];
    Grid {
        caption: Some("指标与分值".to_owned()),
        widths: vec![20, 60, 20],
        heading_rows: 1,
        table: Table::new(3, rows).unwrap(),
    }
}

fn cell(text: &str, align: Align, role: CellRole) -> CellContent {
    CellContent { paragraphs: vec![vec![Inline::Text(text.to_owned())]], align, role, number: None }
}

pub fn head(text: &str) -> CellContent {
    cell(text, Align::Centre, CellRole::Heading)
}

pub fn body(text: &str, align: Align) -> CellContent {
    cell(text, align, CellRole::Body)
}

fn number(value: Decimal, decimals: u32) -> CellContent {
    let format = NumberFormat::Decimals(decimals);
    let number = Some(CellNumber { value, format, sum_of: Vec::new() });
    CellContent { number, ..body(&value.to_string(), Align::Right) }
}

fn sum(value: Decimal, sum_of: Vec<(usize, usize)>) -> CellContent {
    let reference = |(row, column)| CellReference { tables_back: 0, column, row };
    let sum_of = sum_of.into_iter().map(reference).collect();
    let number = Some(CellNumber { value, format: NumberFormat::Decimals(2), sum_of });
    CellContent { number, ..body(&format!("{value:.2}"), Align::Right) }
}

fn percent(value: Decimal) -> CellContent {
    let number = Some(CellNumber { value, format: NumberFormat::Percent(2), sum_of: Vec::new() });
    let shown = format!("{:.2}%", value * Decimal::ONE_HUNDRED);
    CellContent { number, ..body(&shown, Align::Right) }
}

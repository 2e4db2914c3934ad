//! The forms: every figure of the dossier once in every format, totals that recompute, same bytes twice.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stderr,
    clippy::float_arithmetic,
    reason = "a test fails by panicking, and says what it skipped"
)]

mod outline;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Reader};
use heng_core::answer::actual_text;
use heng_core::dossier::{Baseline, Indicator, SealedTarget};
use heng_core::evaluation::{Evaluation, evaluate};
use heng_core::pack::{DepartmentForm, ProjectForm as Layout, Subject, builtin};
use heng_core::score::Scoring;
use heng_render::compose;
use heng_render::document::{Block, CellContent, Document, Inline};
use heng_render::write::pdf::Fonts;
use heng_render::write::{docx, html, pdf, xlsx};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
const DOSSIERS: [&str; 3] =
    ["examples/demo", "crates/heng/tests/dossiers/transfer", "crates/heng/tests/dossiers/alone"];
const LAYOUTS: [Layout; 2] = [Layout::National, Layout::Sichuan];
const DEPARTMENT_LAYOUTS: [DepartmentForm; 4] = [
    DepartmentForm::Central,
    DepartmentForm::Chongqing,
    DepartmentForm::Anhui,
    DepartmentForm::Hunan,
];

fn evaluated(folder: &Path) -> Evaluation {
    let loaded = heng_intake::folder::load(folder, &mut |_| {});
    assert_eq!(loaded.problems, [], "{}", folder.display());
    let load = |id: &str| builtin::load(id, None).unwrap();
    let whole = match loaded.dossier.subject {
        Subject::Department => "example-department",
        Subject::Project => "example-project",
    };
    evaluate(loaded, load(whole), Some(load("example-project")))
}

fn dossier(name: &str) -> Evaluation {
    evaluated(&Path::new(ROOT).join(name))
}

fn projects(evaluation: &Evaluation, layout: Layout) -> Document {
    compose::projects(evaluation, layout).unwrap().unwrap()
}

fn department(evaluation: &Evaluation, layout: DepartmentForm) -> Document {
    compose::form(evaluation, layout).unwrap()
}

fn fonts() -> Option<Fonts> {
    let mut store = typst_kit::fonts::FontStore::new();
    store.extend(typst_kit::fonts::system());
    let book = (**store.book()).clone();
    Fonts::new(book, move |index| store.font(index)).ok()
}

/// The words of a document in each format, white space left out; cells of a row follow each other.
fn texts(document: &Document) -> Vec<(&'static str, String)> {
    let squeezed = |text: &str| outline::squeezed(text);
    let workbook = outline::xlsx(&xlsx::write(&[document]).unwrap());
    // Numbers stand without their mark, as people read them.
    let cells = workbook.iter().filter(|cell| !cell.starts_with('='));
    let cells: String = cells.map(|cell| cell.strip_prefix('#').unwrap_or(cell)).collect();
    let mut texts = vec![
        ("docx", squeezed(&outline::docx(&docx::write(document).unwrap()))),
        ("html", squeezed(before_derivations(&outline::html(&html::write(document).unwrap())))),
        ("xlsx", squeezed(&cells)),
    ];
    match pdf_text(document) {
        Some(text) => texts.push(("pdf", squeezed(&text))),
        None => eprintln!("skipped: pdf, without fonts or pdftotext"),
    }
    texts
}

fn before_derivations(text: &str) -> &str {
    text.split_once("数字出处").map_or(text, |(before, _)| before)
}

fn pdf_text(document: &Document) -> Option<String> {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("form.pdf");
    std::fs::write(&path, pdf::write(document, &fonts()?).unwrap().bytes).unwrap();
    outline::pdf(&path)
}

fn scoring<'e>(evaluation: &'e Evaluation, indicator: &Indicator) -> &'e Scoring {
    let sheets = std::iter::once(&evaluation.scores).chain(&evaluation.project_scores);
    &sheets.into_iter().find_map(|sheet| sheet.indicator(&indicator.id)).unwrap().scoring
}

/// What the row of an indicator shows one after the other: target, actual, points and score.
fn row(evaluation: &Evaluation, indicator: &Indicator, target: &str) -> String {
    let Shown { actual, points, score } = shown(evaluation, indicator);
    outline::squeezed(&format!("{}{target}{actual}{points}{score}", indicator.name))
}

/// Actual, points and score as every form shows them.
struct Shown {
    actual: String,
    points: String,
    score: String,
}

fn shown(evaluation: &Evaluation, indicator: &Indicator) -> Shown {
    let actual = actual_text(indicator, &evaluation.measurements).unwrap();
    let score = match scoring(evaluation, indicator).score() {
        Some(score) => score.value().normalize().to_string(),
        None => indicator.stated_score.map_or("—".to_owned(), |one| one.normalize().to_string()),
    };
    let points = indicator.points.unwrap().normalize().to_string();
    Shown { actual: actual.into_owned(), points, score }
}

/// What the row of an indicator shows one after the other in a layout of the department's form.
fn department_row(
    evaluation: &Evaluation,
    indicator: &Indicator,
    layout: DepartmentForm,
) -> Vec<String> {
    let Shown { actual, points, .. } = shown(evaluation, indicator);
    let (name, target) = (&indicator.name, &indicator.target);
    let result = format!("年度指标值：{target}；实际完成值：{actual}");
    let parts = match layout {
        DepartmentForm::Central => vec![row(evaluation, indicator, target)],
        DepartmentForm::Chongqing => vec![name.clone(), format!("—{actual}")],
        DepartmentForm::Anhui => vec![format!("{name}{points}"), result],
        DepartmentForm::Hunan => vec![name.clone(), result],
    };
    parts.iter().map(|part| outline::squeezed(part)).collect()
}

fn assert_once(document: &Document, row: &str) {
    for (format, text) in texts(document) {
        assert_eq!(text.matches(row).count(), 1, "{row} in {format}");
    }
}

#[test]
fn the_department_form_has_each_indicator_once_in_every_format() {
    for name in &DOSSIERS[..2] {
        let evaluation = dossier(name);
        let texts = texts(&department(&evaluation, DepartmentForm::Central));
        for (_, indicator) in evaluation.dossier.task_indicators() {
            let row = row(&evaluation, indicator, &indicator.target);
            for (format, text) in &texts {
                assert_eq!(text.matches(&row).count(), 1, "{row} in {format} of {name}");
            }
        }
    }
}

#[test]
fn each_layout_of_the_department_form_has_each_indicator_in_every_format() {
    for layout in DEPARTMENT_LAYOUTS {
        let evaluation = dossier("examples/demo");
        let texts = texts(&department(&evaluation, layout));
        for (_, indicator) in evaluation.dossier.task_indicators() {
            for part in department_row(&evaluation, indicator, layout) {
                for (format, text) in &texts {
                    assert!(text.contains(&part), "{part} in {format} of {layout:?}");
                }
            }
        }
    }
}

#[test]
fn the_layouts_of_the_department_form_have_what_each_asks_for() {
    let mut evaluation = dossier("crates/heng/tests/dossiers/transfer");
    let plants = evaluation.dossier.tasks[0].indicators[0].clone();
    assert_eq!(plants.target, "2座");
    let sealed = SealedTarget {
        indicator: plants.id,
        name: plants.name,
        target: "3座".to_owned(),
        points: plants.points,
    };
    let (sealed_on, sha256) = (jiff::civil::date(2023, 2, 10), String::new());
    evaluation.dossier.baseline =
        Some(Baseline { sealed_on, document: None, targets: vec![sealed], sha256 });
    let text = |layout| outline::docx(&docx::write(&department(&evaluation, layout)).unwrap());
    let cases: [(DepartmentForm, &[&str]); 4] = [
        (
            DepartmentForm::Central,
            &[
                "农村供水\n3项指标，2项得满分\n—\n—\n—\n—\n—\n—\n—\n",
                "部门整体支出\n2750.50\n2270.50\n480.00\n2612.98\n10\n95%\n9.5\n",
                "其中：基本支出\n620.00\n—\n—\n618.20\n—\n99.71%\n—\n",
                "部门整体支出说明\n年中追加河道应急清淤70.50万元",
            ],
        ),
        (
            DepartmentForm::Chongqing,
            &[
                "财政处室\n\n自评总分\n98.9\n联系人／电话\n苏禾／0000-1234567\n",
                "执行率权重\n执行率得分\n\n2680.00\n2750.50\n2612.98\n95%\n10\n9.5\n",
                "当年绩效目标\n年初绩效目标\n调整绩效目标\n实际完成情况\n",
                "新建水厂\n座\n＝\n3\n2\n2座\n100%\n50\n50\n",
                "农村供水保证率\n%\n≥\n95\n—\n93.1%\n98%\n30\n29.4\n",
                "总分\n100\n98.9\n98.9\n93.9\n\n等级：优\n",
            ],
        ),
        (
            DepartmentForm::Anhui,
            &[
                "序号\n一级指标\n二级指标\n三级指标\n分值\n指标解释\n指标说明及评分标准\n自评得分\n",
                "1\n预算执行率\n—\n部门整体支出预算执行率\n10\n",
                "执行率95%。\n年中追加河道应急清淤70.50万元",
                "2\n履职产出（50分）\n数量\n新建水厂\n50\n—\n",
                "\n年度指标值：≥95%；实际完成值：93.1%\n7月暴雨冲毁两处取水口",
                "取水口已加固。\n主管部门复核：同意部门说明。\n29.4\n",
                "总分\n100\n\n等级：优\n98.9\n98.9\n93.9\n",
            ],
        ),
        (
            DepartmentForm::Hunan,
            &[
                "一级指标\n二级指标\n三级指标\n评分标准\n分值\n自评得分\n",
                "财政部门复核\n扣分原因和其他说明\n预算执行率\n—\n",
                "10\n9.5\n9.5\n9.5\n全年预算数2750.50万元，全年执行数2612.98万元，执行率95%。\n",
                "30\n29.4\n29.4\n29.4\n年度指标值：≥95%；实际完成值：93.1%\n7月暴雨",
                "总分\n100\n98.9\n98.9\n93.9\n等级：优\n",
            ],
        ),
    ];
    for (layout, expected) in cases {
        let text = text(layout);
        for words in expected {
            assert_eq!(text.matches(words).count(), 1, "{words} in {layout:?}: {text}");
        }
    }
}

#[test]
fn each_project_has_its_indicators_once_in_every_format() {
    for name in DOSSIERS {
        let evaluation = dossier(name);
        let texts = texts(&projects(&evaluation, Layout::National));
        for indicator in evaluation.dossier.projects.iter().flat_map(|one| &one.indicators) {
            let row = row(&evaluation, indicator, &indicator.target);
            for (format, text) in &texts {
                assert_eq!(text.matches(&row).count(), 1, "{row} in {format} of {name}");
            }
        }
    }
}

#[test]
fn sichuan_shows_nature_amount_and_unit_apart() {
    let evaluation = dossier("crates/heng/tests/dossiers/transfer");
    let document = projects(&evaluation, Layout::Sichuan);
    let rivers = &evaluation.dossier.projects[1];
    let targets = ["≥12公里", "定性每条河道有人巡查、有记录—", "≥90%"];
    for (indicator, target) in rivers.indicators.iter().zip(targets) {
        assert_once(&document, &row(&evaluation, indicator, target));
    }
    let docx = outline::docx(&docx::write(&document).unwrap());
    assert!(docx.contains("河道清淤长度\n≥\n12\n公里\n12.4公里\n50\n50\n"), "{docx}");
    for words in ["预算执行情况（10分）（万元）", "评价结论\n治理任务完成", "存在问题\n清淤"]
    {
        assert!(docx.contains(words), "{words} in {docx}");
    }
}

#[test]
fn the_layouts_have_what_each_asks_for() {
    let transfer = dossier("crates/heng/tests/dossiers/transfer");
    let alone = dossier("crates/heng/tests/dossiers/alone");
    let text =
        |evaluation, layout| outline::docx(&docx::write(&projects(evaluation, layout)).unwrap());
    let cases: [(String, &[&str]); 3] = [
        (
            text(&transfer, Layout::National),
            &[
                "项目支出绩效自评汇总表（2023年度）",
                "合计\n2130.50\n1994.78\n93.63%\n",
                "转移支付绩效自评表（2023年度）",
                "其中：中央财政资金\n500.00\n560.00\n540.20\n—\n96.46%\n—\n",
                "分配科学性\n按工程处数",
                "样式为方案自定",
                "项目支出绩效自评表（2023年度）",
                "年度资金总额\n1260.00\n1270.50\n1182.08\n10\n93.04%\n9.3\n",
                "上年结转资金\n480.00\n480.00\n422.50\n",
                "填表人：何樵\n联系电话：0000-7654321\n审核人：林澈\n项目负责人（签字）：秦岭\n",
            ],
        ),
        (
            text(&alone, Layout::National),
            &["流动图书车服务\n主管部门\n青石县图书馆\n", "单位资金\n10.00\n10.00\n9.50\n"],
        ),
        (
            text(&alone, Layout::Sichuan),
            &["实施内容及过程概述\n购置流动图书车1辆", "单位资金\n10.00\n"],
        ),
    ];
    for (text, expected) in cases {
        for words in expected {
            assert_eq!(text.matches(words).count(), 1, "{words} in {text}");
        }
    }
    let seals = text(&transfer, Layout::National).matches("单位（盖章）：").count();
    assert_eq!(seals, 2, "one for each project");
    let alone = projects(&alone, Layout::National);
    assert!(alone.blocks.iter().all(|block| !matches!(block, Block::Part { .. })));
}

#[test]
fn reviewers_stand_beside_the_department_where_they_gave_scores() {
    let form = |name| {
        outline::docx(&docx::write(&department(&dossier(name), DepartmentForm::Central)).unwrap())
    };
    let reviewed = form("crates/heng/tests/dossiers/transfer");
    assert!(
        reviewed.contains("新建水厂\n2座\n2座\n50\n50\n50\n45\n财政部门复核：一座水厂"),
        "{reviewed}"
    );
    // 9.5 for the execution rate, which is not reviewed, and the reviewers' scores.
    assert!(reviewed.contains("总分\n100\n98.9\n98.9\n93.9\n"), "{reviewed}");
    let mut unreviewed = dossier("examples/demo");
    let tasks = unreviewed.dossier.tasks.iter_mut().flat_map(|task| &mut task.indicators);
    tasks.for_each(|one| one.reviews = heng_core::dossier::Reviews::default());
    unreviewed.scores.columns.clear();
    let columns = ["主管部门复核", "财政部门复核"];
    let written =
        outline::docx(&docx::write(&department(&unreviewed, DepartmentForm::Central)).unwrap());
    assert!(columns.iter().all(|column| !written.contains(column)), "{written}");
    assert!(columns.iter().any(|column| form("examples/demo").contains(column)));
}

#[test]
fn a_dimension_is_one_cell_over_all_its_indicators() {
    let evaluation = dossier("examples/demo");
    let document = department(&evaluation, DepartmentForm::Central);
    let cells = |label: &str| -> Vec<usize> {
        let grids = document.blocks.iter().filter_map(|block| match block {
            Block::Grid(grid) => Some(grid),
            _ => None,
        });
        let cells = grids.flat_map(|grid| grid.table.rows().iter().flatten());
        cells.filter(|cell| words(&cell.content) == label).map(|cell| cell.row_span).collect()
    };
    for weight in &evaluation.pack.weights {
        let own = evaluation.dossier.task_indicators();
        let count =
            own.filter(|(_, one)| one.dimension.as_deref() == Some(&weight.dimension)).count();
        let label = format!("{}（{}分）", weight.label, weight.points.normalize());
        let expected = if count == 0 { vec![] } else { vec![count] };
        assert_eq!(cells(&label), expected, "{label}");
    }
}

fn words(content: &CellContent) -> String {
    content.paragraphs.iter().flatten().map(Inline::text).collect()
}

/// The sums of a workbook: sheet, value shown, and what the cells that it names add up to.
fn sums(workbook: &[u8]) -> Vec<(String, f64, f64)> {
    let mut workbook = calamine::Xlsx::new(Cursor::new(workbook)).unwrap();
    let mut sums = Vec::new();
    for name in workbook.sheet_names() {
        let range = workbook.worksheet_range(&name).unwrap();
        let number = |row: u32, column: u32| match range.get_value((row, column)) {
            Some(Data::Float(number)) => *number,
            Some(Data::Int(number)) => f64::from(i32::try_from(*number).unwrap()),
            _ => 0.0,
        };
        let formulas = workbook.worksheet_formula(&name).unwrap();
        let (top, left) = formulas.start().unwrap_or_default();
        for (row, column, formula) in formulas.used_cells() {
            let at = |offset: usize| u32::try_from(offset).unwrap();
            let shown = number(top + at(row), left + at(column));
            let inside = formula.strip_prefix("SUM(").unwrap().strip_suffix(')').unwrap();
            let mut added = 0.0;
            for part in inside.split(',') {
                let (from, to) = part.split_once(':').unwrap_or((part, part));
                let ((column, from), (_, to)) = (place(from), place(to));
                added += (from..=to).map(|row| number(row, column)).sum::<f64>();
            }
            sums.push((name.clone(), shown, added));
        }
    }
    sums
}

/// Column and row of a cell's name such as `AB12`, from 0.
fn place(name: &str) -> (u32, u32) {
    let digits = name.find(|c: char| c.is_ascii_digit()).unwrap();
    let column =
        name[..digits].bytes().fold(0, |column, letter| column * 26 + u32::from(letter - b'A') + 1);
    (column - 1, name[digits..].parse::<u32>().unwrap() - 1)
}

#[test]
fn the_formulas_of_workbooks_give_the_totals_shown() {
    for name in DOSSIERS {
        let evaluation = dossier(name);
        let mut documents: Vec<Document> =
            LAYOUTS.map(|layout| projects(&evaluation, layout)).to_vec();
        if evaluation.dossier.subject == Subject::Department {
            documents.extend(DEPARTMENT_LAYOUTS.map(|layout| department(&evaluation, layout)));
        }
        for document in &documents {
            let sums = sums(&xlsx::write(&[document]).unwrap());
            assert!(!sums.is_empty(), "{name}: {}", document.title);
            for (sheet, shown, added) in sums {
                assert!((shown - added).abs() < 1e-6, "{name}, {sheet}: {shown} is not {added}");
            }
        }
        let sums = sums(&xlsx::write(&[&documents[0]]).unwrap());
        for sheet in &evaluation.project_scores {
            // A project without indicators of its own has no total to show.
            let Some(total) = sheet.total.score() else { continue };
            let total: f64 = total.value().to_string().parse().unwrap();
            let is_there = sums.iter().any(|(_, shown, _)| (shown - total).abs() < 1e-9);
            assert!(is_there, "{name}: {total} in {sums:?}");
        }
    }
}

#[test]
fn equal_dossiers_give_equal_bytes() {
    let Some(fonts) = fonts() else {
        eprintln!("skipped: without fonts");
        return;
    };
    for layout in LAYOUTS {
        let bytes = || {
            let evaluation = dossier("crates/heng/tests/dossiers/transfer");
            let documents = [
                compose::report(&evaluation).unwrap(),
                department(&evaluation, DepartmentForm::Central),
                projects(&evaluation, layout),
                compose::findings(&evaluation).unwrap(),
            ];
            documents.map(|document| {
                (
                    docx::write(&document).unwrap(),
                    xlsx::write(&[&document]).unwrap(),
                    html::write(&document).unwrap(),
                    pdf::write(&document, &fonts).unwrap().bytes,
                )
            })
        };
        assert!(bytes() == bytes());
    }
}

#[test]
fn many_projects_with_like_names_have_each_their_form() {
    let mut toml = "format = 1\nfiscal_year = 2023\npacks = { department = 'p', project = 'q' }\n\
                    department = { name = '示例局' }\n"
        .to_owned();
    for number in 1..=26 {
        let name = "基层公共服务设施改造提升以及后续管理维护补助".repeat(2);
        let _ = write!(
            toml,
            "[[project]]\nid = 'p{number}'\nname = '{name}'\nbudget = '{number}.00万元'\n\
             expenditure = '0.00万元'\n[[project.indicator]]\nid = 'i{number}'\nname = '第{number}项'\n\
             dimension = 'output'\ntarget = '≥{number}处'\nactual = '{number}处'\npoints = '50'\n"
        );
    }
    let place = tempfile::tempdir().unwrap();
    std::fs::write(place.path().join("dossier.toml"), toml).unwrap();
    let evaluation = evaluated(place.path());
    for layout in LAYOUTS {
        let document = projects(&evaluation, layout);
        let workbook = xlsx::write(&[&document]).unwrap();
        let mut workbook = calamine::Xlsx::new(Cursor::new(&*workbook)).unwrap();
        let names = workbook.sheet_names();
        assert_eq!(names.len(), 27);
        for (number, name) in names.iter().enumerate().skip(1) {
            let range = workbook.worksheet_range(name).unwrap();
            let words = format!("第{number}项");
            let is_there =
                range.used_cells().any(|(.., cell)| *cell == Data::String(words.clone()));
            assert!(is_there, "{words} on {name}");
        }
        let docx = outline::docx(&docx::write(&document).unwrap());
        assert_eq!(docx.matches("项目支出绩效自评表（2023年度）").count(), 26);
        assert!(docx.contains("合计\n351.00\n0.00\n0%\n"), "{docx:.400}");
        if let Some(text) = pdf_text(&document) {
            assert_eq!(text.matches("项目支出绩效自评表（2023年度）").count(), 26);
        }
    }
}

#[test]
fn the_ledger_has_every_obligation_under_its_verdict() {
    let evaluation = dossier("crates/heng/tests/dossiers/transfer");
    let document = compose::findings(&evaluation).unwrap();
    let Some(Block::Grid(grid)) = document.blocks.last() else { panic!("the ledger comes last") };
    let mut ledger: BTreeMap<(String, String), usize> = BTreeMap::new();
    let headings: Vec<String> =
        grid.table.rows()[0].iter().map(|cell| words(&cell.content)).collect();
    for row in &grid.table.rows()[1..] {
        let cells: Vec<String> = row.iter().map(|cell| words(&cell.content)).collect();
        for (codes, verdict) in cells.iter().zip(&headings).skip(2) {
            for code in codes.split_whitespace() {
                *ledger.entry((format!("{code} {}", cells[1]), verdict.clone())).or_default() += 1;
            }
        }
    }
    let mut expected: BTreeMap<(String, String), usize> = BTreeMap::new();
    for one in &evaluation.obligations {
        let key = (format!("{} {}", one.code, one.subject), one.verdict.label().to_owned());
        *expected.entry(key).or_default() += 1;
    }
    assert_eq!(ledger, expected);
}

#[test]
fn the_report_tells_all_that_the_dossier_holds() {
    let report =
        |name| outline::docx(&docx::write(&compose::report(&dossier(name)).unwrap()).unwrap());
    let transfer = report("crates/heng/tests/dossiers/transfer");
    let alone = report("crates/heng/tests/dossiers/alone");
    let cases: [(&str, &[&str]); 2] = [
        (
            &transfer,
            &[
                "部门整体支出年初预算数2680.00万元，全年预算数2750.50万元，执行数2612.98万元",
                "部门整体支出中本年财政拨款年初预算数2200.00万元",
                "年中追加河道应急清淤70.50万元",
                "政府采购计划金额\n940.00万元\n政府采购管理系统\n",
                "农村供水保证率93.1%，水厂建成2座。",
                "责任单位：水利建设股；完成时限：2024年6月30日。",
                "2．项目支出绩效自评汇总表及自评表（2个项目）",
                "云溪县水务局\n2024年2月28日\n",
            ],
        ),
        (
            &alone,
            &[
                "流动图书车服务2023年项目支出绩效自评报告\n",
                "到村服务不少于120次，借阅不少于9000册次。",
                "2023年，流动图书车服务年初预算数60.00万元，全年预算数60.00万元",
                "项目自评得分99.6分，等级为“优”。",
                "到村服务\n≥120次\n131次\n",
                "三、存在的主要问题\n冬季道路结冰，12月少去了7次。\n四、下一步改进措施\n冬季改到",
                "1．项目支出绩效自评表\n",
            ],
        ),
    ];
    for (text, expected) in cases {
        for words in expected {
            assert_eq!(text.matches(words).count(), 1, "{words} in {text}");
        }
    }
}

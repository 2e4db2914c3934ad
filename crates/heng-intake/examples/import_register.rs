//! Imports a workbook and reads it with calamine, in turns: prints the best time of each.
//!
//! Usage: `import_register FILE.xlsx ROWS ROUNDS`. The file is written first: payments as the export
//! of a budget system has them, for the template `budget_ledger`.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    missing_docs,
    reason = "an example shows its result and ends where something is wrong"
)]

use std::path::Path;
use std::time::{Duration, Instant};

use calamine::{Reader, Xlsx, open_workbook};
use heng_core::register::import::layout::Layout;
use heng_core::register::import::propose::propose;
use heng_core::register::import::rows::sort;
use heng_core::register::template;
use heng_intake::register::table::tables;
use rust_xlsxwriter::{Format, Workbook};

/// The allocator of the binary, for both.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().unwrap();
    let rows: u32 = arguments.next().unwrap().parse().unwrap();
    let rounds: usize = arguments.next().unwrap().parse().unwrap();
    write(Path::new(&file), rows);
    let (mut own, mut peer) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        own.push(timed(|| import(Path::new(&file))));
        peer.push(timed(|| calamine(Path::new(&file))));
    }
    for (name, runs) in [("heng", own), ("calamine", peer)] {
        let (rows, best) = (runs[0].0, runs.iter().map(|run| run.1).min().unwrap());
        println!("{name}\t{rows}\t{}", best.as_micros());
    }
}

fn timed(run: impl FnOnce() -> usize) -> (usize, Duration) {
    let start = Instant::now();
    let rows = run();
    (rows, start.elapsed())
}

/// Reads, maps, sorts and checks all rows; gives how many records were taken.
fn import(file: &Path) -> usize {
    let schemas = template::schemas();
    let schema = schemas.iter().find(|schema| schema.id == "budget_ledger").unwrap();
    let tables = tables(file, "payments.xlsx").unwrap();
    let grid = &tables.grids[0];
    let mapping = propose(grid, schema).unwrap().mapping;
    let layout = Layout::of(&mapping, "mapping.toml", grid, schema).unwrap();
    sort(grid, &layout, schema, &[]).taken.len()
}

/// Reads all cells; gives how many rows stand below the heading.
fn calamine(file: &Path) -> usize {
    let mut workbook: Xlsx<_> = open_workbook(file).unwrap();
    let sheet = workbook.sheet_names()[0].clone();
    workbook.worksheet_range(&sheet).unwrap().rows().count().saturating_sub(3)
}

/// Amounts as payments have them.
const AMOUNTS: [f64; 7] = [9_649.73, 120.5, 34.0, 88_000.0, 1_250.25, 0.99, 17_316.4];

/// Writes payments below a title and a line with the unit.
fn write(file: &Path, rows: u32) {
    let headings = [
        "支付凭证号",
        "支付时间",
        "支出类型",
        "预算项目",
        "资金性质",
        "部门经济分类",
        "支付金额",
        "支付状态",
    ];
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    sheet.merge_range(0, 0, 0, 7, "2023年支付明细", &Format::new()).unwrap();
    sheet.write(1, 7, "单位：元").unwrap();
    for (column, heading) in (0..).zip(headings) {
        sheet.write(2, column, heading).unwrap();
    }
    for (number, amount) in (0..rows).zip(AMOUNTS.into_iter().cycle()) {
        let row = number + 3;
        let (project, scope) = match number % 4 {
            0 => ("", "基本支出"),
            1 => ("干部教育培训专项", "项目支出"),
            2 => ("人才工作专项", "项目支出"),
            _ => ("党员教育中心运行", "项目支出"),
        };
        sheet.write(row, 0, format!("ZF{number:07}")).unwrap();
        sheet.write_number_with_format(row, 1, 44927 + number % 365, &day).unwrap();
        sheet.write(row, 2, scope).unwrap();
        sheet.write(row, 3, project).unwrap();
        sheet.write(row, 4, "本年财政拨款").unwrap();
        sheet.write(row, 5, "商品和服务支出").unwrap();
        sheet.write(row, 6, amount).unwrap();
        sheet.write(row, 7, "已支付").unwrap();
    }
    workbook.save(file).unwrap();
}

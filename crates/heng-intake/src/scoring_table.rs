//! A bureau's scoring table (评分表) from an xlsx or docx file.

use std::ops::ControlFlow;
use std::path::Path;

use heng_core::fact::Place;
use heng_core::pack::import::Grid;
use heng_core::page::{Block, PageCell};
use heng_core::reader::{Problem, ProblemKind};
use heng_core::table::{Slot, Table};

use crate::file;
use crate::report::read::word;
use crate::sheet::{Limits, SheetError, Workbook, cell_name};

/// A scoring table has a row an indicator; a sheet with more is something else.
const LIMITS: Limits = Limits { rows: 5_000, columns: 100 };

/// Reads the tables of a workbook or document, which the name's ending tells apart.
///
/// Cells whose formula went wrong are left empty and reported.
///
/// # Errors
/// The problem says why the file can't be read.
pub fn read(path: &Path, name: &str) -> Result<(Vec<Grid>, Vec<Problem>), Box<Problem>> {
    let bytes = std::fs::read(path).map_err(|error| file::unopened(name, &error))?;
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    match ending.to_ascii_lowercase().as_str() {
        "xlsx" | "xlsm" => {
            workbook(bytes, name).map_err(|error| unread(name, &error.to_string(), &error.remedy()))
        }
        "docx" => document(bytes, name),
        _ => {
            let remedy = "请用 WPS、Excel 或 Word 另存为 xlsx 或 docx。";
            Err(unread(name, "只认识 xlsx 和 docx 的评分表", remedy))
        }
    }
}

fn unread(name: &str, why: &str, remedy: &str) -> Box<Problem> {
    Box::new(Problem {
        kind: ProblemKind::MissingFile,
        place: Place::File { file: name.to_owned() },
        excerpt: name.to_owned(),
        message: format!("{why}，没有读入。"),
        remedy: remedy.to_owned(),
    })
}

fn document(bytes: Vec<u8>, name: &str) -> Result<(Vec<Grid>, Vec<Problem>), Box<Problem>> {
    let mut pages = word::read(bytes, name);
    if pages.blocks.is_empty() && !pages.problems.is_empty() {
        return Err(Box::new(pages.problems.swap_remove(0)));
    }
    let tables = pages.blocks.iter().filter_map(Block::table);
    Ok((tables.map(|table| grid(table, name)).collect(), pages.problems))
}

/// The rows of a table; places that a merged cell covers are empty.
fn grid(table: &Table<PageCell>, name: &str) -> Grid {
    let place = |index: usize| Place::Row {
        file: name.to_owned(),
        sheet: None,
        row: index + 1,
        column: None,
    };
    let words = |slot: &Slot<'_, PageCell>| match slot {
        Slot::Begins(cell) => cell.content.text.clone(),
        Slot::CoveredFromLeft | Slot::CoveredFromAbove { .. } => String::new(),
    };
    let rows = table.grid().into_iter().enumerate();
    let rows = rows.map(|(index, slots)| (place(index), slots.iter().map(words).collect()));
    Grid { rows: rows.collect() }
}

fn workbook(bytes: Vec<u8>, name: &str) -> Result<(Vec<Grid>, Vec<Problem>), SheetError> {
    let mut book = Workbook::open(bytes)?;
    let sheets: Vec<String> = book.sheets().map(ToOwned::to_owned).collect();
    let (mut grids, mut problems) = (Vec::new(), Vec::new());
    for sheet in sheets {
        let mut grid = Grid::default();
        let file = format!("{name}「{sheet}」");
        book.visit(&sheet, LIMITS, |row| {
            let mut cells = Vec::new();
            for cell in &row.cells {
                let Ok(column) = usize::try_from(cell.column) else { continue };
                cells.resize(cells.len().max(column + 1), String::new());
                match (cell.content.text(), cells.get_mut(column)) {
                    (Some(text), Some(place)) => *place = text.into_owned(),
                    _ => problems.push(without_value(&file, &cell_name(row.number, cell.column))),
                }
            }
            let row = usize::try_from(row.number).unwrap_or(usize::MAX);
            let (file, sheet) = (name.to_owned(), Some(sheet.clone()));
            grid.rows.push((Place::Row { file, sheet, row, column: None }, cells));
            ControlFlow::Continue(())
        })?;
        grids.push(grid);
    }
    Ok((grids, problems))
}

fn without_value(file: &str, cell: &str) -> Problem {
    Problem {
        kind: ProblemKind::NotUnderstood,
        place: Place::File { file: file.to_owned() },
        excerpt: cell.to_owned(),
        message: format!("单元格 {cell} 的公式没有结果，当作空格。"),
        remedy: "请在表格里改正公式，保存后重新导入。".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use heng_core::pack::import::scoring_rows;
    use rust_xlsxwriter::{Format, Workbook as Written};

    use super::*;

    /// The table of the tests: merged cells for the level-1 indicator, one row without points.
    fn xlsx(folder: &Path) -> std::path::PathBuf {
        let mut book = Written::new();
        let sheet = book.add_worksheet();
        let heading = ["一级指标", "三级指标", "分值", "评分标准"];
        sheet.write_row(1, 0, heading).unwrap();
        sheet.merge_range(2, 0, 3, 0, "过程", &Format::new()).unwrap();
        sheet.write_row(2, 1, ["预算执行率", "10", "得分=执行率×分值"]).unwrap();
        sheet.write_row(3, 1, ["信息公开", "五", "按时公开得满分，否则不得分"]).unwrap();
        sheet.write(4, 0, "产出").unwrap();
        sheet.write(4, 1, "质量").unwrap();
        sheet.write(4, 2, 5.5).unwrap();
        let path = folder.join("table.XLSX");
        book.save(&path).unwrap();
        path
    }

    fn docx(folder: &Path, body: &str) -> std::path::PathBuf {
        let path = folder.join("table.docx");
        let mut zip = zip::ZipWriter::new(std::fs::File::create(&path).unwrap());
        zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
        let text = format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>");
        zip.write_all(text.as_bytes()).unwrap();
        zip.finish().unwrap();
        path
    }

    fn outline(path: &Path) -> Vec<String> {
        let (grids, problems) = read(path, "t").unwrap();
        let (rows, unplaced) = scoring_rows(&grids).unwrap();
        let rows = rows.iter().map(|row| {
            format!("{}/{} {} {} @{}", row.dimension, row.name, row.points, row.standard, row.place)
        });
        let problems = problems.iter().chain(&unplaced).map(|one| one.message.clone());
        rows.chain(problems).collect()
    }

    #[test]
    fn a_workbook_and_a_document_give_the_rows_of_their_table() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(
            outline(&xlsx(folder.path())),
            [
                "过程/预算执行率 10 得分=执行率×分值 @t「Sheet1」 第3行",
                "过程/信息公开 5 按时公开得满分，否则不得分 @t「Sheet1」 第4行",
                "产出/质量 5.5  @t「Sheet1」 第5行",
            ]
        );
        let cell = |properties: &str, text: &str| {
            format!(
                "<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"
            )
        };
        let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
        let plain = |texts: [&str; 4]| row(&texts.map(|text| cell("", text)));
        let begin = cell("<w:vMerge w:val='restart'/>", "过程");
        let nested = "<w:tc><w:tbl><w:tr><w:tc><w:p><w:r><w:t>甲&amp;乙</w:t></w:r></w:p></w:tc></w:tr>\
            </w:tbl><w:p/></w:tc>";
        let body = format!(
            "<w:p><w:r><w:t>附件</w:t></w:r></w:p><w:tbl>{}{}{}{}{}</w:tbl>",
            row(&[cell("<w:gridSpan w:val='4'/>", "评分表")]),
            plain(["一级指标", "三级指标", "分值", "评分标准"]),
            row(&[begin, cell("", "预算执行率"), cell("", "10"), nested.to_owned()]),
            row(&[
                cell("<w:vMerge/>", "不显示"),
                cell("", "公开"),
                cell("", "5"),
                cell("", "按时")
            ]),
            row(&[cell("<w:gridSpan w:val='2'/>", "合计"), cell("", "15"), cell("", "")]),
        );
        assert_eq!(
            outline(&docx(folder.path(), &body)),
            ["过程/预算执行率 10 甲&乙 @t 第3行", "过程/公开 5 按时 @t 第4行"]
        );
    }

    #[test]
    fn files_that_are_no_table_are_refused_with_the_reason() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, bytes: &[u8]| {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).unwrap();
            path
        };
        let cases = [
            (write("a.xlsx", b""), "文件是空的"),
            (write("b.xlsx", b"PK"), "这不是 xlsx 工作簿"),
            (write("c.docx", b"plain"), "这不是 docx 文档"),
            (write("d.pdf", b"%PDF"), "只认识 xlsx 和 docx 的评分表"),
            (
                docx(folder.path(), "<w:tbl><w:tr><w:tc><w:gridSpan w:val='99999999999'/>"),
                "文档已损坏：XML 的写法不对",
            ),
            (folder.path().join("missing.xlsx"), "没有找到这个文件"),
        ];
        for (path, expected) in cases {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let Err(problem) = read(&path, &name) else { panic!("{name} was read") };
            assert!(problem.message.contains(expected), "{name}: {problem}");
            assert!(!problem.remedy.is_empty());
        }
    }
}

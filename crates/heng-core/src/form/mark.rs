//! What a workbook says of itself on a sheet that nobody sees, and what it was handed out with.

use std::collections::BTreeMap;

use super::locate::{CellContent, RawSheet};
use super::{Cell, Form, PARTS, Row, Sheet, id_of_cell};

/// Name of the sheet that nobody sees.
pub const MARK_SHEET: &str = "heng";
/// Name of the sheet, seen by nobody either, that holds what drop-downs offer.
pub const LIST_SHEET: &str = "heng_lists";
/// The version of the template that this program writes and reads.
pub const TEMPLATE_VERSION: &str = "1";

/// What the first lines of the sheet that explains are about; their texts are those of the mark.
pub(super) const GUIDE_LABELS: [&str; 5] = ["部门", "年度", "填报科室", "报送期限", "模板版本"];

/// What a workbook was handed out as (填报标记).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mark {
    /// Version of the template.
    pub version: String,
    /// Hash of the dossier that it was made from.
    pub dossier: String,
    /// Name of the department.
    pub department: String,
    /// The fiscal year.
    pub fiscal_year: String,
    /// The office that it was made for, where it is for one.
    pub office: Option<String>,
    /// The day by which it is to be handed in, as it is shown.
    pub due: Option<String>,
}

impl Mark {
    /// The rows of the sheet that nobody sees: the mark, then all that the workbook was handed
    /// out with, so that what somebody changed is told from what was changed elsewhere meanwhile.
    #[must_use]
    pub fn rows(&self, form: &Form) -> Vec<Vec<String>> {
        let pair = |key: &str, value: &str| vec![key.to_owned(), value.to_owned()];
        let mut rows = vec![
            pair("version", &self.version),
            pair("dossier", &self.dossier),
            pair("department", &self.department),
            pair("fiscal_year", &self.fiscal_year),
            pair("office", self.office.as_deref().unwrap_or_default()),
            pair("due", self.due.as_deref().unwrap_or_default()),
        ];
        for sheet in &form.sheets {
            rows.push(pair("part", sheet.part.key));
            let columns = sheet.part.columns();
            for row in &sheet.rows {
                rows.push(pair("row", &row.id_cell()));
                for (column, cell) in columns.iter().zip(&row.cells) {
                    if let Some(text) = cell.text.as_deref().filter(|text| !text.is_empty()) {
                        rows.push(pair(column.key, text));
                    }
                }
            }
        }
        rows
    }

    /// Reads the sheet that nobody sees: the mark, and what was handed out.
    pub(super) fn read(sheet: &RawSheet) -> Option<(Self, Form)> {
        let text = |row: u32, column: u32| match sheet.cells.get(&(row, column)) {
            Some(CellContent::Text(text) | CellContent::Number(text)) => text.clone(),
            Some(CellContent::Fault(_)) | None => String::new(),
        };
        let last = sheet.cells.keys().next_back().map_or(0, |(row, _)| *row);
        let mut rows = (1..=last).map(|row| (text(row, 0), text(row, 1))).peekable();
        let mut said: BTreeMap<String, String> = BTreeMap::new();
        while let Some(pair) = rows.next_if(|(key, _)| key != "part") {
            said.insert(pair.0, pair.1);
        }
        let mut form = Form::default();
        for (key, value) in rows {
            let sheet = form.sheets.last_mut();
            match (key.as_str(), sheet) {
                ("part", _) => {
                    let part = PARTS.iter().find(|part| part.key == value);
                    form.sheets.extend(part.map(|part| Sheet { part, rows: Vec::new() }));
                }
                ("row", Some(sheet)) => {
                    let columns = sheet.part.columns();
                    let cells = columns.iter().map(|_| Cell::said(String::new())).collect();
                    sheet.rows.push(Row { id: id_of_cell(&value), cells, ..Row::default() });
                }
                (key, Some(sheet)) => {
                    let column = sheet.part.columns().iter().position(|one| one.key == key);
                    let row = sheet.rows.last_mut();
                    let cell = column.zip(row).and_then(|(column, row)| row.cells.get_mut(column));
                    if let Some(cell) = cell {
                        *cell = Cell::said(value);
                    }
                }
                (_, None) => {}
            }
        }
        let mut take = |key: &str| said.remove(key).unwrap_or_default();
        let mark = Self {
            version: take("version"),
            dossier: take("dossier"),
            department: take("department"),
            fiscal_year: take("fiscal_year"),
            office: Some(take("office")).filter(|office| !office.is_empty()),
            due: Some(take("due")).filter(|due| !due.is_empty()),
        };
        (!mark.version.is_empty()).then_some((mark, form))
    }

    /// What the first sheet tells whoever fills in the workbook: label and text of each line.
    #[must_use]
    pub fn guide(&self, form: &Form) -> Vec<(String, String)> {
        let whom = self.office.as_deref().unwrap_or("全部门（汇总人）");
        let due = self.due.as_deref().unwrap_or("以通知为准");
        let texts = [&self.department, &self.fiscal_year, whom, due, &self.version];
        let labels = GUIDE_LABELS.map(str::to_owned).into_iter();
        let mut lines: Vec<(String, String)> = labels.zip(texts.map(str::to_owned)).collect();
        let line = |label: &str, text: &str| (label.to_owned(), text.to_owned());
        lines.extend([
            line("", ""),
            line("怎样填", "1. 白色格子可以填写；灰底斜体的一行是示例，读入时不采用，不必删除。"),
            line("", "2. 有下拉箭头的格子请从列表中选；标 * 的栏目必填。"),
            line("", "3. 增加内容写在空行里，行数不够可以插入行；行的先后可以调整，表头不要改名。"),
            line(
                "",
                "4. 数量、比率连同单位和“≥”“不少于”等字样照实填写，如 14期、96.5%、超30篇次。",
            ),
            line("", "5. 金额栏以万元为单位，可直接填数；其他单位请写明，如 2.83亿元、4500元。"),
            line("", "6. 一格里有多项内容的，每行写一项（Alt+Enter 换行）。"),
            line("", "7. 以反斜杠 \\ 开头的格子是程序为保留原文所写，不必改动。"),
            line(
                "",
                "8. 填完保存为 xlsx 格式交回；不要设打开密码。放不到卷宗里的内容会逐格列出，不会丢失。",
            ),
            line("", ""),
        ]);
        for sheet in &form.sheets {
            lines.push((sheet.part.title.to_owned(), sheet.part.about.to_owned()));
        }
        lines
    }
}

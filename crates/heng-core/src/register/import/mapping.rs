//! Which columns of a file are those of a register, as a small text that people edit.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::reader::{self, Entry, Problem, ProblemKind, meant_or_all};
use crate::register::draft::quoted;
use crate::register::schema::{Schema, WrittenUnit};

/// The format version that is written and known.
const FORMAT: i64 = 1;

/// Where the columns of a register come from in a file (导入对应表).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    /// Identifier of the register.
    pub register: String,
    /// The sheet of the workbook; the one that fits best where none is named.
    pub sheet: Option<String>,
    /// The row of the heading; the one that fits best where none is named.
    pub heading_row: Option<usize>,
    /// The year of days that are written without one.
    pub year: Option<i16>,
    /// Headings whose columns are left out.
    pub ignored: Vec<String>,
    /// The columns of the register that the file fills.
    pub columns: Vec<MappedColumn>,
}

/// How a column of a register is filled (对应列).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappedColumn {
    /// Identifier of the column in the register.
    pub to: String,
    /// Where its cells come from.
    pub source: Source,
    /// The unit in which the file has its numbers, where it is another than the column's.
    pub unit: Option<WrittenUnit>,
    /// Words of the file with what the register has for them.
    pub values: BTreeMap<String, String>,
}

/// Where the cells of a column come from (对应列的来源).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// The column of the file with this heading.
    Heading(String),
    /// The same for each record.
    Constant(String),
}

/// Reads a mapping from its text; one with a problem is none.
#[must_use]
pub fn read(file: &str, text: &str, schema: &Schema) -> (Option<Mapping>, Vec<Problem>) {
    let (mapping, problems) = reader::read(file, text, |root| mapping(root, schema));
    (problems.is_empty().then_some(mapping), problems)
}

fn mapping(root: &Entry<'_>, schema: &Schema) -> Mapping {
    if root.integer("format") != Some(FORMAT) {
        let message = format!("导入对应表的格式版本不是 {FORMAT}。");
        root.not_understood("format", message, "请写 format = 1。");
    }
    let register = root.required_text("register");
    if !register.is_empty() && register != schema.id {
        let message = format!("这份对应表用于台账「{register}」，不是「{}」。", schema.id);
        root.not_understood("register", message, "请改用这个台账的对应表，或改正 --register。");
    }
    let mut columns: Vec<MappedColumn> = Vec::new();
    for entry in root.entries("column") {
        let Some(column) = column(&entry, schema) else { continue };
        if columns.iter().any(|one| one.to == column.to) {
            let message = format!("「{}」列写了不止一次。", column.to);
            entry.report(ProblemKind::DuplicateId, "to", message, "请只留一处。");
        }
        columns.push(column);
    }
    Mapping {
        register,
        sheet: root.text("sheet"),
        heading_row: whole(root, "heading_row", 1..=1_048_576),
        year: whole(root, "year", 1990..=2100),
        ignored: root.texts("ignored"),
        columns,
    }
}

/// A whole number within bounds; one outside is reported.
fn whole<T: TryFrom<i64>>(
    entry: &Entry<'_>,
    key: &str,
    bounds: std::ops::RangeInclusive<i64>,
) -> Option<T> {
    let number = entry.integer(key)?;
    let taken = bounds.contains(&number).then(|| T::try_from(number).ok()).flatten();
    if taken.is_none() {
        let remedy = format!("请写 {} 到 {} 之间的整数。", bounds.start(), bounds.end());
        entry.not_understood(key, format!("「{key}」的值 {number} 不对。"), &remedy);
    }
    taken
}

fn column(entry: &Entry<'_>, schema: &Schema) -> Option<MappedColumn> {
    let to = entry.required_text("to");
    let (from, constant) = (entry.text("from"), entry.text("constant"));
    let unit = entry.text("unit").and_then(|text| WrittenUnit::read(&text));
    let values = entry.entry("values").map(|values| translations(&values)).unwrap_or_default();
    let source = match (from, constant) {
        (Some(from), None) => Source::Heading(from),
        (None, Some(constant)) => Source::Constant(constant),
        _ => {
            let message =
                format!("「{to}」列须写 from（文件的表头）或 constant（固定的内容）之一。");
            entry.not_understood("from", message, "请补上一个，或删去多余的一个。");
            return None;
        }
    };
    let Some((_, known)) = schema.column(&to) else {
        let ids = schema.columns.iter().map(|column| column.id.as_str());
        let remedy = meant_or_all(&to, ids, "这个台账的列有");
        let message = format!("台账「{}」没有「{to}」这一列。", schema.title);
        entry.report(ProblemKind::UnknownReference, "to", message, &remedy);
        return None;
    };
    if let Some(unit) = &unit
        && known.unit.as_ref().is_none_or(|own| own.unit != unit.unit)
    {
        let own = known
            .unit
            .as_ref()
            .map_or_else(|| "没有单位".to_owned(), |own| format!("以「{own}」计"));
        let message = format!("台账的「{}」{own}，不能由「{unit}」换算。", known.label);
        entry.not_understood("unit", message, "请改正单位，或删去这一行。");
    }
    Some(MappedColumn { to, source, unit, values })
}

fn translations(values: &Entry<'_>) -> BTreeMap<String, String> {
    let pair = |from: String| values.text(&from).map(|to| (from, to));
    values.keys().into_iter().filter_map(pair).collect()
}

/// Writes a mapping, with the words that an editor needs.
#[must_use]
pub fn write(mapping: &Mapping, schema: &Schema) -> String {
    let mut text = format!(
        "# 导入对应表：{}。from 是文件的表头，to 是台账的列；改好后用 --mapping 再次导入。\n\
# 固定的内容写 constant = \"…\" 代替 from；用词不同的写 values = {{ \"文件的词\" = \"台账的词\" }}。\n\
# 没有写年份的日期，年份写 year = 2023。\n",
        schema.title
    );
    let _ = writeln!(text, "format = {FORMAT}\nregister = {}", quoted(&mapping.register));
    if let Some(sheet) = &mapping.sheet {
        let _ = writeln!(text, "sheet = {}", quoted(sheet));
    }
    if let Some(row) = mapping.heading_row {
        let _ = writeln!(text, "heading_row = {row}");
    }
    if let Some(year) = mapping.year {
        let _ = writeln!(text, "year = {year}");
    }
    let ignored: Vec<String> = mapping.ignored.iter().map(|one| quoted(one)).collect();
    let _ = writeln!(text, "# 不导入的列。\nignored = [{}]", ignored.join(", "));
    for column in &mapping.columns {
        let label = schema.column(&column.to).map_or("", |(_, column)| column.label.as_str());
        let _ = writeln!(text, "\n# {}\n[[column]]", one_line(label));
        let _ = match &column.source {
            Source::Heading(heading) => writeln!(text, "from = {}", quoted(heading)),
            Source::Constant(constant) => writeln!(text, "constant = {}", quoted(constant)),
        };
        let _ = writeln!(text, "to = {}", quoted(&column.to));
        if let Some(unit) = &column.unit {
            let _ = writeln!(text, "unit = {}", quoted(&unit.to_string()));
        }
        if !column.values.is_empty() {
            let pair =
                |(from, to): (&String, &String)| format!("{} = {}", quoted(from), quoted(to));
            let pairs: Vec<String> = column.values.iter().map(pair).collect();
            let _ = writeln!(text, "values = {{ {} }}", pairs.join(", "));
        }
    }
    for column in &schema.columns {
        if mapping.columns.iter().all(|one| one.to != column.id) {
            let _ = writeln!(
                text,
                "\n# 文件里没有认出「{}」：\n# [[column]]\n# from = \"\"\n# to = {}",
                one_line(&column.label),
                quoted(&column.id)
            );
        }
    }
    text
}

fn one_line(words: &str) -> String {
    words.replace(char::is_control, " ")
}

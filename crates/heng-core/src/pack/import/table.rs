//! Rows of a scoring table from the cells of a workbook or document.

use rust_decimal::Decimal;

use super::text::{normal, number};
use crate::fact::Place;
use crate::reader::{Problem, ProblemKind};

/// A table as it was read: its rows of cells, each row with its place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grid {
    /// The rows; a cell that a merged one covers is empty.
    pub rows: Vec<(Place, Vec<String>)>,
}

/// One indicator of a scoring table (评分标准表行).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoringRow {
    /// Where it stands.
    pub place: Place,
    /// The dimension (一级指标).
    pub dimension: String,
    /// The subdimension (二级指标).
    pub subdimension: Option<String>,
    /// Name (三级指标).
    pub name: String,
    /// Points available.
    pub points: Decimal,
    /// How it is scored, in the table's words.
    pub standard: String,
}

/// What the columns of a scoring table are called.
const HEADINGS: [(Column, &[&str]); 5] = [
    (Column::Level1, &["一级指标", "一级"]),
    (Column::Level2, &["二级指标", "二级"]),
    (Column::Level3, &["三级指标", "三级", "指标名称", "评价指标", "指标"]),
    (Column::Points, &["分值", "权重", "标准分", "满分", "指标分值"]),
    (Column::Standard, &["评分标准", "评分细则", "评价标准", "评分办法", "计分标准", "评分规则"]),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Level1,
    Level2,
    Level3,
    Points,
    Standard,
}

/// Where the columns stand.
struct Columns {
    level1: Option<usize>,
    level2: Option<usize>,
    level3: usize,
    points: usize,
    standard: usize,
}

/// The rows of the first table that has the headings; rows that can't be read are problems.
///
/// Nothing where no table has a column each for the indicator, its points and its standard.
#[must_use]
pub fn scoring_rows(grids: &[Grid]) -> Option<(Vec<ScoringRow>, Vec<Problem>)> {
    grids.iter().find_map(|grid| {
        let (heading, columns) = grid
            .rows
            .iter()
            .enumerate()
            .find_map(|(index, (_, cells))| Some((index, columns(cells)?)))?;
        Some(rows_below(grid.rows.get(heading + 1..)?, &columns))
    })
}

fn columns(cells: &[String]) -> Option<Columns> {
    let cells: Vec<String> = cells.iter().map(|cell| normal(cell)).collect();
    let find = |wanted: Column| {
        let (_, names) = HEADINGS.iter().find(|(column, _)| *column == wanted)?;
        let exact = |name: &&str| cells.iter().position(|cell| cell == name);
        let near = |name: &&str| cells.iter().position(|cell| cell.starts_with(*name));
        let behind = |name: &&str| cells.iter().position(|cell| cell.ends_with(*name));
        let exact = names.iter().find_map(exact);
        exact.or_else(|| names.iter().find_map(near)).or_else(|| {
            // `指标解释及评分标准`, but not `一级指标` for `指标`.
            (wanted == Column::Standard).then(|| names.iter().find_map(behind)).flatten()
        })
    };
    Some(Columns {
        level1: find(Column::Level1),
        level2: find(Column::Level2),
        level3: find(Column::Level3)?,
        points: find(Column::Points)?,
        standard: find(Column::Standard)?,
    })
}

/// What indicators of a table without first-level ones stand below.
const WITHOUT_DIMENSION: &str = "评价指标";

fn rows_below(rows: &[(Place, Vec<String>)], columns: &Columns) -> (Vec<ScoringRow>, Vec<Problem>) {
    let mut taken: Vec<ScoringRow> = Vec::new();
    let mut problems = Vec::new();
    // Merged cells stand once and hold for the rows below.
    let (mut dimension, mut subdimension) = (WITHOUT_DIMENSION.to_owned(), None);
    for (place, cells) in rows {
        let cell = |column: usize| cells.get(column).map_or("", |cell| cell.trim());
        let level1 = columns.level1.map_or("", cell);
        if !level1.is_empty() {
            dimension = name_of(level1);
            subdimension = None;
        }
        let level2 = columns.level2.map_or("", cell);
        if !level2.is_empty() {
            subdimension = Some(name_of(level2));
        }
        let (name, points, standard) =
            (cell(columns.level3), cell(columns.points), cell(columns.standard));
        let is_sum = [level1, level2, name].iter().any(|text| is_sum(text));
        if is_sum || cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        match points_of(points) {
            Some(points) if !name.is_empty() => taken.push(ScoringRow {
                place: place.clone(),
                dimension: dimension.clone(),
                subdimension: subdimension.clone(),
                name: name_of(name),
                points,
                standard: standard.to_owned(),
            }),
            _ => problems.push(unplaced(place, cells, name, points)),
        }
    }
    (taken, problems)
}

/// Says whether a row adds up the others.
fn is_sum(text: &str) -> bool {
    ["合计", "总分", "总计", "小计", "得分合计"].contains(&normal(text).as_str())
}

/// A name without the points that some tables write behind it: `投入（20分）`.
fn name_of(text: &str) -> String {
    let text: String = text.split_whitespace().collect();
    let bare = text.rsplit_once(['（', '(']).filter(|(_, behind)| {
        let behind = behind.trim_end_matches([')', '）', '分']);
        !behind.is_empty() && behind.chars().all(|c| c.is_ascii_digit() || c == '.')
    });
    bare.map_or(text.clone(), |(name, _)| name.to_owned())
}

/// More points than any scoring table gives one indicator.
const MOST_POINTS: u32 = 10_000;

/// The points of a cell such as `5`, `5分` or `5.0`.
fn points_of(text: &str) -> Option<Decimal> {
    let text = normal(text);
    let (points, rest) = number(&text)?;
    let is_points = (rest.is_empty() || rest == "分")
        && points > Decimal::ZERO
        && points <= Decimal::from(MOST_POINTS);
    is_points.then(|| points.normalize())
}

fn unplaced(place: &Place, cells: &[String], name: &str, points: &str) -> Problem {
    let message = if name.is_empty() {
        "这一行没有指标名称，没有采用。".to_owned()
    } else {
        format!("指标「{name}」的分值「{points}」读不成一个正数，这一行没有采用。")
    };
    let excerpt: String = cells.join(" ").trim().chars().take(60).collect();
    Problem {
        kind: ProblemKind::NotUnderstood,
        place: place.clone(),
        excerpt,
        message,
        remedy: "请在评分表中补全指标名称和分值后重新导入，或在生成的规则包中自行补上。".to_owned(),
    }
}

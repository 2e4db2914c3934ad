//! Bar charts as SVG, drawn in whole pixels so that no floating point is involved.

use heng_core::table::{Cell, Table};
use plotters::prelude::{
    BLACK, IntoDrawingArea, IntoFont, PathElement, RGBColor, Rectangle, SVGBackend, Text,
};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, TextStyle};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::Error;
use crate::document::{
    Align, CellContent, CellNumber, CellRole, Chart, Grid, Inline, NumberFormat,
};
use crate::write::clean;

/// The drawing surface that the charts are made on.
type Area<'s> = plotters::drawing::DrawingArea<SVGBackend<'s>, plotters::coord::Shift>;

/// Families for the words in a chart: office machines first, then free fonts.
const FAMILIES: &str = "SimHei, 黑体, FandolHei, Noto Sans CJK SC, Source Han Sans SC, \
     Microsoft YaHei, WenQuanYi Zen Hei, sans-serif";
/// Fills of the series, told apart also in black and white by how dark they are.
const FILLS: [RGBColor; 5] = [
    RGBColor(31, 58, 95),
    RGBColor(168, 187, 208),
    RGBColor(104, 122, 143),
    RGBColor(224, 229, 234),
    RGBColor(60, 60, 60),
];
const WIDTH: i32 = 720;
const NAME_WIDTH: i32 = 150;
const VALUE_WIDTH: i32 = 96;
const BAR_HEIGHT: i32 = 18;
const LINE_HEIGHT: i32 = 18;
const GROUP_GAP: i32 = 14;
const LEGEND_LINE: i32 = 26;
const GAP: i32 = 8;
const SWATCH: i32 = 12;
/// Characters of a group's name in one line.
const NAME_CHARACTERS: usize = 10;
/// Nominal size of 14 px; the backend divides by 1.24.
const TYPE_SIZE: f64 = 17.36;

/// Draws a chart as an SVG picture with title and description.
pub fn svg(chart: &Chart) -> Result<String, Error> {
    let mut drawing = String::new();
    let legend = legend_places(chart);
    let legend_lines = legend.iter().map(|place| place.line).max().unwrap_or(0) + 1;
    let top = legend_lines * LEGEND_LINE + GAP;
    let heights: Vec<i32> = chart.groups.iter().map(|group| group_height(chart, group)).collect();
    let height = top + heights.iter().map(|height| height + GROUP_GAP).sum::<i32>();
    let size = (WIDTH.unsigned_abs(), height.unsigned_abs());
    {
        let area = SVGBackend::with_string(&mut drawing, size).into_drawing_area();
        draw(&area, chart, &legend, top, &heights)
            .and_then(|()| area.present().map_err(|error| error.to_string()))
            .map_err(|reason| Error::DrawChart { caption: chart.caption.clone(), reason })?;
    }
    Ok(with_words(&drawing, chart))
}

/// The chart as a table of its amounts, for formats without pictures.
pub fn as_grid(chart: &Chart) -> Result<Grid, Error> {
    let wrong = |reason: String| Error::DrawChart { caption: chart.caption.clone(), reason };
    let columns = chart.series.len() + 1;
    let mut heading = vec![Cell::new(words("项目", Align::Centre, CellRole::Heading))];
    for name in &chart.series {
        let name = format!("{name}（{}）", chart.unit);
        heading.push(Cell::new(words(&name, Align::Centre, CellRole::Heading)));
    }
    let mut rows = vec![heading];
    for (name, amounts) in &chart.groups {
        let mut row = vec![Cell::new(words(name, Align::Left, CellRole::Body))];
        row.extend(amounts.iter().map(|amount| Cell::new(amount_cell(*amount))));
        rows.push(row);
    }
    let table = Table::new(columns, rows).map_err(|error| wrong(error.to_string()))?;
    let mut widths = vec![3; columns];
    if let Some(first) = widths.first_mut() {
        *first = 4;
    }
    Ok(Grid { caption: Some(chart.caption.clone()), widths, heading_rows: 1, table })
}

fn words(text: &str, align: Align, role: CellRole) -> CellContent {
    let paragraphs = vec![vec![Inline::Text(text.to_owned())]];
    CellContent { paragraphs, align, role, number: None }
}

fn amount_cell(amount: Decimal) -> CellContent {
    let format = NumberFormat::Decimals(amount.scale());
    let number = CellNumber { value: amount, format, sum_of: Vec::new() };
    CellContent { number: Some(number), ..words(&amount.to_string(), Align::Right, CellRole::Body) }
}

/// Where the name of a series stands in the legend.
struct LegendPlace {
    line: i32,
    x: i32,
}

/// Places the names of the series one after the other, on as many lines as they need.
fn legend_places(chart: &Chart) -> Vec<LegendPlace> {
    let mut places = Vec::with_capacity(chart.series.len());
    let (mut line, mut x) = (0, NAME_WIDTH);
    for name in &chart.series {
        let characters = i32::try_from(name.chars().count()).unwrap_or(i32::MAX / 64).min(40);
        let width = SWATCH + GAP + characters * 14 + 2 * GAP;
        if x > NAME_WIDTH && x + width > WIDTH - VALUE_WIDTH {
            line += 1;
            x = NAME_WIDTH;
        }
        places.push(LegendPlace { line, x });
        x += width;
    }
    places
}

fn group_height(chart: &Chart, (name, _): &(String, Vec<Decimal>)) -> i32 {
    let bars = i32::try_from(chart.series.len()).unwrap_or(1) * BAR_HEIGHT;
    let lines = i32::try_from(name_lines(name).len()).unwrap_or(1) * LINE_HEIGHT;
    bars.max(lines)
}

fn name_lines(name: &str) -> Vec<String> {
    let characters: Vec<char> = clean(name).chars().collect();
    characters.chunks(NAME_CHARACTERS).map(|line| line.iter().collect()).collect()
}

/// How amounts become pixels: the zero line and the reach of the axis.
struct Axis {
    zero: i32,
    span: Decimal,
}

impl Axis {
    const WIDTH: i32 = WIDTH - NAME_WIDTH - VALUE_WIDTH;

    fn over(amounts: impl Iterator<Item = Decimal> + Clone) -> Self {
        let high = amounts.clone().max().unwrap_or_default().max(Decimal::ZERO);
        let low = amounts.min().unwrap_or_default().min(Decimal::ZERO);
        let span = high.checked_sub(low).filter(|span| !span.is_zero()).unwrap_or(Decimal::ONE);
        let mut axis = Self { zero: NAME_WIDTH, span };
        axis.zero += axis.pixels(low.abs());
        axis
    }

    /// Length of a bar, rounded down to whole pixels.
    fn pixels(&self, amount: Decimal) -> i32 {
        Decimal::from(Self::WIDTH)
            .checked_mul(amount.checked_div(self.span).unwrap_or_default())
            .and_then(|pixels| pixels.to_i32())
            .unwrap_or(0)
    }
}

fn text_style(horizontal: HPos) -> TextStyle<'static> {
    let font = (FAMILIES, TYPE_SIZE).into_font();
    TextStyle::from(font).color(&BLACK).pos(Pos::new(horizontal, VPos::Center))
}

fn draw(
    area: &Area<'_>,
    chart: &Chart,
    legend: &[LegendPlace],
    top: i32,
    heights: &[i32],
) -> Result<(), String> {
    let unit = Text::new(
        format!("单位：{}", clean(&chart.unit)),
        (WIDTH - GAP, 13),
        text_style(HPos::Right),
    );
    area.draw(&unit).map_err(|error| error.to_string())?;
    let fills = FILLS.iter().cycle();
    for ((name, place), fill) in chart.series.iter().zip(legend).zip(fills.clone()) {
        let y = place.line * LEGEND_LINE + 13;
        swatch(area, (place.x, y - SWATCH / 2), (place.x + SWATCH, y + SWATCH / 2), *fill)?;
        let at = (place.x + SWATCH + GAP, y);
        let label = Text::new(clean(name).into_owned(), at, text_style(HPos::Left));
        area.draw(&label).map_err(|error| error.to_string())?;
    }
    let axis = Axis::over(chart.groups.iter().flat_map(|(_, amounts)| amounts.iter().copied()));
    let mut y = top;
    for (group, height) in chart.groups.iter().zip(heights) {
        draw_group(area, group, &axis, y, *height)?;
        y += height + GROUP_GAP;
    }
    let zero =
        PathElement::new(vec![(axis.zero, top - GAP), (axis.zero, y - GAP)], BLACK.stroke_width(1));
    area.draw(&zero).map_err(|error| error.to_string())
}

fn draw_group(
    area: &Area<'_>,
    (name, amounts): &(String, Vec<Decimal>),
    axis: &Axis,
    top: i32,
    height: i32,
) -> Result<(), String> {
    let lines = name_lines(name);
    let block = i32::try_from(lines.len()).unwrap_or(1) * LINE_HEIGHT;
    let mut y = top + (height - block) / 2 + LINE_HEIGHT / 2;
    for line in lines {
        let label = Text::new(line, (NAME_WIDTH - GAP, y), text_style(HPos::Right));
        area.draw(&label).map_err(|error| error.to_string())?;
        y += LINE_HEIGHT;
    }
    let bars = i32::try_from(amounts.len()).unwrap_or(1) * BAR_HEIGHT;
    let mut y = top + (height - bars) / 2;
    for (amount, fill) in amounts.iter().zip(FILLS.iter().cycle()) {
        let length = axis.pixels(amount.abs());
        let (from, to) = if amount.is_sign_negative() {
            (axis.zero - length, axis.zero)
        } else {
            (axis.zero, axis.zero + length)
        };
        swatch(area, (from, y + 1), (to, y + BAR_HEIGHT - 1), *fill)?;
        let label =
            Text::new(amount.to_string(), (to + GAP, y + BAR_HEIGHT / 2), text_style(HPos::Left));
        area.draw(&label).map_err(|error| error.to_string())?;
        y += BAR_HEIGHT;
    }
    Ok(())
}

/// Fills a box and draws its outline, so that a light fill is seen on white paper.
fn swatch(area: &Area<'_>, from: (i32, i32), to: (i32, i32), fill: RGBColor) -> Result<(), String> {
    for style in [fill.filled(), FILLS[0].stroke_width(1)] {
        area.draw(&Rectangle::new([from, to], style)).map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// Puts title and description into the picture, for readers who do not see it.
fn with_words(drawing: &str, chart: &Chart) -> String {
    let Some((head, body)) = drawing.split_once('>') else { return drawing.to_owned() };
    format!(
        "{head} role=\"img\">\n<title>{}</title>\n<desc>{}</desc>{body}",
        crate::write::escape(&chart.caption),
        crate::write::escape(&chart.description),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(groups: Vec<(String, Vec<Decimal>)>) -> Chart {
        Chart {
            caption: "各项目<预算>与执行".to_owned(),
            unit: "万元".to_owned(),
            series: vec!["预算数".to_owned(), "执行数".to_owned()],
            groups,
            description: "两个项目的预算与执行".to_owned(),
        }
    }

    /// Widths of the filled boxes: first the legend's, then the bars'.
    fn widths(svg: &str) -> Vec<&str> {
        let boxes =
            svg.lines().filter(|line| line.starts_with("<rect") && !line.contains("fill=\"none\""));
        boxes
            .map(|line| line.split("width=\"").nth(1).unwrap().split('"').next().unwrap())
            .collect()
    }

    #[test]
    fn bars_are_in_proportion_and_labelled() {
        let groups = vec![
            ("甲".to_owned(), vec![Decimal::new(20000, 2), Decimal::new(10000, 2)]),
            ("乙&丙".to_owned(), vec![Decimal::new(5000, 2), Decimal::ZERO]),
        ];
        let svg = svg(&chart(groups)).unwrap();
        assert_eq!(widths(&svg), ["12", "12", "474", "237", "118", "0"]);
        for label in ["200.00", "100.00", "50.00", "乙&amp;丙", "单位：万元", "预算数", "执行数"]
        {
            assert!(svg.contains(label), "{label}");
        }
        assert!(svg.contains("<title>各项目&lt;预算&gt;与执行</title>"));
        assert!(svg.contains("<desc>两个项目的预算与执行</desc>"));
    }

    #[test]
    fn negative_amounts_stand_left_of_the_zero_line() {
        let groups = vec![("甲".to_owned(), vec![Decimal::from(300), Decimal::from(-100)])];
        let svg = svg(&chart(groups)).unwrap();
        assert_eq!(widths(&svg)[2..], ["355", "118"]);
    }

    #[test]
    fn an_empty_chart_is_drawn() {
        assert!(svg(&chart(Vec::new())).unwrap().starts_with("<svg"));
    }

    #[test]
    fn a_group_without_all_its_amounts_is_refused_as_table() {
        let groups = vec![("甲".to_owned(), vec![Decimal::ONE])];
        assert!(matches!(as_grid(&chart(groups)), Err(Error::DrawChart { .. })));
    }
}

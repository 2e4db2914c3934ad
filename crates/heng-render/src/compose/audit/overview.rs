//! 总览: what a bureau sees of a batch: scores, frequent findings, kinds and departments, each report.

use std::collections::{BTreeMap, BTreeSet};

use heng_core::finding::Severity;
use heng_core::table::{Cell, Table};
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::super::{Row, cell, heading_row, numeral, text_cell};
use super::{Brief, title_of};
use crate::document::{Align, Block, CellRole, Chart, Document, Grid, Inline, Orientation};
use crate::error::Error;

/// Bands of stated scores, the highest first: name, and the score from which they begin.
const BANDS: [(&str, i64); 7] = [
    ("100分", 100),
    ("99至不满100分", 99),
    ("95至不满99分", 95),
    ("90至不满95分", 90),
    ("80至不满90分", 80),
    ("60至不满80分", 60),
    ("不满60分", i64::MIN),
];
/// How many of the most frequent findings are shown.
const FREQUENT: usize = 12;

/// Composes the overview of a batch (总览), with links to the pages of the reports.
///
/// # Errors
/// A table can't be laid out.
pub fn overview(briefs: &[Brief], date: Date) -> Result<Document, Error> {
    let mut overview = Overview { blocks: Vec::new(), sections: 0 };
    overview.whole(briefs);
    overview.scores(briefs);
    overview.frequent(briefs)?;
    overview.by(briefs, "按种类", "种类", |brief| brief.kind.label())?;
    overview.by(briefs, "按单位", "单位", |brief| {
        brief.department.as_deref().unwrap_or("单位不明")
    })?;
    overview.reports(briefs)?;
    overview.unread(briefs)?;
    Ok(Document {
        annex: None,
        title: "报告审核总览".to_owned(),
        author: String::new(),
        date,
        orientation: Orientation::Landscape,
        draft: None,
        blocks: overview.blocks,
        colophon: vec![("生成".to_owned(), format!("heng {}", env!("CARGO_PKG_VERSION")))],
        derivations: Vec::new(),
    })
}

/// The overview as far as it is composed.
struct Overview {
    blocks: Vec<Block>,
    sections: usize,
}

impl Overview {
    fn whole(&mut self, briefs: &[Brief]) {
        self.section("总体情况");
        let unread = briefs.iter().filter(|one| one.is_unread).count();
        let partly = briefs.iter().filter(|one| !one.is_unread && !one.unread.is_empty()).count();
        let count = |severity| briefs.iter().map(|brief| brief.count(severity)).sum::<usize>();
        let with_errors =
            briefs.iter().filter(|one| !one.is_unread && one.count(Severity::Error) > 0);
        self.words(format!(
            "共{}个文件：读出{}个，其中{partly}个有部分内容没有读出；{unread}个没有读出。",
            briefs.len(),
            briefs.len() - unread,
        ));
        self.words(format!(
            "共有错误{}项、疑问{}项、提示{}项；读出的文件中有{}个含错误级发现。",
            count(Severity::Error),
            count(Severity::Warning),
            count(Severity::Note),
            with_errors.count(),
        ));
        let of = |index: usize| {
            let all = briefs.iter().filter_map(|one| one.verdicts.get(index));
            all.sum::<usize>()
        };
        self.words(format!(
            "应核查的事项中，通过{}个，有发现{}个，不适用{}个，无法核查{}个。无法核查不等于通过。",
            of(0),
            of(1),
            of(2),
            of(3)
        ));
    }

    /// How the stated total scores are distributed.
    fn scores(&mut self, briefs: &[Brief]) {
        let scores: Vec<Decimal> = briefs.iter().filter_map(|one| one.score).collect();
        self.section("自评得分分布");
        if scores.is_empty() {
            self.words("没有读到填报的自评总分。");
            return;
        }
        let mut groups: Vec<(String, Vec<Decimal>)> = Vec::new();
        let mut words = Vec::new();
        let mut rest = scores.clone();
        for (name, from) in BANDS {
            let (within, below): (Vec<_>, Vec<_>) =
                rest.into_iter().partition(|score| *score >= Decimal::from(from));
            rest = below;
            words.push(format!("{name}{}份", within.len()));
            groups.push((name.to_owned(), vec![Decimal::from(within.len())]));
        }
        let (low, high) = (scores.iter().min(), scores.iter().max());
        if let (Some(low), Some(high)) = (low, high) {
            self.words(format!(
                "{}份报告填报了自评总分，最低{low}分，最高{high}分。",
                scores.len()
            ));
        }
        self.chart("自评总分的份数", "份", "报告份数", groups, &words);
    }

    /// Which checks find something in the most reports.
    fn frequent(&mut self, briefs: &[Brief]) -> Result<(), Error> {
        self.section("最常见的发现");
        let mut by_code: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for brief in briefs {
            let codes: BTreeSet<&str> = brief.findings.iter().map(|one| one.code).collect();
            for code in codes {
                let (reports, findings) = by_code.entry(code).or_default();
                *reports += 1;
                *findings += brief.findings.iter().filter(|one| one.code == code).count();
            }
        }
        let mut codes: Vec<(&str, usize, usize)> = by_code
            .into_iter()
            .map(|(code, (reports, findings))| (code, reports, findings))
            .collect();
        codes.sort_by_key(|(code, reports, findings)| {
            (std::cmp::Reverse((*reports, *findings)), *code)
        });
        if codes.is_empty() {
            self.words("没有发现问题。");
            return Ok(());
        }
        let charted = codes.iter().take(FREQUENT);
        let groups = charted
            .clone()
            .map(|(code, reports, _)| {
                (format!("{code} {}", title_of(code)), vec![Decimal::from(*reports)])
            })
            .collect();
        let words: Vec<String> = charted
            .map(|(code, reports, _)| format!("{code}{}{reports}份", title_of(code)))
            .collect();
        self.chart("有这类发现的报告份数", "份", "报告份数", groups, &words);
        let mut rows = vec![heading_row(&["代码", "核查项", "报告份数", "发现项数"])];
        for (code, reports, findings) in codes {
            let mut row = vec![
                Cell::new(text_cell(code, Align::Centre)),
                Cell::new(text_cell(title_of(code), Align::Left)),
            ];
            row.extend([reports, findings].map(counted));
            rows.push(row);
        }
        self.grid("全部发现，按核查项", &[12, 60, 14, 14], rows)
    }

    /// Files and findings by something that the reports say of themselves.
    fn by<'b>(
        &mut self,
        briefs: &'b [Brief],
        title: &str,
        what: &str,
        key: impl Fn(&'b Brief) -> &'b str,
    ) -> Result<(), Error> {
        self.section(title);
        let mut groups: BTreeMap<&str, Vec<&Brief>> = BTreeMap::new();
        for brief in briefs.iter().filter(|one| !one.is_unread) {
            groups.entry(key(brief)).or_default().push(brief);
        }
        if groups.is_empty() {
            self.words("没有读出的文件。");
            return Ok(());
        }
        let mut rows = vec![heading_row(&[what, "份数", "错误", "疑问", "提示", "自评总分"])];
        for (name, briefs) in groups {
            let of = |severity| briefs.iter().map(|one| one.count(severity)).sum::<usize>();
            let counts =
                [briefs.len(), of(Severity::Error), of(Severity::Warning), of(Severity::Note)];
            let mut row = vec![Cell::new(text_cell(name, Align::Left))];
            row.extend(counts.map(counted));
            row.push(Cell::new(text_cell(&range(&briefs), Align::Centre)));
            rows.push(row);
        }
        self.grid(&format!("{title}的发现"), &[40, 10, 10, 10, 10, 20], rows)
    }

    /// Each report with what it says of itself; its name leads to its page.
    fn reports(&mut self, briefs: &[Brief]) -> Result<(), Error> {
        self.section("各文件");
        let headings = ["序号", "文件", "单位", "年度", "种类", "自评总分", "错误", "疑问", "提示"];
        let mut rows = vec![heading_row(&headings)];
        for (index, brief) in briefs.iter().enumerate() {
            let year = brief.fiscal_year.map_or_else(String::new, |year| year.to_string());
            let score = brief.score.map_or_else(String::new, |score| score.to_string());
            let kind = if brief.is_unread { "没有读出" } else { brief.kind.label() };
            let mut row = vec![
                counted(index + 1),
                Cell::new(cell(vec![link(brief)], Align::Left, CellRole::Body)),
                Cell::new(text_cell(brief.department.as_deref().unwrap_or_default(), Align::Left)),
                Cell::new(text_cell(&year, Align::Centre)),
                Cell::new(text_cell(kind, Align::Left)),
                Cell::new(text_cell(&score, Align::Right)),
            ];
            row.extend(
                [Severity::Error, Severity::Warning, Severity::Note]
                    .map(|severity| counted(brief.count(severity))),
            );
            rows.push(row);
        }
        self.grid("各文件的发现", &[6, 30, 20, 6, 14, 9, 5, 5, 5], rows)
    }

    /// The files that were not read, or not wholly, with the reason.
    fn unread(&mut self, briefs: &[Brief]) -> Result<(), Error> {
        self.section("没有读出的内容");
        let mut rows = vec![heading_row(&["文件", "范围", "原因和办法"])];
        for brief in briefs {
            for why in &brief.unread {
                let extent = if brief.is_unread { "整个文件" } else { "部分内容" };
                rows.push(vec![
                    Cell::new(cell(vec![link(brief)], Align::Left, CellRole::Body)),
                    Cell::new(text_cell(extent, Align::Centre)),
                    Cell::new(text_cell(why, Align::Left)),
                ]);
            }
        }
        if rows.len() == 1 {
            self.words("全部内容都读出来了。");
            return Ok(());
        }
        self.grid("没有读出的内容", &[32, 10, 58], rows)
    }

    fn section(&mut self, title: &str) {
        self.sections += 1;
        let text = format!("{}、{title}", numeral(self.sections));
        self.blocks.push(Block::Heading { level: 1, text });
    }

    fn words(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Paragraph(vec![Inline::Text(text.into())]));
    }

    fn chart(
        &mut self,
        caption: &str,
        unit: &str,
        series: &str,
        groups: Vec<(String, Vec<Decimal>)>,
        words: &[String],
    ) {
        self.blocks.push(Block::Chart(Chart {
            caption: caption.to_owned(),
            unit: unit.to_owned(),
            series: vec![series.to_owned()],
            groups,
            description: format!("柱形图：{}。", words.join("；")),
        }));
    }

    fn grid(&mut self, caption: &str, widths: &[u32], rows: Vec<Row>) -> Result<(), Error> {
        let table = Table::new(widths.len(), rows)
            .map_err(|wrong| Error::LayOutTable { row: wrong.row })?;
        let (caption, widths) = (Some(caption.to_owned()), widths.to_vec());
        self.blocks.push(Block::Grid(Grid { caption, widths, heading_rows: 1, table }));
        Ok(())
    }
}

/// The file as a link to its page, where it has one.
fn link(brief: &Brief) -> Inline {
    let text = brief.file.clone();
    match &brief.page {
        Some(page) => Inline::Link { text, file: page.clone() },
        None => Inline::Text(text),
    }
}

fn counted(count: usize) -> Cell<crate::document::CellContent> {
    Cell::new(text_cell(&count.to_string(), Align::Right))
}

/// The lowest and the highest of the stated scores.
fn range(briefs: &[&Brief]) -> String {
    let scores = briefs.iter().filter_map(|one| one.score);
    match (scores.clone().min(), scores.max()) {
        (Some(low), Some(high)) if low == high => format!("{low}分"),
        (Some(low), Some(high)) => format!("{low}—{high}分"),
        _ => "—".to_owned(),
    }
}

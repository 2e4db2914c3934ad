//! The lists of a batch: one row a report, and one row a finding.

use heng_core::finding::Severity;
use rust_decimal::Decimal;

use super::{Brief, spot_in_words, title_of};
use crate::document::{Entry, Listing};

/// The families of checks, in the order of the columns.
const FAMILIES: [(&str, &str); 6] = [
    ("AMT", "资金 AMT"),
    ("TGT", "目标 TGT"),
    ("SCR", "得分 SCR"),
    ("EVD", "佐证 EVD"),
    ("TXT", "文字 TXT"),
    ("INP", "读入 INP"),
];

/// The lists of a batch: its reports, and their findings.
#[must_use]
pub fn listings(briefs: &[Brief]) -> Vec<Listing> {
    vec![reports(briefs), findings(briefs)]
}

fn reports(briefs: &[Brief]) -> Listing {
    let mut columns = columns(&[
        ("序号", 4),
        ("文件", 24),
        ("标题", 30),
        ("种类", 14),
        ("单位", 18),
        ("年度", 5),
        ("自评总分", 6),
        ("自评等级", 6),
        ("能否读出", 6),
        ("错误", 4),
        ("疑问", 4),
        ("提示", 4),
    ]);
    columns.extend(FAMILIES.map(|(_, heading)| (heading.to_owned(), 5)));
    columns.extend(self::columns(&[
        ("核查通过", 5),
        ("无法核查", 5),
        ("没有读出的内容和原因", 40),
    ]));
    let row = |(index, brief): (usize, &Brief)| {
        let readable = match (brief.is_unread, brief.unread.is_empty()) {
            (true, _) => "不能",
            (false, true) => "能",
            (false, false) => "部分",
        };
        let mut row = vec![
            count(index + 1),
            words(&brief.file),
            optional(brief.title.as_deref()),
            if brief.is_unread { Entry::Nothing } else { words(brief.kind.label()) },
            optional(brief.department.as_deref()),
            brief.fiscal_year.map_or(Entry::Nothing, |year| Entry::Number(year.into())),
            brief.score.map_or(Entry::Nothing, Entry::Number),
            optional(brief.grade.as_deref()),
            words(readable),
        ];
        row.extend(
            [Severity::Error, Severity::Warning, Severity::Note].map(|one| count(brief.count(one))),
        );
        row.extend(FAMILIES.map(|(family, _)| count(brief.count_of_family(family))));
        let [passed, _, _, could_not] = brief.verdicts;
        row.extend([count(passed), count(could_not), words(&brief.unread.join("\n"))]);
        row
    };
    Listing {
        name: "报告".to_owned(), columns, rows: briefs.iter().enumerate().map(row).collect()
    }
}

fn findings(briefs: &[Brief]) -> Listing {
    let columns = columns(&[
        ("文件序号", 4),
        ("文件", 24),
        ("单位", 18),
        ("严重程度", 5),
        ("代码", 5),
        ("核查项", 16),
        ("位置", 24),
        ("原文", 30),
        ("所据数字", 18),
        ("说明", 44),
        ("建议", 30),
        ("不采纳理由", 20),
    ]);
    let mut rows = Vec::new();
    for (index, brief) in briefs.iter().enumerate() {
        for finding in &brief.findings {
            let reasons: Vec<&str> =
                finding.dismissals.iter().map(|one| one.reason.as_str()).collect();
            rows.push(vec![
                count(index + 1),
                words(&brief.file),
                optional(brief.department.as_deref()),
                words(finding.severity.label()),
                words(finding.code),
                words(title_of(finding.code)),
                words(&spot_in_words(&finding.spot)),
                words(&finding.spot.excerpt),
                words(&finding.figures.join("、")),
                words(&finding.message),
                words(&finding.remedy),
                words(&reasons.join("；")),
            ]);
        }
    }
    Listing { name: "发现".to_owned(), columns, rows }
}

fn columns(columns: &[(&str, u32)]) -> Vec<(String, u32)> {
    columns.iter().map(|(heading, width)| ((*heading).to_owned(), *width)).collect()
}

fn words(text: &str) -> Entry {
    if text.is_empty() { Entry::Nothing } else { Entry::Words(text.to_owned()) }
}

fn optional(text: Option<&str>) -> Entry {
    text.map_or(Entry::Nothing, words)
}

fn count(count: usize) -> Entry {
    Entry::Number(Decimal::from(count))
}

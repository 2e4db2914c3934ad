//! 自评审核意见: the findings, and the ledger of what was checked.

use std::collections::BTreeMap;

use heng_core::check::CHECKS;
use heng_core::evaluation::Evaluation;
use heng_core::finding::{Finding, Obligation, Severity, Spot, Verdict, count_in_words, tally};
use heng_core::table::Cell;

use super::{Composer, heading_row, text_cell};
use crate::document::{Align, Document, Orientation};
use crate::error::Error;

/// Composes what checking says: findings by weight, what could not be checked, and the ledger (审核意见).
pub fn findings(evaluation: &Evaluation) -> Result<Document, Error> {
    let dossier = &evaluation.dossier;
    let title = format!("{}{}年绩效自评审核意见", dossier.department.name, dossier.fiscal_year);
    let mut composer = Composer::new(evaluation, title, Orientation::Portrait);
    let all = evaluation.findings();
    composer.heading(1, "一、审核结论");
    composer.summary(&all);
    composer.heading(1, "二、审核发现");
    composer.all_findings(&all);
    composer.heading(1, "三、核查清单");
    composer.ledger()?;
    composer.unchecked()?;
    composer.subjects()?;
    if !evaluation.observed.is_empty() {
        composer.heading(1, "四、数据质量说明");
        composer.quality()?;
    }
    Ok(composer.document)
}

impl Composer<'_> {
    fn summary(&mut self, all: &[Finding]) {
        self.words(format!("共有{}。", count_in_words(all)));
        let obligations = &self.evaluation.obligations;
        let [passed, found, does_not_apply, could_not] = tally(obligations);
        self.words(format!(
            "应核查{}个事项：通过{passed}个，有发现{found}个，不适用{does_not_apply}个，\
             无法核查{could_not}个。无法核查不等于通过，见第三部分。",
            obligations.len()
        ));
        let coverage = self.evaluation.coverage;
        if coverage.all > 0 {
            self.words(format!(
                "手填正文中有{}个数字，其中{}个能对应到已知事实并已比对。",
                coverage.all, coverage.traced
            ));
        }
    }

    fn all_findings(&mut self, all: &[Finding]) {
        if all.is_empty() {
            self.words("没有发现问题。");
        }
        let mut number = 0;
        for severity in [Severity::Error, Severity::Warning, Severity::Note] {
            let of_severity = all.iter().filter(|finding| finding.severity == severity);
            let codes = first_ones(of_severity.clone().map(|finding| finding.code));
            for code in codes {
                number += 1;
                let alike: Vec<&Finding> =
                    of_severity.clone().filter(|finding| finding.code == code).collect();
                self.alike(number, &alike);
            }
        }
    }

    /// The findings of one check and one weight under one heading.
    fn alike(&mut self, number: usize, findings: &[&Finding]) {
        let Some(first) = findings.first() else { return };
        let title = CHECKS.iter().find(|check| check.code == first.code).map(|check| check.title());
        let title = title.unwrap_or("读入问题");
        let label = first.severity.label();
        self.heading(3, format!("{number}．〔{label}〕{title}（{}）", first.code));
        for (index, finding) in findings.iter().enumerate() {
            let number =
                if findings.len() == 1 { String::new() } else { format!("（{}）", index + 1) };
            // A message that names its place itself does not get it twice.
            let names_place = finding.message.starts_with(&finding.spot.label);
            let label = match findings.len() {
                1 => String::new(),
                _ if names_place => String::new(),
                _ => format!("{}：", finding.spot.label),
            };
            let message = format!("{number}{label}{}", finding.message);
            self.words(message);
            let places: Vec<String> = finding.spots().map(place_of).collect();
            self.note(format!("位置：{}。", places.join("；")));
            for dismissal in &finding.dismissals {
                self.note(format!("不采纳说明：{}", dismissal.reason));
            }
        }
        let remedies = first_ones(findings.iter().map(|one| one.remedy.as_str()));
        self.note(format!("建议：{}", remedies.join("")));
        let bases = findings.iter().filter_map(|one| one.basis.as_ref().map(ToString::to_string));
        let bases = first_ones(bases);
        if !bases.is_empty() {
            self.note(format!("依据：{}", bases.join("；")));
        }
    }

    /// One row a check: how many subjects came out how.
    fn ledger(&mut self) -> Result<(), Error> {
        let headings = ["核查项", "核查内容", "通过", "有发现", "不适用", "无法核查"];
        let mut rows = vec![heading_row(&headings)];
        for one in CHECKS {
            let of_check = self.evaluation.obligations.iter().filter(|it| it.code == one.code);
            let mut row = vec![
                Cell::new(text_cell(one.code, Align::Centre)),
                Cell::new(text_cell(one.title(), Align::Left)),
            ];
            let counts = tally(of_check);
            row.extend(counts.map(|count| Cell::new(text_cell(&count.to_string(), Align::Right))));
            rows.push(row);
        }
        self.grid(Some("核查事项汇总"), &[14, 40, 10, 10, 10, 12], 1, rows)
    }

    /// Every subject that could not be checked, with what is missing.
    fn unchecked(&mut self) -> Result<(), Error> {
        let headings = ["核查项", "事项", "无法核查的原因"];
        let mut rows = vec![heading_row(&headings)];
        for obligation in &self.evaluation.obligations {
            if let Verdict::CouldNotCheck { why } = &obligation.verdict {
                let cells = [
                    text_cell(obligation.code, Align::Centre),
                    text_cell(&obligation.subject, Align::Left),
                    text_cell(why, Align::Left),
                ];
                rows.push(cells.map(Cell::new).to_vec());
            }
        }
        if rows.len() == 1 {
            self.words("所有应核查的事项都核查过了。");
            return Ok(());
        }
        self.grid(Some("无法核查的事项"), &[14, 50, 36], 1, rows)
    }

    /// What is said of the quality of each register's data.
    fn quality(&mut self) -> Result<(), Error> {
        for register in &self.evaluation.observed {
            let Some(quality) = &register.quality else {
                self.words(format!("《{}》没有说明数据质量。", register.title));
                continue;
            };
            let retention = register.retention.map(|retention| retention.to_string());
            let retention = retention.unwrap_or_else(|| "没有写明".to_owned());
            let kept = [
                ("台账文件", register.file.clone()),
                ("记录", format!("{}条", register.records)),
                ("保存期限", retention),
            ];
            let stated = quality.fields().map(|(name, text)| (name, text.to_owned()));
            let mut rows = vec![heading_row(&["项目", "说明"])];
            rows.extend(kept.into_iter().chain(stated).map(|(name, text)| {
                let cells = [text_cell(name, Align::Centre), text_cell(&text, Align::Left)];
                cells.map(Cell::new).to_vec()
            }));
            self.grid(Some(&register.title), &[24, 76], 1, rows)?;
        }
        Ok(())
    }

    /// Every obligation with its verdict: one row a subject, the checks by what came of them.
    fn subjects(&mut self) -> Result<(), Error> {
        let headings = ["序号", "事项", "通过", "有发现", "不适用", "无法核查"];
        let mut rows = vec![heading_row(&headings)];
        for (index, (subject, codes)) in
            by_subject(&self.evaluation.obligations).into_iter().enumerate()
        {
            let mut row = vec![
                Cell::new(text_cell(&(index + 1).to_string(), Align::Centre)),
                Cell::new(text_cell(subject, Align::Left)),
            ];
            row.extend(codes.map(|codes| Cell::new(text_cell(&codes.join(" "), Align::Left))));
            rows.push(row);
        }
        if rows.len() == 1 {
            return Ok(());
        }
        self.grid(Some("各事项的核查结论"), &[7, 31, 21, 10, 21, 10], 1, rows)
    }
}

/// The subjects that were checked, in the order of the obligations, each with the codes of its checks
/// by verdict: passed, found, does not apply, could not be checked.
fn by_subject(obligations: &[Obligation]) -> Vec<(&str, [Vec<&'static str>; 4])> {
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut subjects: Vec<(&str, [Vec<&'static str>; 4])> = Vec::new();
    for obligation in obligations {
        let place = *places.entry(&obligation.subject).or_insert_with(|| {
            subjects.push((&obligation.subject, Default::default()));
            subjects.len() - 1
        });
        let Some((_, [passed, found, does_not_apply, could_not])) = subjects.get_mut(place) else {
            continue;
        };
        let codes = match obligation.verdict {
            Verdict::Passed => passed,
            Verdict::Found(_) => found,
            Verdict::DoesNotApply { .. } => does_not_apply,
            Verdict::CouldNotCheck { .. } => could_not,
        };
        codes.push(obligation.code);
    }
    subjects
}

/// The items without those that came before, in order.
fn first_ones<T: PartialEq>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut first = Vec::new();
    for item in items {
        if !first.contains(&item) {
            first.push(item);
        }
    }
    first
}

/// A spot in words: what it is called, where it stands, and what stands there.
fn place_of(spot: &Spot) -> String {
    match &spot.place {
        Some(place) => format!("{}（{place}）「{}」", spot.label, spot.excerpt),
        None => format!("{}「{}」", spot.label, spot.excerpt),
    }
}

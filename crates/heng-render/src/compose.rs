//! Documents from an evaluated dossier: the report, the forms and the findings; and from audited reports.

pub mod audit;
mod charts;
mod findings;
mod form;
mod report;

pub use findings::findings;
pub use form::{form, projects};
pub use report::report;

use std::collections::BTreeMap;

use heng_core::derivation::Derivation;
use heng_core::dossier::{Project, Section};
use heng_core::evaluation::Evaluation;
use heng_core::fact::FactId;
use heng_core::facts::{Part, parts};
use heng_core::figure::scan;
use heng_core::pack::{Pack, Subject};
use heng_core::score::ScoreSheet;
use heng_core::table::{Cell, NotATable, Table};

use crate::document::{Align, Block, CellContent, CellRole, Document, Grid, Inline, Orientation};
use crate::error::Error;

/// A row of a table.
type Row = Vec<Cell<CellContent>>;

/// A document while it is composed.
struct Composer<'e> {
    evaluation: &'e Evaluation,
    document: Document,
    /// Where the derivation of each fact stands in the document.
    derived: BTreeMap<FactId, usize>,
}

/// What scores somebody: the sheet and its pack, as far as there are any (计分情况).
#[derive(Clone)]
struct Scored<'e> {
    sheet: Option<&'e ScoreSheet>,
    pack: Option<&'e Pack>,
    /// The name above those of the scores.
    fact: FactId,
}

impl<'e> Composer<'e> {
    fn new(evaluation: &'e Evaluation, title: String, orientation: Orientation) -> Self {
        let dossier = &evaluation.dossier;
        let packs = std::iter::once(&evaluation.pack).chain(&evaluation.project_pack);
        let draft = packs
            .into_iter()
            .find(|pack| pack.adoption().is_none())
            .map(|pack| format!("示例：规则包“{}”尚未被采用，本文不作为正式材料", pack.title));
        let date = dossier.report_date.unwrap_or_else(|| {
            // A dossier without a date gets its year's last day, so that its bytes stay the same.
            jiff::civil::Date::new(dossier.fiscal_year, 12, 31).unwrap_or_default()
        });
        let document = Document {
            annex: None,
            title,
            author: dossier.department.name.clone(),
            date,
            orientation,
            draft,
            blocks: Vec::new(),
            colophon: colophon(evaluation),
            derivations: Vec::new(),
        };
        Self { evaluation, document, derived: BTreeMap::new() }
    }

    /// Marks the document as the report's annex of this number; where the annexes are listed in the
    /// department's own words, heng does not know their numbers.
    fn annex(&mut self, number: usize) {
        let narrative = &self.evaluation.dossier.narrative;
        let is_typed = narrative.iter().any(|one| one.section == Section::Attachments);
        self.document.annex =
            Some(if is_typed { "附件".to_owned() } else { format!("附件{number}") });
    }

    /// The scores of the department as a whole.
    fn department_scores(&self) -> Scored<'e> {
        let Evaluation { scores, pack, .. } = self.evaluation;
        Scored { sheet: Some(scores), pack: Some(pack), fact: FactId::new(["score"]) }
    }

    /// The scores of a project; of one that stands alone they are the dossier's own.
    fn project_scores(&self, project: &Project) -> Scored<'e> {
        let evaluation = self.evaluation;
        let mut sheets = evaluation.project_scores.iter().chain([&evaluation.scores]);
        let sheet = sheets.find(|sheet| sheet.is_of(&project.id));
        let own = Some(&evaluation.pack).filter(|pack| pack.subject == Subject::Project);
        let pack = evaluation.project_pack.as_ref().or(own);
        Scored { sheet, pack, fact: FactId::new(["project", &project.id, "score"]) }
    }

    fn heading(&mut self, level: u8, text: impl Into<String>) {
        self.document.blocks.push(Block::Heading { level, text: text.into() });
    }

    fn paragraph(&mut self, inlines: Vec<Inline>) {
        if !inlines.is_empty() {
            self.document.blocks.push(Block::Paragraph(inlines));
        }
    }

    fn words(&mut self, text: impl Into<String>) {
        self.paragraph(vec![Inline::Text(text.into())]);
    }

    fn block(&mut self, block: Block) {
        self.document.blocks.push(block);
    }

    fn note(&mut self, text: impl Into<String>) {
        self.block(Block::Note(text.into()));
    }

    /// A table whose first rows, as many as said, are repeated on each page.
    fn grid(
        &mut self,
        caption: Option<&str>,
        widths: &[u32],
        heading_rows: usize,
        rows: Vec<Row>,
    ) -> Result<(), Error> {
        let table = Table::new(widths.len(), rows)
            .map_err(|NotATable { row, .. }| Error::LayOutTable { row })?;
        let (caption, widths) = (caption.map(str::to_owned), widths.to_vec());
        self.block(Block::Grid(Grid { caption, widths, heading_rows, table }));
        Ok(())
    }

    /// The figure of a fact, bound to its derivation; nothing where the fact has no value.
    fn figure(&mut self, fact: &FactId) -> Option<Inline> {
        let found = self.evaluation.facts.get(fact)?;
        Some(self.bound(fact, found.text().to_owned()))
    }

    fn bound(&mut self, fact: &FactId, text: String) -> Inline {
        match self.evaluation.facts.get(fact) {
            Some(found) => self.derived(fact, &found.derivation, text),
            None => Inline::Text(text),
        }
    }

    /// A figure with its derivation, which the document holds once for each fact.
    fn derived(&mut self, fact: &FactId, derivation: &Derivation, text: String) -> Inline {
        let derivations = &mut self.document.derivations;
        let derivation = *self.derived.entry(fact.clone()).or_insert_with(|| {
            derivations.push(derivation.clone());
            derivations.len() - 1
        });
        Inline::Figure { text, derivation }
    }

    /// `before`, the figure, `after`; nothing at all where the fact has no value.
    fn phrase(&mut self, before: &str, fact: &FactId, after: &str) -> Vec<Inline> {
        let Some(figure) = self.figure(fact) else { return Vec::new() };
        [Inline::Text(before.to_owned()), figure, Inline::Text(after.to_owned())]
            .into_iter()
            .filter(|inline| !matches!(inline, Inline::Text(text) if text.is_empty()))
            .collect()
    }

    /// Typed text with its bindings put in.
    fn typed(&mut self, text: &str) -> Vec<Inline> {
        let mut inlines = Vec::new();
        for part in parts(text) {
            match part {
                Part::Words(words) => inlines.push(Inline::Text(words.to_owned())),
                Part::Bound(name) => {
                    let fact = FactId::new([name]);
                    let shown = self.figure(&fact);
                    inlines.push(shown.unwrap_or_else(|| Inline::Text(format!("{{{{{name}}}}}"))));
                }
            }
        }
        inlines
    }

    /// Typed text with its bindings put in, for places that hold only words.
    fn plain(&self, text: &str) -> String {
        let part = |part: &Part<'_>| match part {
            Part::Words(words) => (*words).to_owned(),
            Part::Bound(name) => match self.evaluation.facts.get(&FactId::new([*name])) {
                Some(fact) => fact.text().to_owned(),
                None => format!("{{{{{name}}}}}"),
            },
        };
        parts(text).iter().map(part).collect()
    }

    /// Typed paragraphs, parted by line ends.
    fn typed_paragraphs(&mut self, text: &str) {
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let inlines = self.typed(line);
            self.paragraph(inlines);
        }
    }

    /// The text of a cell in which the first figure is the fact's own.
    fn cell_text(&mut self, text: &str, fact: &FactId) -> Vec<Inline> {
        let found = scan::figures(text).next();
        let Some((span, _)) = found.filter(|_| self.evaluation.facts.contains_key(fact)) else {
            return vec![Inline::Text(text.to_owned())];
        };
        let piece = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default().to_owned();
        let figure = self.bound(fact, piece(span.clone()));
        [Inline::Text(piece(0..span.start)), figure, Inline::Text(piece(span.end..text.len()))]
            .into_iter()
            .filter(|inline| !matches!(inline, Inline::Text(text) if text.is_empty()))
            .collect()
    }
}

/// Where the document came from, for its end.
fn colophon(evaluation: &Evaluation) -> Vec<(String, String)> {
    let mut lines = vec![("卷宗哈希".to_owned(), evaluation.digest.clone())];
    let packs =
        [("部门规则包", Some(&evaluation.pack)), ("项目规则包", evaluation.project_pack.as_ref())];
    for (label, pack) in packs {
        // A project that stands alone has one pack for the whole and for itself.
        let Some(pack) = pack else { continue };
        if label == "部门规则包" && pack.subject == Subject::Project {
            continue;
        }
        let (all, not_cited) = (pack.rule_count().all(), pack.rules_not_cited().len());
        let text = format!(
            "{} 第{}版（{}）；规则{all}条，其中不是“有据可查”的{not_cited}条；哈希 {}",
            pack.id,
            pack.version,
            pack.title,
            pack.hash()
        );
        lines.push((label.to_owned(), text));
    }
    let coverage = evaluation.coverage;
    if coverage.all > 0 {
        let text = format!("{}个，其中{}个可追溯到已知事实", coverage.all, coverage.traced);
        lines.push(("正文手填数字".to_owned(), text));
    }
    lines.push(("生成".to_owned(), format!("heng {}", env!("CARGO_PKG_VERSION"))));
    lines
}

/// Chinese numerals for headings, up to 99.
fn numeral(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |value: usize| DIGITS.get(value).copied().unwrap_or_default();
    match (number / 10, number % 10) {
        (0, units) => digit(units).to_owned(),
        (1, units) => format!("十{}", digit(units)),
        (tens, units) => format!("{}十{}", digit(tens), digit(units)),
    }
}

/// A text ends with its full stop.
fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['。', '！', '？', '；', '…']) {
        text.to_owned()
    } else {
        format!("{text}。")
    }
}

/// A cell with one paragraph.
fn cell(inlines: Vec<Inline>, align: Align, role: CellRole) -> CellContent {
    CellContent { paragraphs: vec![inlines], align, role, number: None }
}

/// A row of headings.
fn heading_row(texts: &[&str]) -> Row {
    texts.iter().map(|text| Cell::new(heading_cell(text))).collect()
}

fn heading_cell(text: &str) -> CellContent {
    cell(vec![Inline::Text(text.to_owned())], Align::Centre, CellRole::Heading)
}

fn text_cell(text: &str, align: Align) -> CellContent {
    cell(vec![Inline::Text(text.to_owned())], align, CellRole::Body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_are_those_of_headings() {
        let numerals: Vec<String> = [1, 9, 10, 11, 20, 47].into_iter().map(numeral).collect();
        assert_eq!(numerals, ["一", "九", "十", "十一", "二十", "四十七"]);
        assert_eq!(sentence(" 完成 "), "完成。");
    }
}

//! 退回意见书: the letter with which a report goes back to its department.

use heng_core::audit::Audit;
use heng_core::finding::{Finding, Severity, Spot};
use heng_core::table::{Cell, Table};
use jiff::civil::Date;

use super::super::{heading_row, numeral, text_cell};
use super::{findings, name_of, spot_in_words, title_of};
use crate::document::{Align, Block, Document, Grid, Inline, Orientation};
use crate::error::Error;

/// What stands where the report does not say whose it is.
const UNNAMED: &str = "（单位名称）";
/// Title of the table for the answers.
const ANSWERS: &str = "逐项答复表";

/// Composes the letter that returns a report (退回意见书); nothing where it gives no cause to return it.
///
/// Errors are asked to be mended, doubts to be explained; notes are only told. `date` is printed
/// below the letter.
///
/// # Errors
/// The table for the answers can't be laid out.
pub fn return_letter(file: &str, audit: &Audit, date: Date) -> Result<Option<Document>, Error> {
    let findings = findings(audit);
    if findings.iter().all(|one| one.severity == Severity::Note) {
        return Ok(None);
    }
    let mut letter = Letter { blocks: Vec::new(), sections: 0 };
    letter.opening(file, audit, &findings);
    if audit.is_unread() {
        letter.unread(&findings);
        letter.closing(audit, date);
    } else {
        let mut number = 0;
        for severity in [Severity::Error, Severity::Warning, Severity::Note] {
            let of_severity = findings.iter().filter(|one| one.severity == severity);
            letter.group(severity, &of_severity.collect::<Vec<_>>(), &mut number);
        }
        letter.closing(audit, date);
        letter.answers(&findings)?;
    }
    let named = named(file, audit);
    Ok(Some(Document {
        annex: None,
        title: format!("关于{named}的退回意见书"),
        author: String::new(),
        date,
        orientation: Orientation::Portrait,
        draft: None,
        blocks: letter.blocks,
        colophon: Vec::new(),
        derivations: Vec::new(),
    }))
}

/// The report as the letter names it: by its title, or else by its file.
fn named(file: &str, audit: &Audit) -> String {
    let name = name_of(file);
    let title = audit.report.title.as_deref().unwrap_or(name);
    format!("《{}》", title.trim_start_matches('《').trim_end_matches('》'))
}

/// The letter as far as it is written.
struct Letter {
    blocks: Vec<Block>,
    /// How many sections have begun.
    sections: usize,
}

impl Letter {
    fn opening(&mut self, file: &str, audit: &Audit, findings: &[Finding]) {
        let department = audit.report.department.as_deref().unwrap_or(UNNAMED);
        self.blocks.push(Block::Addressed(format!("{department}：")));
        let named = named(file, audit);
        if audit.is_unread() {
            self.words(format!(
                "你单位报送的{named}收悉。文件无法读出，未能审核，现予退回，请按下列意见重新报送。"
            ));
            return;
        }
        let count = |severity| findings.iter().filter(|one| one.severity == severity).count();
        let counted = [
            (Severity::Error, "须更正的错误", "处"),
            (Severity::Warning, "需要说明的事项", "项"),
            (Severity::Note, "供参考的提示", "项"),
        ];
        let counted: Vec<String> = counted
            .into_iter()
            .filter(|(severity, ..)| count(*severity) > 0)
            .map(|(severity, what, unit)| format!("{what}{}{unit}", count(severity)))
            .collect();
        self.words(format!(
            "你单位报送的{named}（{}）收悉。经审核，有{}，现予退回，请按下列意见办理。",
            name_of(file),
            counted.join("、")
        ));
    }

    /// The findings of one weight, with what they mean for the department, those of a check together.
    fn group(&mut self, severity: Severity, findings: &[&Finding], number: &mut usize) {
        if findings.is_empty() {
            return;
        }
        let (title, preface) = match severity {
            Severity::Error => {
                ("须更正的错误", "下列各处依报告自身的内容即可认定，请逐处核对并更正。")
            }
            Severity::Warning => (
                "请予说明的事项",
                "下列事项仅凭报告文本不能判断，不作为错误认定。情况属实的，请说明理由并附依据；\
                 确有不妥的，请一并更正。",
            ),
            Severity::Note => ("供参考的提示", "下列内容供修改时参考，不要求答复。"),
        };
        self.section(title);
        self.words(preface);
        for (index, alike) in findings.chunk_by(|one, next| one.code == next.code).enumerate() {
            let Some(first) = alike.first() else { continue };
            let heading =
                format!("（{}）{}（{}）", numeral(index + 1), title_of(first.code), first.code);
            self.blocks.push(Block::Heading { level: 2, text: heading });
            for (at, finding) in alike.iter().enumerate() {
                *number += 1;
                self.words(format!("{number}．{}", finding.message));
                self.ground(finding);
                // What is asked of several in the same words is said once, behind the last of them.
                let is_asked_below =
                    alike.get(at + 1).is_some_and(|next| next.remedy == finding.remedy);
                if !is_asked_below {
                    self.words(finding.remedy.clone());
                }
            }
        }
    }

    /// Where a finding stands and what it rests on.
    fn ground(&mut self, finding: &Finding) {
        let places: Vec<String> = finding.spots().map(place_of).collect();
        self.note(format!("位置：{}。", places.join("；")));
        if !finding.figures.is_empty() {
            self.note(format!("所据数字：{}。", finding.figures.join("、")));
        }
        if let Some(basis) = &finding.basis {
            self.note(format!("依据：{basis}。"));
        }
        for dismissal in &finding.dismissals {
            self.note(format!("已有说明：{}", dismissal.reason));
        }
    }

    /// Why nothing of the file was read, and what would help.
    fn unread(&mut self, findings: &[Finding]) {
        self.section("无法读出的原因");
        for finding in findings {
            self.words(format!("{}（{}）{}", finding.message, finding.code, finding.remedy));
        }
    }

    /// What to do and by when, who asks, and on which day.
    fn closing(&mut self, audit: &Audit, date: Date) {
        self.section("办理要求");
        let blank = "请于　　　　年　　月　　日前";
        if audit.is_unread() {
            self.words(format!("{blank}，按上述意见重新报送可以读出的文件。"));
        } else {
            self.words(format!(
                "{blank}，报送更正后的文件，并填写所附逐项答复表。对本意见书有异议的，\
                 请在同一期限内书面说明理由并附依据材料。"
            ));
        }
        let packs =
            audit.evaluation.iter().flat_map(|one| [Some(&one.pack), one.project_pack.as_ref()]);
        let not_adopted: Vec<String> = packs
            .flatten()
            .filter(|pack| pack.adoption().is_none())
            .map(|pack| format!("「{}」", pack.title))
            .collect();
        if !not_adopted.is_empty() {
            self.words(format!(
                "本意见书中按评分规则核算的内容，所用规则包{}尚未经采用，仅供参考。",
                not_adopted.join("、")
            ));
        }
        self.words("联系人：　　　　　　联系电话：");
        if !audit.is_unread() {
            self.words(format!("附件：{ANSWERS}"));
        }
        let day = format!("{}年{}月{}日", date.year(), date.month(), date.day());
        self.blocks.push(Block::Signed(vec!["（审核单位盖章）".to_owned(), day]));
    }

    /// The table into which the department writes its answers, as annex; notes ask for none.
    fn answers(&mut self, findings: &[Finding]) -> Result<(), Error> {
        let mut rows = vec![heading_row(&["序号", "事项", "审核意见", "更正情况或说明"])];
        let asked = findings.iter().filter(|one| one.severity != Severity::Note);
        for (index, finding) in asked.enumerate() {
            let cells = [
                text_cell(&(index + 1).to_string(), Align::Centre),
                text_cell(&format!("{}（{}）", title_of(finding.code), finding.code), Align::Left),
                text_cell(asks(finding.severity), Align::Centre),
                text_cell("", Align::Left),
            ];
            rows.push(cells.map(Cell::new).to_vec());
        }
        let widths = vec![8, 36, 14, 42];
        let table = Table::new(widths.len(), rows)
            .map_err(|wrong| Error::LayOutTable { row: wrong.row })?;
        let (name, title) = ("附件".to_owned(), ANSWERS.to_owned());
        self.blocks.push(Block::Part { name, title });
        self.blocks.push(Block::Grid(Grid { caption: None, widths, heading_rows: 1, table }));
        Ok(())
    }

    fn section(&mut self, title: &str) {
        self.sections += 1;
        let text = format!("{}、{title}", numeral(self.sections));
        self.blocks.push(Block::Heading { level: 1, text });
    }

    fn words(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Paragraph(vec![Inline::Text(text.into())]));
    }

    fn note(&mut self, text: String) {
        self.blocks.push(Block::Note(text));
    }
}

/// What a finding asks of the department.
fn asks(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "更正",
        Severity::Warning => "说明",
        Severity::Note => "参考",
    }
}

/// A spot in words: what it is called, where it stands, and what stands there.
///
/// The file is left out: the letter is about one.
fn place_of(spot: &Spot) -> String {
    let words = spot_in_words(spot);
    if spot.excerpt.is_empty() { words } else { format!("{words}「{}」", spot.excerpt) }
}

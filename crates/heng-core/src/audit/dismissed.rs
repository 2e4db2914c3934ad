//! What somebody said of findings of a report, kept in a text beside it.

use crate::dossier::{Dismissal, Lines};
use crate::fact::Place;
use crate::finding::{Finding, Reach, Spot};
use crate::reader::{self, Problem, ProblemKind};

/// What is put behind the name of a report for the name of the text beside it.
pub const ENDING: &str = ".heng.toml";

/// A finding of a report that was looked at and set aside (报告发现的不采纳说明).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// Code of the check.
    pub code: String,
    /// The place as printed, without the name of the report.
    pub place: String,
    /// The words that stood there.
    pub excerpt: String,
    /// Why it is set aside.
    pub reason: String,
    /// Who set it aside.
    pub by: Option<String>,
    /// Where the answer itself stands.
    pub stands: Place,
}

/// Words that are long enough to be known again where their place has moved.
const UNMISTAKABLE: usize = 12;

impl SetAside {
    /// Says whether the answer is to this place of a finding: the words must stand as they stood.
    #[must_use]
    pub fn is_to(&self, code: &str, spot: &Spot) -> bool {
        let moved = self.excerpt.chars().count() >= UNMISTAKABLE;
        self.code == code
            && self.excerpt == spot.excerpt
            && (moved || self.place == place_within(spot.place.as_ref()))
    }

    /// The answer as a table of the text.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let mut lines = Lines::default();
        lines.row("dismissed");
        lines.text("code", Some(&self.code));
        lines.text("place", Some(&self.place));
        lines.text("excerpt", Some(&self.excerpt));
        lines.text("reason", Some(&self.reason));
        lines.text("by", self.by.as_deref());
        lines.into_text()
    }
}

/// A place as printed, without the name of its file, which depends on where heng is run.
#[must_use]
pub fn place_within(place: Option<&Place>) -> String {
    let Some(place) = place else { return String::new() };
    let printed = place.to_string();
    let within = printed.strip_prefix(place.file()).unwrap_or(&printed);
    within.trim_start_matches([' ', ':']).to_owned()
}

/// Reads the text beside a report, called `file` in messages.
#[must_use]
pub fn read(file: &str, text: &str) -> (Vec<SetAside>, Vec<Problem>) {
    reader::read(file, text, |root| {
        let entries = root.entries("dismissed");
        let answer = |entry: &reader::Entry<'_>| SetAside {
            code: entry.required_text("code"),
            place: entry.required_text("place"),
            excerpt: entry.required_text("excerpt"),
            reason: entry.required_text("reason"),
            by: entry.text("by"),
            stands: entry.place(),
        };
        entries.iter().map(answer).collect()
    })
}

/// The places that a finding asks about.
pub fn asked(finding: &Finding) -> impl Iterator<Item = &Spot> {
    let count = match finding.reach {
        Reach::First => 1,
        Reach::Each => usize::MAX,
    };
    finding.spots().take(count)
}

/// Takes up what was said of a finding, see [`Finding::dismiss`].
pub(super) fn take_up(finding: &mut Finding, answers: &[SetAside]) {
    let code = finding.code;
    finding.take_up(|spot| {
        let answer = answers.iter().find(|one| one.is_to(code, spot))?;
        Some(Dismissal {
            code: answer.code.clone(),
            fact: answer.place.clone(),
            reason: answer.reason.clone(),
            by: answer.by.clone(),
        })
    });
}

/// The answers that belong to no finding any more, each as a problem of the text beside the report.
pub(super) fn stale(findings: &[Finding], answers: &[SetAside]) -> Vec<Problem> {
    let is_stale = |answer: &&SetAside| {
        !findings.iter().any(|finding| asked(finding).any(|spot| answer.is_to(finding.code, spot)))
    };
    answers.iter().filter(is_stale).map(no_longer).collect()
}

fn no_longer(answer: &SetAside) -> Problem {
    Problem {
        kind: ProblemKind::UnknownReference,
        place: answer.stands.clone(),
        excerpt: format!("{} {}「{}」", answer.code, answer.place, answer.excerpt),
        message: "这条不采纳说明已没有对应的发现，没有计入：文字已改动，或发现已不再出现。"
            .to_owned(),
        remedy: "请核对后删去这条说明；文字改动后又有发现的，请重新说明。".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;

    fn finding(code: &'static str, paragraph: usize, excerpt: &str) -> Finding {
        Finding {
            code,
            name: "",
            severity: Severity::Warning,
            spot: Spot {
                fact: None,
                label: String::new(),
                place: Some(Place::Paragraph { file: "某处/报告.docx".to_owned(), paragraph }),
                excerpt: excerpt.to_owned(),
            },
            further: Vec::new(),
            reach: Reach::First,
            dismissals: Vec::new(),
            figures: Vec::new(),
            message: String::new(),
            remedy: String::new(),
            basis: None,
        }
    }

    #[test]
    fn an_answer_is_written_and_read_back_and_found_again() {
        let answer = SetAside {
            code: "TXT507".to_owned(),
            place: "第3段".to_owned(),
            excerpt: "共\"三\"项\n工作".to_owned(),
            reason: "第四项在附件".to_owned(),
            by: Some("绩效科".to_owned()),
            stands: Place::Line { file: "报告.docx.heng.toml".to_owned(), line: 2, column: 1 },
        };
        let (read, problems) = read("报告.docx.heng.toml", &answer.to_toml());
        assert_eq!((read, problems), (vec![answer], vec![]));
    }

    #[test]
    fn an_answer_follows_its_words_and_ends_with_them() {
        let long = "全年共完成三项工作，即甲、乙两项。";
        let text = |excerpt: &str| {
            format!(
                "[[dismissed]]\ncode = 'TXT507'\nplace = '第3段'\nexcerpt = '{excerpt}'\nreason = '已核'\n"
            )
        };
        let cases = [
            (long, finding("TXT507", 3, long), true),
            (long, finding("TXT507", 9, long), true),
            (long, finding("TXT507", 3, "改过的文字"), false),
            (long, finding("TXT508", 3, long), false),
            ("三项", finding("TXT507", 3, "三项"), true),
            ("三项", finding("TXT507", 9, "三项"), false),
        ];
        for (excerpt, mut finding, is_answered) in cases {
            let (answers, problems) = read("a", &text(excerpt));
            assert_eq!(problems, []);
            take_up(&mut finding, &answers);
            let expected = if is_answered { Severity::Note } else { Severity::Warning };
            assert_eq!(finding.severity, expected, "{excerpt} {finding:?}");
            let stale = stale(&[finding], &answers);
            assert_eq!(stale.len(), usize::from(!is_answered));
            assert!(stale.iter().all(|one| one.place.to_string() == "a:1:1"), "{stale:?}");
        }
    }

    #[test]
    fn what_is_wrong_in_the_text_is_said() {
        let (_, problems) = read("a", "[[dismissed]]\ncode = 'TXT507'\nresaon = 'x'\n");
        let codes: Vec<&str> = problems.iter().map(|one| one.kind.code()).collect();
        assert_eq!(codes, ["INP004", "INP004", "INP004", "INP002"]);
    }
}

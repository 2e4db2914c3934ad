//! What checking says: findings, verdicts and obligations.

use std::borrow::Cow;
use std::sync::Arc;

use crate::basis::Basis;
use crate::dossier::Dismissal;
use crate::fact::{FactId, Place};
use crate::reader::Problem;

/// How much weight a finding has (严重程度).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Folded away unless asked for (提示).
    Note,
    /// A doubt, asked once (疑问).
    Warning,
    /// Proved by arithmetic, or a duty of an adopted pack (错误).
    Error,
}

impl Severity {
    /// The Chinese word.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Note => "提示",
            Self::Warning => "疑问",
            Self::Error => "错误",
        }
    }

    /// The English word of the stable output format.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One place that a finding points at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The fact in question, where the place holds one.
    pub fact: Option<FactId>,
    /// What the place is called for people, e.g. `任务“干部培训”·指标“举办专题培训班”`.
    pub label: String,
    /// Where it stands in the input, where that is known.
    pub place: Option<Place>,
    /// The words that stand there.
    pub excerpt: String,
}

/// Which of its places a finding asks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// The first one; the further ones support it.
    First,
    /// Each of them, the same.
    Each,
}

/// Something that checking found, with all that a reader needs to answer it (审核发现).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Code of the check: a family and a number, never reused.
    pub code: &'static str,
    /// Name of the problem, in English kebab case.
    pub name: &'static str,
    /// How much weight it has.
    pub severity: Severity,
    /// The place in question.
    pub spot: Spot,
    /// Further places: those that support it, or those that it asks about too.
    pub further: Vec<Spot>,
    /// Which of its places it asks about.
    pub reach: Reach,
    /// Why somebody set it aside, where somebody did.
    pub dismissals: Vec<Dismissal>,
    /// The figures that it rests on, as printed, with unit.
    pub figures: Vec<String>,
    /// What is wrong, in Chinese.
    pub message: String,
    /// What would mend or answer it, in Chinese.
    pub remedy: String,
    /// What the check rests on.
    pub basis: Option<Basis>,
}

impl Finding {
    /// Takes up what somebody said of the finding: a doubt that was answered is only a note.
    ///
    /// It is answered when a dismissal names each place that it asks about. What arithmetic proves
    /// stays an error; the reason stands beside it.
    pub fn dismiss(&mut self, dismissals: &[Dismissal]) {
        let code = self.code;
        self.take_up(|spot| {
            let fact = spot.fact.as_ref()?.as_str();
            dismissals.iter().find(|one| one.code == code && one.fact == fact).cloned()
        });
    }

    /// Takes up what was said of each place that the finding asks about.
    pub(crate) fn take_up(&mut self, said_of: impl Fn(&Spot) -> Option<Dismissal>) {
        let asked = match self.reach {
            Reach::First => 1,
            Reach::Each => 1 + self.further.len(),
        };
        let said: Vec<Dismissal> = self.spots().take(asked).filter_map(said_of).collect();
        if said.len() == asked && self.severity == Severity::Warning {
            self.severity = Severity::Note;
        }
        self.dismissals = said;
    }

    /// All places of the finding, the first one first.
    pub fn spots(&self) -> impl Iterator<Item = &Spot> {
        std::iter::once(&self.spot).chain(&self.further)
    }
}

impl From<&Problem> for Finding {
    /// Makes the finding (family INP) that a problem of reading is: always an error.
    fn from(problem: &Problem) -> Self {
        Self {
            code: problem.kind.code(),
            name: problem.kind.name(),
            severity: Severity::Error,
            spot: Spot {
                fact: None,
                label: problem.place.to_string(),
                place: Some(problem.place.clone()),
                excerpt: problem.excerpt.clone(),
            },
            further: Vec::new(),
            reach: Reach::First,
            dismissals: Vec::new(),
            figures: Vec::new(),
            message: problem.message.clone(),
            remedy: problem.remedy.clone(),
            basis: None,
        }
    }
}

/// What checking says of one subject (审核结论).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It was checked and holds (通过).
    Passed,
    /// Something was found (有发现).
    Found(Box<Finding>),
    /// The check has nothing to say of this subject (不适用).
    DoesNotApply {
        /// Why, in Chinese.
        why: Cow<'static, str>,
    },
    /// It should have been checked and could not be (无法核查).
    CouldNotCheck {
        /// What is missing, in Chinese.
        why: Cow<'static, str>,
    },
}

impl Verdict {
    /// The Chinese word.
    #[must_use]
    pub fn label(&self) -> &'static str {
        match self {
            Self::Passed => "通过",
            Self::Found(_) => "有发现",
            Self::DoesNotApply { .. } => "不适用",
            Self::CouldNotCheck { .. } => "无法核查",
        }
    }
}

/// How many subjects passed, were found, do not apply and could not be checked, in this order.
#[must_use]
pub fn tally<'o>(obligations: impl IntoIterator<Item = &'o Obligation>) -> [usize; 4] {
    let mut counts = [0; 4];
    for obligation in obligations {
        let [passed, found, does_not_apply, could_not] = &mut counts;
        *match obligation.verdict {
            Verdict::Passed => passed,
            Verdict::Found(_) => found,
            Verdict::DoesNotApply { .. } => does_not_apply,
            Verdict::CouldNotCheck { .. } => could_not,
        } += 1;
    }
    counts
}

/// How many findings there are of each weight, in words.
#[must_use]
pub fn count_in_words(findings: &[Finding]) -> String {
    let count = |severity| findings.iter().filter(|one| one.severity == severity).count();
    format!(
        "错误{}项、疑问{}项、提示{}项",
        count(Severity::Error),
        count(Severity::Warning),
        count(Severity::Note)
    )
}

/// One check on one subject, with what came of it (核查事项).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obligation {
    /// Code of the check.
    pub code: &'static str,
    /// What was checked, in Chinese.
    pub subject: Arc<str>,
    /// What came of it.
    pub verdict: Verdict,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(severity: Severity, reach: Reach) -> Finding {
        let spot = |fact: &str| Spot {
            fact: Some(FactId::new([fact])),
            label: String::new(),
            place: None,
            excerpt: String::new(),
        };
        Finding {
            code: "TGT201",
            name: "over-achieved-without-explanation",
            severity,
            spot: spot("a"),
            further: vec![spot("b")],
            reach,
            dismissals: Vec::new(),
            figures: Vec::new(),
            message: String::new(),
            remedy: String::new(),
            basis: None,
        }
    }

    #[test]
    fn a_doubt_is_a_note_once_each_place_that_it_asks_about_is_answered() {
        let cases: [(Severity, Reach, &[&str], Severity, usize); 6] = [
            (Severity::Warning, Reach::First, &["TGT201 a"], Severity::Note, 1),
            (Severity::Warning, Reach::First, &["TGT201 b"], Severity::Warning, 0),
            (Severity::Warning, Reach::Each, &["TGT201 a"], Severity::Warning, 1),
            (Severity::Warning, Reach::Each, &["TGT201 b", "TGT201 a"], Severity::Note, 2),
            (Severity::Warning, Reach::First, &["TGT202 a"], Severity::Warning, 0),
            (Severity::Error, Reach::First, &["TGT201 a"], Severity::Error, 1),
        ];
        for (before, reach, named, after, said) in cases {
            let dismissals: Vec<Dismissal> = named
                .iter()
                .filter_map(|named| named.split_once(' '))
                .map(|(code, fact)| Dismissal {
                    code: code.to_owned(),
                    fact: fact.to_owned(),
                    reason: "已说明".to_owned(),
                    by: None,
                })
                .collect();
            let mut finding = finding(before, reach);
            finding.dismiss(&dismissals);
            assert_eq!((finding.severity, finding.dismissals.len()), (after, said), "{named:?}");
        }
    }
}

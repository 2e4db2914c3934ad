//! Figures as somebody wrote them, bound to the facts that they state.

use std::ops::Range;

use crate::dossier::Dossier;
use crate::fact::{FactId, Place, Places};
use crate::facts::{Facts, Part, parts};
use crate::figure::{Figure, scan};
use crate::halves::in_halves;
use crate::reading::{self, Reading, Readings};
use crate::wording::{PairIndex, Pairs, pairs};

/// One place where somebody wrote a figure for a fact (陈述).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// The fact that it states.
    pub fact: FactId,
    /// What the fact is called.
    pub label: String,
    /// The figure as written.
    pub figure: Figure,
    /// What the place is called.
    pub spot_label: String,
    /// Where it stands.
    pub place: Option<Place>,
    /// The words that stand there.
    pub excerpt: String,
}

/// How many figures of typed text, bound ones included, could be traced to a fact (正文数字可追溯情况).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Figures that state a known fact.
    pub traced: usize,
    /// All figures in typed text.
    pub all: usize,
}

/// Share of a clause's wording, in percent, that an indicator must take up to own its figure.
const BOUND_PERCENT: usize = 50;
/// Pairs of characters that clause and indicator must share at least.
const BOUND_PAIRS: usize = 4;

/// Finds every figure that somebody wrote: in cells, and in typed text as far as it can be bound.
///
/// A figure of typed text that no fact claims, or that two facts claim with equal right, is left alone.
#[must_use]
pub fn stated(readings: &Readings<'_>, places: &Places, facts: &Facts) -> (Vec<Stated>, Coverage) {
    let mut coverage = Coverage::default();
    let typed = typed_texts(readings.dossier);
    let mut claims = Vec::new();
    for typed in &typed {
        for part in parts(typed.text) {
            if let Part::Bound(name) = part {
                coverage.all += 1;
                coverage.traced += usize::from(facts.contains_key(&FactId::new([name])));
            }
        }
        let figures = scan::figures(typed.text).into_iter();
        claims.extend(figures.map(|(span, figure)| Claim::new(typed, span, figure)));
    }
    coverage.all += claims.len();
    let asked = Pairs::union(claims.iter().map(|claim| &claim.wording));
    let known = known(readings, places, facts, &asked);
    let index = Index::of(&known);
    let mut again = Vec::new();
    for claim in claims {
        let Some(owner) = index.owner(&claim) else { continue };
        coverage.traced += 1;
        if !owner.states_elsewhere(&claim.figure) {
            again.push(Stated {
                figure: claim.figure,
                spot_label: claim.typed.label.clone(),
                place: places.of(&claim.typed.fact).cloned(),
                excerpt: claim.clause.trim().to_owned(),
                ..owner.stated.clone()
            });
        }
    }
    let mut stated: Vec<Stated> = known.into_iter().map(|known| known.stated).collect();
    stated.append(&mut again);
    (stated, coverage)
}

/// A figure of a typed text, which some fact may own.
struct Claim<'d> {
    typed: &'d Typed<'d>,
    span: Range<usize>,
    figure: Figure,
    /// The clause in which it stands.
    clause: &'d str,
    wording: Pairs,
}

impl<'d> Claim<'d> {
    fn new(typed: &'d Typed<'d>, span: Range<usize>, figure: Figure) -> Self {
        let clause = clause_around(typed.text, &span);
        Self { typed, span, figure, clause, wording: pairs(clause) }
    }
}

/// A fact that typed text may state again, with the words by which it is known.
struct Known {
    stated: Stated,
    mark: Mark,
    /// Further figures of the same cell, which text may repeat too.
    further: Vec<Figure>,
}

impl Known {
    /// Says whether the words before a figure of the same kind are the fact's own.
    fn is_named(&self, before: &str, figure: &Figure) -> bool {
        match &self.mark {
            Mark::Words { scopes, words } => {
                figure.unit().is_comparable(self.stated.figure.unit())
                    && claims(before, scopes, words)
            }
            Mark::Indicator(_) => false,
        }
    }

    /// Says whether the figure repeats a further figure of the cell rather than its first one.
    fn states_elsewhere(&self, figure: &Figure) -> bool {
        let agrees = |one: &Figure| one.value() == figure.value() && one.unit() == figure.unit();
        !agrees(&self.stated.figure) && self.further.iter().any(agrees)
    }
}

/// By which words a fact is known in text.
enum Mark {
    /// An indicator's own words, by their pairs.
    Indicator(Pairs),
    /// Words right before the figure, and words for the budget line that it belongs to, where it does.
    Words { scopes: &'static [&'static str], words: &'static [&'static str] },
}

/// The facts that typed text may state again; of their wording only the pairs that are asked for.
fn known(readings: &Readings<'_>, places: &Places, facts: &Facts, asked: &Pairs) -> Vec<Known> {
    let indicators = in_halves(readings.of_tasks(), 1, |reading, known| {
        known.extend(known_indicator(reading, places, asked));
    });
    // The stated total goes before the derived one: the same words can't claim both.
    let is_total_stated = facts.contains_key(&FactId::new(["self_evaluation", "total_score"]));
    NAMED_FACTS
        .iter()
        .filter(|named| named.fact != "score/total" || !is_total_stated)
        .filter_map(|named| known_by_words(named, places, facts))
        .chain(indicators)
        .collect()
}

/// A fact that text names by fixed words.
struct Named {
    fact: &'static str,
    /// Words for the budget line, of which one stands nearest before the figure.
    scopes: &'static [&'static str],
    /// Words of which one stands right before the figure.
    words: &'static [&'static str],
}

const WHOLE: &[&str] = &["部门整体", "整体支出"];
const BASIC: &[&str] = &["基本支出"];
const PROJECT: &[&str] = &["项目支出"];
const BUDGET: &[&str] = &["预算数", "预算数为"];
const EXPENDITURE: &[&str] = &["执行数", "执行数为", "支出数", "支出数为", "实际支出"];
const RATE: &[&str] = &["执行率", "执行率为", "执行率达", "完成预算的", "完成率", "完成率为"];

const NAMED_FACTS: [Named; 16] = [
    Named { fact: "budget/whole/budget", scopes: WHOLE, words: BUDGET },
    Named { fact: "budget/basic/budget", scopes: BASIC, words: BUDGET },
    Named { fact: "budget/project/budget", scopes: PROJECT, words: BUDGET },
    Named { fact: "budget/whole/expenditure", scopes: WHOLE, words: EXPENDITURE },
    Named { fact: "budget/basic/expenditure", scopes: BASIC, words: EXPENDITURE },
    Named { fact: "budget/project/expenditure", scopes: PROJECT, words: EXPENDITURE },
    Named { fact: "budget/whole/rate", scopes: WHOLE, words: RATE },
    Named { fact: "budget/basic/rate", scopes: BASIC, words: RATE },
    Named { fact: "budget/project/rate", scopes: PROJECT, words: RATE },
    Named { fact: "department/units", scopes: &[], words: &["下属单位", "下属单位共"] },
    Named { fact: "department/offices", scopes: &[], words: &["内设科室", "内设科室共"] },
    Named {
        fact: "department/headcount/active", scopes: &[], words: &["在职人员", "在职人员共"]
    },
    Named {
        fact: "department/headcount/retired", scopes: &[], words: &["退休人员", "退休人员共"]
    },
    Named { fact: "department/headcount/non_establishment", scopes: &[], words: &["编外人员"] },
    Named { fact: "self_evaluation/total_score", scopes: &[], words: TOTAL },
    Named { fact: "score/total", scopes: &[], words: TOTAL },
];
const TOTAL: &[&str] = &["自评总分", "自评总分为", "自评得分", "自评得分为"];

fn known_by_words(named: &Named, places: &Places, facts: &Facts) -> Option<Known> {
    let fact = FactId::new([named.fact]);
    let found = facts.get(&fact)?;
    let figure = Figure::parse(found.text()).ok()?;
    Some(Known {
        mark: Mark::Words { scopes: named.scopes, words: named.words },
        further: Vec::new(),
        stated: Stated {
            label: found.derivation.label.clone(),
            figure,
            spot_label: "填报数据".to_owned(),
            place: places.of(&fact).cloned(),
            excerpt: found.text().to_owned(),
            fact,
        },
    })
}

fn known_indicator(reading: &Reading<'_>, places: &Places, asked: &Pairs) -> Option<Known> {
    let indicator = reading.indicator;
    let text = reading.actual.as_deref()?;
    reading.target()?;
    let figure = reading.answering_figure()?;
    let figures = reading::figures(&reading.mentions.actual);
    let further = figures.filter(|other| *other != figure).cloned().collect();
    let fact = indicator.fact("actual");
    Some(Known {
        further,
        mark: Mark::Indicator(asked.standing_in([&indicator.name, &indicator.target, text])),
        stated: Stated {
            label: format!("指标“{}”的实际完成值", indicator.name),
            figure: figure.clone(),
            spot_label: format!("指标“{}”", indicator.name),
            place: places.of(&fact).cloned(),
            excerpt: text.to_owned(),
            fact,
        },
    })
}

/// A text that somebody typed, with the fact that it is.
struct Typed<'d> {
    fact: FactId,
    label: String,
    text: &'d str,
}

/// The typed texts that speak of the year itself; issues and plans speak of other years too.
fn typed_texts(dossier: &Dossier) -> Vec<Typed<'_>> {
    let achievements = dossier.achievements.iter().map(|one| Typed {
        fact: FactId::new(["achievement", &one.id]),
        label: format!("主要工作成效“{}”", one.title),
        text: &one.text,
    });
    let completed = dossier.projects.iter().flat_map(|project| {
        project.completed.iter().map(|text| Typed {
            fact: FactId::new(["project", &project.id]),
            label: format!("项目“{}”完成情况", project.name),
            text,
        })
    });
    let narrative = dossier.narrative.iter().map(|passage| Typed {
        fact: FactId::new(["narrative", passage.section.file_stem()]),
        label: "正文".to_owned(),
        text: &passage.text,
    });
    achievements.chain(completed).chain(narrative).collect()
}

/// The clause in which a span stands.
pub(crate) fn clause_around<'t>(text: &'t str, span: &Range<usize>) -> &'t str {
    text.get(around(text, span, &['，', '。', '；', '\n'])).unwrap_or_default()
}

/// The part of a text between such marks in which a span stands.
fn around(text: &str, span: &Range<usize>, ends: &[char]) -> Range<usize> {
    let before = text.get(..span.start).unwrap_or_default();
    let start = before.char_indices().rfind(|(_, c)| ends.contains(c));
    let start = start.map_or(0, |(at, c)| at + c.len_utf8());
    let after = text.get(span.end..).unwrap_or_default();
    let end = after.find(ends).map_or(text.len(), |offset| span.end + offset);
    start..end
}

/// The facts by what they are known by.
struct Index<'k> {
    named: Vec<&'k Known>,
    indicators: Vec<&'k Known>,
    words: PairIndex<'k>,
}

impl<'k> Index<'k> {
    fn of(all: &'k [Known]) -> Self {
        let is_named = |known: &&Known| matches!(known.mark, Mark::Words { .. });
        let (named, indicators): (Vec<&Known>, Vec<&Known>) = all.iter().partition(is_named);
        let words = indicators.iter().filter_map(|known| match &known.mark {
            Mark::Indicator(words) => Some(words),
            Mark::Words { .. } => None,
        });
        let words = PairIndex::new(words.collect());
        Self { named, indicators, words }
    }

    /// The one fact that the figure states; nothing where none or several claim it.
    fn owner(&self, claim: &Claim<'_>) -> Option<&'k Known> {
        if speaks_of_something_else(claim.clause) {
            return None;
        }
        let Claim { typed, span, figure, wording, .. } = claim;
        let sentence = around(typed.text, span, &['。', '；', '\n']);
        let before = typed.text.get(sentence.start..span.start)?;
        let before: String = before.chars().filter(|c| !c.is_whitespace()).collect();
        let named = self.named.iter().copied().filter(|known| known.is_named(&before, figure));
        let claims = self.words.holding(wording, BOUND_PAIRS, BOUND_PERCENT);
        let indicators = claims.into_iter().filter_map(|(place, overlap)| {
            let known = *self.indicators.get(place)?;
            let is_bound = figure.unit() == known.stated.figure.unit();
            is_bound.then_some((overlap.shared, known))
        });
        // What is named in so many words goes before what is only spoken of.
        let claims = named.map(|known| (usize::MAX, known)).chain(indicators);
        let mut best: Option<(usize, &Known)> = None;
        let mut is_ambiguous = false;
        for (claim, known) in claims {
            match best {
                Some((strongest, _)) if claim < strongest => {}
                Some((strongest, _)) if claim == strongest => is_ambiguous = true,
                _ => {
                    best = Some((claim, known));
                    is_ambiguous = false;
                }
            }
        }
        best.filter(|_| !is_ambiguous).map(|(_, known)| known)
    }
}

/// Says whether a clause speaks of a part, a plan or another time rather than of the year's result.
fn speaks_of_something_else(clause: &str) -> bool {
    const WORDS: [&str; 22] = [
        "上年",
        "去年",
        "往年",
        "同比",
        "环比",
        "比上",
        "较",
        "增长",
        "增加",
        "减少",
        "下降",
        "其中",
        "计划",
        "拟",
        "累计",
        "季度",
        "上半年",
        "下半年",
        "年初",
        "调整",
        "截至",
        "每",
    ];
    WORDS.iter().any(|word| clause.contains(word))
}

/// Says whether the words before a figure end in the fact's own and name its budget line nearest.
fn claims(before: &str, scopes: &[&str], words: &[&str]) -> bool {
    if !words.iter().any(|word| before.ends_with(word)) {
        return false;
    }
    let all_scopes = WHOLE.iter().chain(BASIC).chain(PROJECT);
    let nearest = all_scopes
        .filter_map(|scope| before.rfind(scope).map(|at| (at, *scope)))
        .max_by_key(|(at, _)| *at);
    scopes.is_empty() || nearest.is_some_and(|(_, scope)| scopes.contains(&scope))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::Measurements;

    fn outline(toml: &str) -> (Vec<String>, Coverage) {
        let read = crate::dossier::read("dossier.toml", toml, &[]);
        let measurements = Measurements::default();
        let readings = Readings::of(&read.dossier, &measurements);
        let facts = crate::facts::facts(&readings, []);
        let (all, coverage) = stated(&readings, &read.places, &facts);
        let line = |one: &Stated| format!("{} {} {}", one.fact, one.figure, one.spot_label);
        (all.iter().map(line).collect(), coverage)
    }

    #[test]
    fn figures_in_text_are_bound_by_their_words_or_left_alone() {
        let (all, coverage) = outline(
            "[budget.project]\nexpenditure = '29.50万元'\n\
             [[task]]\nid = 't'\nname = '登记'\n[[task.indicator]]\nid = 'a'\nname = '办理登记事项'\n\
             target = '200项'\nactual = '办理法人登记事项212项'\n\
             [[achievement]]\nid = 'x'\ntitle = '成效'\ntext = '全年办理法人登记事项215项，新购设备3台。\
             项目支出执行数29.50万元，热线12345畅通。'\n",
        );
        assert_eq!(
            all,
            [
                "budget/project/expenditure 29.50万元 填报数据",
                "indicator/a/actual 212项 指标“办理登记事项”",
                "indicator/a/actual 215项 主要工作成效“成效”",
                "budget/project/expenditure 29.50万元 主要工作成效“成效”",
            ]
        );
        assert_eq!(coverage, Coverage { traced: 2, all: 3 });
    }

    #[test]
    fn a_total_in_text_is_held_against_the_one_that_was_stated() {
        let (all, coverage) = outline(
            "[self_evaluation]\ntotal_score = '96分'\n\
             [[achievement]]\nid = 'x'\ntitle = '成效'\n\
             text = '全年自评总分为95分。另有自评总分为95分。占{{budget/whole/rate}}。'\n",
        );
        assert_eq!(
            all,
            [
                "self_evaluation/total_score 96分 填报数据",
                "self_evaluation/total_score 95分 主要工作成效“成效”",
                "self_evaluation/total_score 95分 主要工作成效“成效”",
            ]
        );
        // The binding leads to no fact with a value, so that it is not traced.
        assert_eq!(coverage, Coverage { traced: 2, all: 3 });
    }
}

//! What a report means, as far as its words leave no doubt: its kind, its figures, and what it says of them.

mod change;
mod comparison;
mod item;
mod joint;
mod kin;
mod kind;
mod list;
mod names;
mod order;
mod passage;
mod payer;
mod product;
mod rate;
mod sentence;
mod spread;
mod table;
mod tie;
mod year;
mod yearly;

use heng_core::page::Pages;
use heng_core::report::{Amount, Claim, Report, ReportKind, Role};

use super::dossier::dossier;
use names::Names;
use passage::{Passage, passages, sentences};
use sentence::{Said, Sentence};

/// Recognises what the pages say; what is not understood for certain stays in the pages and nowhere else.
#[must_use]
pub fn recognise(pages: Pages) -> Report {
    let passages = passages(&pages);
    let front = kind::front(&pages, &passages);
    let kind = front.kind.unwrap_or(ReportKind::Other);
    let read: Vec<Read<'_>> = passages.iter().map(Read::new).collect();
    let tables = table::tables(&pages);
    let mut claims = of_text(&read, kind, front.fiscal_year);
    claims.extend(tables.iter().flat_map(|table| table.claims.iter().cloned()));
    claims.extend(tie::text_and_tables(&read, &tables, kind, front.fiscal_year));
    let amounts = amounts(&read);
    let year_amounts = front.fiscal_year.map_or_else(Vec::new, |fiscal_year| {
        yearly::year_amounts(&read, &tables, yearly::Subject { kind, fiscal_year })
    });
    let (dossier, places, of_forms) =
        dossier(&pages, kind, front.department.as_deref(), front.fiscal_year);
    if kind.is_self_evaluation() {
        claims.extend(of_forms);
    }
    Report {
        pages,
        kind,
        title: front.title,
        department: front.department,
        fiscal_year: front.fiscal_year,
        amounts,
        claims,
        year_amounts,
        dossier,
        places,
    }
}

/// A passage with its sentences.
struct Read<'p> {
    passage: &'p Passage,
    sentences: Vec<Sentence<'p>>,
}

impl<'p> Read<'p> {
    fn new(passage: &'p Passage) -> Self {
        let sentences = sentences(&passage.text).into_iter().map(Sentence::new).collect();
        Self { passage, sentences }
    }

    /// The figures of the passage with their sentences.
    fn said(&self) -> impl Iterator<Item = (&Sentence<'p>, &Said<'p>)> {
        self.sentences
            .iter()
            .flat_map(|sentence| sentence.said.iter().map(move |said| (sentence, said)))
    }
}

/// What the running text says of its figures.
fn of_text(read: &[Read<'_>], kind: ReportKind, fiscal_year: Option<i16>) -> Vec<Claim> {
    let mut names = Names::default();
    for one in read {
        for sentence in &one.sentences {
            names.add(sentence, fiscal_year, &one.passage.place);
        }
    }
    let mut claims = Vec::new();
    let mut spoken_of = None;
    for one in read {
        let place = &one.passage.place;
        let begin = claims.len();
        for (at, sentence) in one.sentences.iter().enumerate() {
            let before = one.sentences.get(..at).unwrap_or_default();
            claims.extend(change::changes(sentence, before.last(), place));
            claims.extend(rate::rates(sentence, before, place));
            claims.extend(list::sums_and_shares(sentence, before.last(), &names, place));
            claims.extend(product::products(sentence, place));
        }
        claims.extend(order::orders(&one.sentences, place));
        if let Some(item) = item::item_named(&one.passage.text) {
            for claim in claims.iter_mut().skip(begin) {
                claim.subject = format!("{item}·{}", claim.subject);
            }
        }
        claims.extend(item::heading_and_sentence(&one.sentences, fiscal_year, place));
        let text = &one.passage.text;
        claims.extend(year::years(text, kind, fiscal_year, spoken_of, place));
        spoken_of = year::years_in(text).first().copied().or(spoken_of);
    }
    if !matches!(kind, ReportKind::Budget | ReportKind::Accounts | ReportKind::Summary) {
        let labelled: Vec<_> = read
            .iter()
            .flat_map(|one| one.said().map(|(_, said)| said.term(&one.passage.place)))
            .map(|term| (term.label.clone(), term))
            .collect();
        let restated = payer::restated(&labelled, &claims);
        claims.extend(restated);
    }
    claims.extend(spread::three_public(read, kind));
    claims.extend(spread::procurement(read));
    claims.extend(joint::joint_totals(read));
    claims
}

/// The amounts of the running text whose meaning their words say.
fn amounts(read: &[Read<'_>]) -> Vec<Amount> {
    let mut amounts = Vec::new();
    for one in read {
        for (sentence, said) in one.said() {
            let Some(role) = role(said) else { continue };
            amounts.push(Amount {
                role,
                label: said.label(),
                figure: said.figure.clone(),
                excerpt: sentence.text.to_owned(),
                place: one.passage.place.clone(),
            });
        }
    }
    amounts
}

fn role(said: &Said<'_>) -> Option<Role> {
    use heng_core::figure::Unit;
    let label = said.label();
    Some(match (said.role, said.figure.unit()) {
        (sentence::Role::Amount, Unit::Yuan) => match kin::kin(&label) {
            kin::Kin::Given if label.contains("年初") => Role::Approved,
            kin::Kin::Given if label.contains("收入") => Role::Income,
            kin::Kin::Given => Role::Budget,
            kin::Kin::Spent => Role::Expenditure,
            kin::Kin::Other => Role::Money,
        },
        (sentence::Role::Rate, _) => Role::Rate,
        (sentence::Role::Amount, Unit::Points) if label.contains("得分") => Role::Score,
        (sentence::Role::Amount, Unit::Counted(word)) if word == "人" || word == "名" => {
            Role::Headcount
        }
        (sentence::Role::Amount, Unit::Counted(_)) => Role::Count,
        _ => return None,
    })
}

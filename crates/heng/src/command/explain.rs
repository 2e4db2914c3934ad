//! `heng explain`: a check by its code, or where a number of a dossier comes from.

mod evidence;

use std::io::Write;
use std::path::Path;

use heng_core::check::CHECKS;
use heng_core::derivation::Derivation;
use heng_core::evaluation::Evaluation;
use heng_core::fact::FactId;
use heng_core::facts::Fact;
use heng_core::reader::{PROBLEMS_PAGE, ProblemKind, meant_or_all, nearest};
use heng_intake::folder;
use serde_json::json;

use crate::cli::Format;
use crate::error::Error;
use crate::progress::Progress;
use crate::{Ending, evaluate, json};
pub use evidence::{RowsShown, View};

/// Facts whose whole derivation is shown when several have the value.
const TREES_SHOWN: usize = 3;

/// Explains a code, a fact or a printed value, or lists all facts.
pub fn run(
    subject: &str,
    what: Option<&str>,
    packs: Option<&Path>,
    view: View,
    format: Format,
    out: &mut dyn Write,
) -> Result<Ending, Error> {
    let path = Path::new(subject);
    if what.is_none() && !path.is_dir() {
        return explain_code(subject, format, out);
    }
    let progress = Progress::begin();
    let evaluation = evaluate::evaluate(path, packs, &progress)?;
    drop(progress);
    let (schemas, _) = folder::schemas(path);
    let rows = |derivation| evidence::rows(path, &evaluation, &schemas, derivation, view);
    if format == Format::Jsonl {
        let found = match what {
            Some(what) => matching(&evaluation, what),
            None => evaluation.facts.iter().collect(),
        };
        if let (Some(what), true) = (what, found.is_empty()) {
            return Err(unknown(&evaluation, subject, what));
        }
        for (id, fact) in found {
            let rows = if what.is_some() { rows(&fact.derivation)? } else { Vec::new() };
            let rows = rows.iter().map(evidence::RegisterRows::json).collect();
            let files = evidence::files(&evaluation, id, &fact.derivation);
            json::line(&json::explained(id, fact, &evaluation.places, (rows, &files)), out)?;
        }
        return Ok(Ending::Clean);
    }
    let Some(what) = what else {
        for (id, fact) in &evaluation.facts {
            writeln!(out, "{id}　{} = {}", fact.derivation.label, fact.text())?;
        }
        return Ok(Ending::Clean);
    };
    let found = matching(&evaluation, what);
    if found.is_empty() {
        return Err(unknown(&evaluation, subject, what));
    }
    if found.len() > 1 {
        writeln!(out, "有{}个事实与「{what}」相符：", found.len())?;
        for (id, fact) in &found {
            writeln!(out, "  {id}　{} = {}", fact.derivation.label, fact.text())?;
        }
        writeln!(out)?;
    }
    // Facts that come from one place, such as two indicators with one measure, are shown once.
    let mut shown: Vec<&Derivation> = Vec::new();
    for (id, fact) in &found {
        if shown.contains(&&*fact.derivation) {
            continue;
        }
        if shown.len() == TREES_SHOWN {
            writeln!(out, "其余的请按标识查看。")?;
            break;
        }
        shown.push(&fact.derivation);
        writeln!(out, "{id}")?;
        if let Some(place) = evaluation.places.of(id) {
            writeln!(out, "位置　{place}")?;
        }
        writeln!(out, "{}", fact.derivation)?;
        for register in rows(&fact.derivation)? {
            register.print(out)?;
        }
        let files = evidence::files(&evaluation, id, &fact.derivation);
        evidence::print_files(&evaluation, &files, out)?;
    }
    Ok(Ending::Clean)
}

fn unknown(evaluation: &Evaluation, subject: &str, what: &str) -> Error {
    let near = nearest(what, evaluation.facts.keys().map(FactId::as_str));
    let remedy = near.map_or_else(
        || format!("用 heng explain {subject} 列出全部。"),
        |near| format!("是否应为「{near}」？"),
    );
    Error::UnknownFact { what: what.to_owned(), remedy }
}

/// The facts of that name, or else of what has that identifier, or else of that printed value, with
/// or without unit.
fn matching<'e>(evaluation: &'e Evaluation, what: &str) -> Vec<(&'e FactId, &'e Fact)> {
    let named = evaluation.facts.get_key_value(&FactId::new([what]));
    if let Some(found) = named {
        return vec![found];
    }
    let is_part = |fact: &FactId| fact.as_str().split('/').any(|part| part == what);
    let parts: Vec<_> = evaluation.facts.iter().filter(|(id, _)| is_part(id)).collect();
    if !parts.is_empty() {
        return parts;
    }
    let wanted = what.trim();
    let is_value = |fact: &Fact| {
        let number = fact.derivation.value.normalize().to_string();
        fact.text() == wanted || number == wanted
    };
    evaluation.facts.iter().filter(|(_, fact)| is_value(fact)).collect()
}

fn explain_code(code: &str, format: Format, out: &mut dyn Write) -> Result<Ending, Error> {
    let mut print = |code: &str, name: &str, page: &str| match format {
        Format::Text => Ok(writeln!(out, "{page}")?),
        Format::Jsonl => json::line(&json!({"code": code, "name": name, "page": page}), out),
    };
    let upper = code.to_uppercase();
    if let Some(check) = CHECKS.iter().find(|check| check.code == upper || check.name == code) {
        print(check.code, check.name, check.page.trim())?;
        return Ok(Ending::Clean);
    }
    let kind = ProblemKind::ALL.iter().find(|kind| kind.code() == upper || kind.name() == code);
    if let Some(kind) = kind {
        print(kind.code(), kind.name(), kind.page(PROBLEMS_PAGE))?;
        return Ok(Ending::Clean);
    }
    let codes = CHECKS.iter().map(|check| check.code);
    let codes = codes.chain(ProblemKind::ALL.iter().map(|kind| kind.code()));
    let remedy = meant_or_all(&upper, codes, "已有的代码");
    Err(Error::UnknownCode { code: code.to_owned(), remedy })
}

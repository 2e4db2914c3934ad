//! Why a pack can't be loaded.

use jiff::civil::Date;

use super::PackSource;
use crate::fact::Place;
use crate::reader::{Problem, ProblemKind, meant_or_all};

/// Why a pack can't be loaded (规则包无法载入).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// No pack has the identifier.
    #[error("没有标识为「{id}」的规则包。\n  {remedy}")]
    Unknown {
        /// The identifier asked for.
        id: String,
        /// What may have been meant, in Chinese.
        remedy: String,
    },
    /// The pack extends one that is not there.
    #[error("{problem}")]
    UnknownParent {
        /// The pack.
        id: String,
        /// The pack that it names.
        parent: String,
        /// Where it names it, and what may have been meant.
        problem: Box<Problem>,
    },
    /// The pack extends itself by way of others.
    #[error("规则包循环继承：{chain}。\n  请在其中一个规则包的 pack.toml 里删去 extends。")]
    Cycle {
        /// The packs, from one to the same one again.
        chain: String,
    },
    /// The pack is not in force on the day.
    #[error("规则包「{id}」在{day}不适用：适用期为{from}起{}。\n  请改用当日适用的规则包。",
        .to.map_or_else(|| "至今".to_owned(), |to| format!("至{to}")))]
    NotInForce {
        /// The pack.
        id: String,
        /// The day asked for.
        day: Date,
        /// First day in force.
        from: Date,
        /// Last day in force.
        to: Option<Date>,
    },
    /// The pack's text has mistakes.
    #[error("规则包「{id}」有{}处问题：\n{}", .problems.len(), listed(.problems))]
    Content {
        /// The pack.
        id: String,
        /// The mistakes, each with place, excerpt, reason and remedy.
        problems: Vec<Problem>,
    },
}

/// The error for an identifier that no pack has.
pub(super) fn unknown(id: &str, sources: &[PackSource<'_>]) -> PackError {
    PackError::Unknown { id: id.to_owned(), remedy: remedy(id, sources) }
}

/// The error for a parent that is not there.
pub(super) fn unknown_parent(
    child: &PackSource<'_>,
    parent: &str,
    sources: &[PackSource<'_>],
) -> PackError {
    let mut lines = child.pack.lines().zip(1..);
    let found = lines.find(|(line, _)| line.trim_start().starts_with("extends"));
    let (excerpt, line) = found.unwrap_or_default();
    let message = format!("规则包「{}」所继承的「{parent}」不存在。", child.id);
    PackError::UnknownParent {
        id: child.id.to_owned(),
        parent: parent.to_owned(),
        problem: Box::new(Problem {
            kind: ProblemKind::UnknownReference,
            place: Place::Line { file: child.file("pack.toml"), line, column: 1 },
            excerpt: excerpt.trim().to_owned(),
            message,
            remedy: remedy(parent, sources),
        }),
    }
}

/// Names what may have been meant.
fn remedy(id: &str, sources: &[PackSource<'_>]) -> String {
    meant_or_all(id, sources.iter().map(|source| source.id), "现有的规则包")
}

/// Lists problems, one below the other.
fn listed(problems: &[Problem]) -> String {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

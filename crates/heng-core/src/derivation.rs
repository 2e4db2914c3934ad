//! How a value was reached, as a tree that can be shown.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::basis::Basis;
use crate::fact::FactId;
use crate::register::Rows;

/// One step of the way to a value, with the steps it rests on (推导).
///
/// The root is the value in question; the leaves are facts that somebody stated and measures of registers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derivation {
    /// What the value is, in Chinese, e.g. `预算执行率`.
    pub label: String,
    /// The value, exact.
    pub value: Decimal,
    /// The value as it is shown, with unit, e.g. `95.87%`.
    pub shown: String,
    /// How the value follows from its inputs.
    pub step: Step,
    /// The rule that the step follows, where it follows one.
    pub basis: Option<Basis>,
    /// What the step rests on; several values may rest on one.
    pub inputs: Vec<Arc<Derivation>>,
}

/// How a value follows from its inputs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Somebody stated it.
    Stated {
        /// The fact.
        fact: FactId,
    },
    /// It was measured from a register.
    Measured {
        /// Identifier of the measure.
        measure: String,
        /// The counting rule, in Chinese (口径).
        counting_rule: String,
        /// File of the register and the rows that are the evidence; row 1 is the heading.
        rows: Rows,
        /// Path of the register.
        register: String,
        /// The sheet of the workbook, where the register is one.
        sheet: Option<String>,
    },
    /// The pack says so: points, a threshold, a share.
    Rule {
        /// Identifier of the pack and of the entry in it, e.g. `example-department/weight/output`.
        entry: String,
    },
    /// It was computed.
    Computed {
        /// The formula with its values put in, e.g. `2717.34 ÷ 2834.54`.
        formula: String,
    },
    /// It was rounded.
    Rounded {
        /// How, in Chinese, e.g. `四舍五入到2位小数`.
        how: String,
    },
    /// A person judged it, with a reason.
    Judged {
        /// The reason.
        reason: String,
    },
}

impl Derivation {
    /// A fact that somebody stated.
    #[must_use]
    pub fn stated(label: &str, fact: FactId, value: Decimal, shown: &str) -> Self {
        Self {
            label: label.to_owned(),
            value,
            shown: shown.to_owned(),
            step: Step::Stated { fact },
            basis: None,
            inputs: Vec::new(),
        }
    }

    /// Visits the tree from the root down, each step with its depth.
    pub fn walk<'d>(&'d self, visit: &mut impl FnMut(usize, &'d Self)) {
        fn below<'d>(
            node: &'d Derivation,
            depth: usize,
            visit: &mut impl FnMut(usize, &'d Derivation),
        ) {
            visit(depth, node);
            for input in &node.inputs {
                below(input, depth + 1, visit);
            }
        }
        below(self, 0, visit);
    }
}

impl std::fmt::Display for Derivation {
    /// Draws the tree, one step a line.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        fn draw(
            node: &Derivation,
            first: &str,
            rest: &str,
            f: &mut std::fmt::Formatter<'_>,
        ) -> std::fmt::Result {
            write!(f, "{first}{} = {}", node.label, node.shown)?;
            write!(f, "  {}", node.step)?;
            if let Some(basis) = &node.basis {
                write!(f, "  依据：{basis:#}")?;
            }
            writeln!(f)?;
            let last = node.inputs.len().saturating_sub(1);
            for (index, input) in node.inputs.iter().enumerate() {
                let (branch, below) = if index == last { ("└ ", "  ") } else { ("├ ", "│ ") };
                draw(input, &format!("{rest}{branch}"), &format!("{rest}{below}"), f)?;
            }
            Ok(())
        }
        draw(self, "", "", f)
    }
}

impl std::fmt::Display for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Stated { fact } => write!(f, "［填报］{fact}"),
            Self::Measured { measure, counting_rule, rows, register, sheet } => {
                let sheet = sheet.as_ref().map_or_else(String::new, |sheet| format!("「{sheet}」"));
                let count = rows.len();
                write!(f, "［度量］{measure}：{counting_rule}；{register}{sheet} 共{count}行")
            }
            Self::Rule { entry } => write!(f, "［规则］{entry}"),
            Self::Computed { formula } => write!(f, "［计算］{formula}"),
            Self::Rounded { how } => write!(f, "［修约］{how}"),
            Self::Judged { reason } => write!(f, "［评判］{reason}"),
        }
    }
}

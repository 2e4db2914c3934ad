//! Which layout the forms of a scheme have.

use super::Pack;
use super::read::basis;
use crate::basis::Basis;
use crate::reader::{Entry, ProblemKind};

/// The layouts of a scheme's forms (自评表样式).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormRule {
    /// Identifier of the rule, with its pack.
    pub entry: String,
    /// The layout of a project's form, where the pack names one.
    pub project: Option<ProjectForm>,
    /// The layout of a department's form, where the pack names one.
    pub department: Option<DepartmentForm>,
    /// What the rule rests on.
    pub basis: Basis,
}

/// The layouts of a project's self-evaluation form (项目支出绩效自评表样式).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProjectForm {
    /// Funds by source, objective, then indicators with points and score (全国样式).
    National,
    /// Execution with its reason, indicators with nature and unit, then conclusion (四川样式).
    Sichuan,
}

/// The layouts of a department's self-evaluation form (部门整体支出绩效自评表样式).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DepartmentForm {
    /// Like the national form of a project, with the year's tasks in place of its funds (中央样式).
    Central,
    /// Execution, objectives as set and adjusted, indicators with a coefficient (重庆样式).
    Chongqing,
    /// Indicators with explanation and scoring standard (安徽样式).
    Anhui,
    /// Indicators with scoring standard and reasons for deductions (湖南样式).
    Hunan,
}

/// Reads `[form]`.
pub(super) fn read(entry: &Entry<'_>, pack: &str) -> Option<FormRule> {
    let project = entry.choice(
        "project",
        &[("national", ProjectForm::National), ("sichuan", ProjectForm::Sichuan)],
    );
    let department = entry.choice(
        "department",
        &[
            ("central", DepartmentForm::Central),
            ("chongqing", DepartmentForm::Chongqing),
            ("anhui", DepartmentForm::Anhui),
            ("hunan", DepartmentForm::Hunan),
        ],
    );
    if !entry.has("project") && !entry.has("department") {
        let message = "没有写明自评表样式。".to_owned();
        let remedy = "请写 project 或 department。";
        entry.report(ProblemKind::MissingKey, "form", message, remedy);
    }
    let basis = basis(entry)?;
    Some(FormRule { entry: format!("{pack}/form"), project, department, basis })
}

impl Pack {
    /// The layout of the department's form: the scheme's, or else the central departments', which is
    /// the most general.
    #[must_use]
    pub fn department_form(&self) -> DepartmentForm {
        let rule = self.form.as_ref();
        rule.and_then(|rule| rule.department).unwrap_or(DepartmentForm::Central)
    }
}

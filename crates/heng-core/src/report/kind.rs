//! What kind of document a report is, by its title.

/// Kinds of documents that heng tells apart (文档种类).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReportKind {
    /// Self-evaluation report of a department's overall expenditure (部门整体支出绩效自评报告).
    Department,
    /// Self-evaluation report of a project (项目支出绩效自评报告).
    Project,
    /// Self-evaluation report of a transfer payment (转移支付绩效自评报告).
    Transfer,
    /// Evaluation that the department, the finance bureau or an agency made (绩效评价报告).
    Evaluation,
    /// Self-evaluation form without a report (绩效自评表).
    Form,
    /// Declaration of objectives (绩效目标申报表).
    Objectives,
    /// Form of performance monitoring (绩效运行监控表).
    Monitoring,
    /// Departmental budget (部门预算).
    Budget,
    /// Departmental final accounts (部门决算).
    Accounts,
    /// A finance bureau's summary of many departments (绩效自评汇总).
    Summary,
    /// Anything else.
    Other,
}

impl ReportKind {
    /// All kinds with the code of the stable output format and the Chinese name.
    pub const ALL: [(Self, &'static str, &'static str); 11] = [
        (Self::Department, "department_self_evaluation", "部门整体支出绩效自评报告"),
        (Self::Project, "project_self_evaluation", "项目支出绩效自评报告"),
        (Self::Transfer, "transfer_self_evaluation", "转移支付绩效自评报告"),
        (Self::Evaluation, "evaluation", "绩效评价报告"),
        (Self::Form, "self_evaluation_form", "绩效自评表"),
        (Self::Objectives, "objectives", "绩效目标申报表"),
        (Self::Monitoring, "monitoring", "绩效运行监控表"),
        (Self::Budget, "budget", "部门预算"),
        (Self::Accounts, "accounts", "部门决算"),
        (Self::Summary, "summary", "绩效自评汇总"),
        (Self::Other, "other", "其他文档"),
    ];

    /// The code of the stable output format.
    #[must_use]
    pub fn code(self) -> &'static str {
        Self::ALL.iter().find(|(kind, ..)| *kind == self).map_or("other", |(_, code, _)| code)
    }

    /// The Chinese name.
    #[must_use]
    pub fn label(self) -> &'static str {
        Self::ALL.iter().find(|(kind, ..)| *kind == self).map_or("", |(.., label)| label)
    }

    /// Says whether it is about one project.
    #[must_use]
    pub fn is_of_project(self) -> bool {
        matches!(self, Self::Project | Self::Transfer)
    }

    /// Says whether a department or project speaks of its own results in it.
    #[must_use]
    pub fn is_self_evaluation(self) -> bool {
        matches!(self, Self::Department | Self::Project | Self::Transfer | Self::Form)
    }
}

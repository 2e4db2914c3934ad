//! Register templates that are built in.

use super::schema::{self, Schema};

/// A register for a common work system, ready to use (台账模板).
#[derive(Debug, Clone, Copy)]
pub struct Template {
    /// Identifier of the register.
    pub id: &'static str,
    /// The schema, as the TOML text of `register.toml`.
    pub schema: &'static str,
    /// Common measures, as the TOML text of `measures.toml`.
    pub measures: &'static str,
    /// What it is for and what it must not hold, in Chinese (Markdown).
    pub readme: &'static str,
}

/// All templates, by identifier.
pub const TEMPLATES: &[Template] = &[
    Template {
        id: "annual_reports",
        schema: include_str!("../../../../registers/annual_reports/register.toml"),
        measures: include_str!("../../../../registers/annual_reports/measures.toml"),
        readme: include_str!("../../../../registers/annual_reports/README.md"),
    },
    Template {
        id: "budget_ledger",
        schema: include_str!("../../../../registers/budget_ledger/register.toml"),
        measures: include_str!("../../../../registers/budget_ledger/measures.toml"),
        readme: include_str!("../../../../registers/budget_ledger/README.md"),
    },
    Template {
        id: "films",
        schema: include_str!("../../../../registers/films/register.toml"),
        measures: include_str!("../../../../registers/films/measures.toml"),
        readme: include_str!("../../../../registers/films/README.md"),
    },
    Template {
        id: "institution_registrations",
        schema: include_str!("../../../../registers/institution_registrations/register.toml"),
        measures: include_str!("../../../../registers/institution_registrations/measures.toml"),
        readme: include_str!("../../../../registers/institution_registrations/README.md"),
    },
    Template {
        id: "media_coverage",
        schema: include_str!("../../../../registers/media_coverage/register.toml"),
        measures: include_str!("../../../../registers/media_coverage/measures.toml"),
        readme: include_str!("../../../../registers/media_coverage/README.md"),
    },
    Template {
        id: "talent_visits",
        schema: include_str!("../../../../registers/talent_visits/register.toml"),
        measures: include_str!("../../../../registers/talent_visits/measures.toml"),
        readme: include_str!("../../../../registers/talent_visits/README.md"),
    },
    Template {
        id: "training_attendance",
        schema: include_str!("../../../../registers/training_attendance/register.toml"),
        measures: include_str!("../../../../registers/training_attendance/measures.toml"),
        readme: include_str!("../../../../registers/training_attendance/README.md"),
    },
    Template {
        id: "training_sessions",
        schema: include_str!("../../../../registers/training_sessions/register.toml"),
        measures: include_str!("../../../../registers/training_sessions/measures.toml"),
        readme: include_str!("../../../../registers/training_sessions/README.md"),
    },
];

/// The schemas of all templates.
#[must_use]
pub fn schemas() -> Vec<Schema> {
    let read = |template: &Template| schema::read("register.toml", template.schema).0;
    TEMPLATES.iter().filter_map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::measure;

    #[test]
    fn each_template_is_sound() {
        for template in TEMPLATES {
            let (schema, problems) = schema::read("register.toml", template.schema);
            assert_eq!(problems, [], "{}", template.id);
            let schema = schema.unwrap();
            assert_eq!(schema.id, template.id);
            assert!(template.readme.starts_with(&format!("# {}\n", schema.title)));
            assert!(template.readme.contains("\n## 不得登记\n"));
            let (set, problems) = measure::read("measures.toml", template.measures, &[schema]);
            assert_eq!(problems, [], "{}", template.id);
            assert!(!set.measures.is_empty());
        }
    }
}

//! Register templates that are built in.

use std::sync::LazyLock;

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

/// The templates in the folders of these names.
macro_rules! templates {
    ($($id:literal),+ $(,)?) => {
        &[$(Template {
            id: $id,
            schema: include_str!(concat!("../../../../registers/", $id, "/register.toml")),
            measures: include_str!(concat!("../../../../registers/", $id, "/measures.toml")),
            readme: include_str!(concat!("../../../../registers/", $id, "/README.md")),
        }),+]
    };
}

/// All templates, by identifier.
pub const TEMPLATES: &[Template] = templates![
    "annual_reports",
    "archive_requests",
    "archives",
    "assessment_items",
    "branch_reviews",
    "budget_allocations",
    "budget_ledger",
    "cadre_adjustments",
    "civil_service_recruitment",
    "dormant_institutions",
    "establishment",
    "establishment_pool",
    "exit_applications",
    "films",
    "fixed_assets",
    "hotline_cases",
    "institution_registrations",
    "leader_assessments",
    "livelihood_matters",
    "media_coverage",
    "member_admissions",
    "online_courses",
    "online_service_days",
    "party_events",
    "party_organisations",
    "platform_availability",
    "procurement",
    "satisfaction_survey",
    "selection_supervision",
    "service_stations",
    "talent_applications",
    "talent_events",
    "talent_recruits",
    "talent_schemes",
    "talent_visits",
    "training_attendance",
    "training_roster",
    "training_sessions",
    "unit_assessments",
];

/// The schemas of all templates, read once.
#[must_use]
pub fn schemas() -> &'static [Schema] {
    static SCHEMAS: LazyLock<Vec<Schema>> = LazyLock::new(|| {
        let read = |template: &Template| schema::read("register.toml", template.schema).0;
        TEMPLATES.iter().filter_map(read).collect()
    });
    &SCHEMAS
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::register::measure;
    use crate::register::schema::Sensitivity;

    #[test]
    fn each_template_is_sound() {
        let schemas = schemas();
        assert_eq!(schemas.len(), TEMPLATES.len());
        for (template, schema) in TEMPLATES.iter().zip(schemas) {
            let problems = schema::read("register.toml", template.schema).1;
            assert_eq!(problems, [], "{}", template.id);
            assert_eq!(schema.id, template.id);
            assert!(schema.retention.is_some() && schema.quality.is_some(), "{}", template.id);
            assert!(template.readme.starts_with(&format!("# {}\n", schema.title)));
            assert!(template.readme.contains("\n## 不得登记\n"));
            let (set, problems) = measure::read("measures.toml", template.measures, schemas);
            assert_eq!(problems, [], "{}", template.id);
            assert!(!set.measures.is_empty());
        }
    }

    #[test]
    fn templates_stand_in_the_order_of_their_names_and_differ_in_title() {
        assert!(TEMPLATES.is_sorted_by_key(|template| template.id));
        let titles: BTreeSet<String> =
            schemas().iter().map(|schema| schema.title.clone()).collect();
        assert_eq!(titles.len(), TEMPLATES.len());
    }

    #[test]
    fn the_list_of_templates_names_each_once() {
        let list = include_str!("../../../../registers/README.md");
        assert_eq!(list.matches("/README.md)").count(), TEMPLATES.len());
        for (template, schema) in TEMPLATES.iter().zip(schemas()) {
            let link = format!("[{}]({}/README.md)", schema.title, template.id);
            assert!(list.contains(&link), "{link}");
        }
    }

    #[test]
    fn measures_of_templates_can_stand_in_one_file() {
        let text: String = TEMPLATES.iter().map(|template| template.measures).collect();
        assert_eq!(measure::read("measures.toml", &text, schemas()).1, []);
    }

    #[test]
    fn what_stands_for_a_person_is_restricted() {
        for schema in schemas() {
            for column in schema.columns.iter().filter(|column| column.label.ends_with("代号")) {
                let place = format!("{} of {}", column.id, schema.id);
                assert_eq!(column.sensitivity, Sensitivity::Restricted, "{place}");
            }
        }
    }
}

//! What the columns of a workbook offer to choose from, and what a word chosen stands for.

use std::collections::BTreeMap;

use super::column::{Choices, Column, Rows};
use super::value::Refusal;
use crate::dossier::Dossier;
use crate::pack::{Pack, Subject};
use crate::reader::nearest;

/// What the packs of a dossier offer to choose from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lists {
    department: Offered,
    project: Offered,
}

/// Identifiers with their Chinese names, out of one pack.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Offered {
    dimensions: Vec<(String, String)>,
    methods: Vec<(String, String)>,
    grades: Vec<(String, String)>,
}

impl Lists {
    /// What the two packs offer; one that is missing offers nothing.
    #[must_use]
    pub fn of(department: Option<&Pack>, project: Option<&Pack>) -> Self {
        let offered = |pack: Option<&Pack>| pack.map(Offered::of).unwrap_or_default();
        Self { department: offered(department), project: offered(project) }
    }

    fn offered(&self, subject: Subject) -> &Offered {
        match subject {
            Subject::Department => &self.department,
            Subject::Project => &self.project,
        }
    }

    /// The dimension of the department's pack that a word means; another word means itself.
    pub(super) fn dimension(&self, word: &str) -> String {
        let choices = Choices::Dimensions(Subject::Department);
        match Lookup::of(choices, &Dossier::default(), self).resolve(word) {
            Resolved::Known(id) => id,
            Resolved::Unknown(_) | Resolved::Refused(_) => word.to_owned(),
        }
    }

    /// The words that a column of a dossier offers, as a cell shows them.
    #[must_use]
    pub fn offers(&self, column: &Column, dossier: &Dossier) -> Vec<String> {
        let lookup = Lookup::of(column.choices, dossier, self);
        let labels = lookup.entries.iter().map(|(id, _)| lookup.label(id).to_owned());
        if column.choices == Choices::Offices {
            return dossier.department.offices.clone();
        }
        labels.collect()
    }
}

impl Offered {
    fn of(pack: &Pack) -> Self {
        let dimensions = pack.weights.iter().map(|one| (one.dimension.clone(), one.label.clone()));
        let methods = pack.methods.iter().map(|one| (one.id.clone(), one.label.clone()));
        let grades = pack.grades.iter().map(|one| (one.label.clone(), one.label.clone()));
        Self {
            dimensions: dimensions.collect(),
            methods: methods.collect(),
            grades: grades.collect(),
        }
    }
}

/// What a word that somebody chose stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Resolved {
    /// An identifier, or the word itself where the column is free.
    Known(String),
    /// Nothing that is known; the word is taken as it is.
    Unknown(Refusal),
    /// Nothing that the column takes.
    Refused(Refusal),
}

/// The identifiers and names that a column knows.
#[derive(Debug, Default)]
pub(super) struct Lookup {
    /// Whether a word that is not known is refused.
    is_closed: bool,
    entries: Vec<(String, String)>,
    labels: BTreeMap<String, String>,
    /// The identifier that each word means: identifiers first, then names that only one bears.
    meanings: BTreeMap<String, String>,
}

impl Lookup {
    pub(super) fn of(choices: Choices, dossier: &Dossier, lists: &Lists) -> Self {
        let mut is_closed = false;
        let entries = match choices {
            Choices::Free | Choices::Offices => Vec::new(),
            Choices::Closed(list) => {
                is_closed = true;
                list.iter().map(|(id, label)| ((*id).to_owned(), (*label).to_owned())).collect()
            }
            Choices::Dimensions(subject) => lists.offered(subject).dimensions.clone(),
            Choices::Methods(subject) => lists.offered(subject).methods.clone(),
            Choices::Grades => lists.department.grades.clone(),
            Choices::Rows(rows) => rows.of(dossier),
        };
        Self::new(is_closed, entries)
    }

    fn new(is_closed: bool, entries: Vec<(String, String)>) -> Self {
        let mut bearers: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, label) in &entries {
            let count = bearers.entry(label).or_default();
            *count = count.saturating_add(1);
        }
        let mut meanings = BTreeMap::new();
        let mut labels = BTreeMap::new();
        for (id, label) in &entries {
            let is_own = bearers.get(label.as_str()) == Some(&1) && !label.trim().is_empty();
            if is_own {
                meanings.insert(label.clone(), id.clone());
                labels.insert(id.clone(), label.clone());
            }
        }
        // An identifier means itself, whoever else is called so.
        meanings.extend(entries.iter().map(|(id, _)| (id.clone(), id.clone())));
        Self { is_closed, entries, labels, meanings }
    }

    /// Says whether any word will do.
    pub(super) fn is_free(&self) -> bool {
        self.entries.is_empty() && !self.is_closed
    }

    /// What an identifier is shown as.
    pub(super) fn label<'l>(&'l self, id: &'l str) -> &'l str {
        let label = self.labels.get(id).map_or(id, String::as_str);
        let is_one_line = !label.contains(['\n', '\r']) && label.trim() == label;
        if is_one_line && self.meanings.get(label).is_some_and(|meant| meant == id) {
            label
        } else {
            id
        }
    }

    /// What a word stands for.
    pub(super) fn resolve(&self, word: &str) -> Resolved {
        if self.is_free() {
            return Resolved::Known(word.to_owned());
        }
        if let Some(id) = self.meanings.get(word).or_else(|| self.alike(word)) {
            return Resolved::Known(id.clone());
        }
        let near = nearest(word, self.meanings.keys().map(String::as_str));
        let labels: Vec<&str> = self.entries.iter().map(|(id, _)| self.label(id)).collect();
        let refusal = Refusal {
            message: format!("没有「{word}」这一项。"),
            remedy: near.map_or_else(
                || format!("可用的有：{}。", labels.join("、")),
                |near| format!("是否应为「{near}」？"),
            ),
        };
        if self.is_closed { Resolved::Refused(refusal) } else { Resolved::Unknown(refusal) }
    }

    /// The one entry whose name differs only by what people leave out, such as 产出 for 产出指标.
    fn alike(&self, word: &str) -> Option<&String> {
        let word: String = word.chars().filter(|c| !c.is_whitespace()).collect();
        if word.chars().count() < 2 {
            return None;
        }
        let begins = |label: &String| label.starts_with(&word);
        let mut alike = self.labels.iter().filter(|(_, label)| begins(label)).map(|(id, _)| id);
        let first = alike.next();
        first.filter(|_| alike.next().is_none())
    }
}

/// Key and name of the lines of the budget.
pub(super) const BUDGET_LINES: [(&str, &str); 3] =
    [("whole", "部门整体支出"), ("basic", "基本支出"), ("project", "项目支出")];

impl Rows {
    /// Identifier and name of the rows in a dossier.
    fn of(self, dossier: &Dossier) -> Vec<(String, String)> {
        let projects = || dossier.projects.iter().map(|one| (one.id.clone(), one.name.clone()));
        match self {
            Self::Objectives => {
                dossier.objectives.iter().map(|one| (one.id.clone(), one.id.clone())).collect()
            }
            Self::Tasks => {
                dossier.tasks.iter().map(|one| (one.id.clone(), one.name.clone())).collect()
            }
            Self::Projects => projects().collect(),
            Self::Issues => {
                dossier.issues.iter().map(|one| (one.id.clone(), one.title.clone())).collect()
            }
            Self::Money => {
                let lines =
                    BUDGET_LINES.map(|(key, label)| (format!("budget/{key}"), label.to_owned()));
                let projects = projects().map(|(id, name)| (format!("project/{id}"), name));
                lines.into_iter().chain(projects).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lookup(is_closed: bool, entries: &[(&str, &str)]) -> Lookup {
        let owned = |(id, label): &(&str, &str)| ((*id).to_owned(), (*label).to_owned());
        Lookup::new(is_closed, entries.iter().map(owned).collect())
    }

    #[test]
    fn words_mean_identifiers_first_then_names_of_one_bearer() {
        let entries = [
            ("output", "产出指标"),
            ("outcome", "效益指标"),
            ("a", "同名"),
            ("b", "同名"),
            ("c", "a"),
        ];
        let lookup = lookup(true, &entries);
        let cases = [
            ("output", Some("output")),
            ("产出指标", Some("output")),
            ("产出", Some("output")),
            ("产出 指标", Some("output")),
            ("同名", None),
            ("a", Some("a")),
            ("满意度", None),
        ];
        for (word, expected) in cases {
            let found = match lookup.resolve(word) {
                Resolved::Known(id) => Some(id),
                Resolved::Unknown(_) | Resolved::Refused(_) => None,
            };
            assert_eq!(found.as_deref(), expected, "{word}");
        }
        for (id, label) in [("output", "产出指标"), ("a", "a"), ("b", "b"), ("c", "c"), ("d", "d")]
        {
            assert_eq!(lookup.label(id), label);
        }
    }

    #[test]
    fn an_open_list_takes_what_it_does_not_know_and_says_so() {
        let open = lookup(false, &[("output", "产出指标")]);
        assert!(matches!(open.resolve("产岀指标"), Resolved::Unknown(refusal)
            if refusal.remedy == "是否应为「产出指标」？"));
        assert_eq!(lookup(false, &[]).resolve("随便"), Resolved::Known("随便".to_owned()));
        assert!(matches!(lookup(true, &[]).resolve("随便"), Resolved::Refused(_)));
    }
}

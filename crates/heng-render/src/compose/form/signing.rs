//! The foot of a form: who filled it in, who signs, where the seal goes.

use heng_core::dossier::Contact;
use heng_core::table::Cell;

use super::super::{Composer, text_cell};
use super::cells;
use crate::document::{Align, CellContent, Inline};
use crate::error::Error;

/// Who signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signing {
    /// Head and head of finance of the department or unit.
    Department,
    /// Those who answer for a project.
    Project,
}

impl Composer<'_> {
    /// The block for contact, signatures and seal; of a project, whom it does not name the dossier does.
    pub(super) fn signing(&mut self, who: Signing, contact: &Contact) -> Result<(), Error> {
        let own = &self.evaluation.dossier.contact;
        let filed = |label: &str, name: &Option<String>, other: &Option<String>| {
            let name = name.as_deref().or(other.as_deref()).unwrap_or_default();
            Cell::new(text_cell(&format!("{label}：{name}"), Align::Left))
        };
        let (head, other_head) = match who {
            Signing::Department => ("单位负责人（签字）", &own.head),
            Signing::Project => ("项目负责人（签字）", &None),
        };
        let rows = vec![
            vec![
                filed("填表人", &contact.preparer, &own.preparer),
                filed("联系电话", &contact.phone, &own.phone),
                filed("审核人", &contact.reviewer, &own.reviewer),
            ],
            vec![
                filed(head, &contact.head, other_head),
                filed("财务负责人（签字）", &contact.finance_head, &own.finance_head),
                Cell::new(seal()),
            ],
        ];
        self.grid(None, &[32, 32, 36], 0, rows)
    }
}

/// Room for the seal, with the date to be written in.
fn seal() -> CellContent {
    let line = |text: &str| vec![Inline::Text(text.to_owned())];
    cells::paragraphs(vec![line("单位（盖章）："), line(""), line("　　　　　年　　月　　日")])
}

//! The values that a column of one register holds, for conditions of another register.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use foldhash::fast::FixedState;
use hashbrown::HashSet;

use super::measure::Measure;
use super::schema::Schema;
use super::value::Value;

/// A column of a register that conditions of other registers look into (参照列).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// Identifier of the register.
    pub register: String,
    /// Identifier of its column.
    pub column: String,
}

/// The different values of one column.
pub type Values = HashSet<Value<'static>, FixedState>;

/// The values of the columns that conditions of other registers look into (参照的值).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct References(BTreeMap<Reference, Arc<Values>>);

impl References {
    /// The columns that the measures look into, apart from their own registers'.
    #[must_use]
    pub fn wanted(measures: &[Measure]) -> BTreeSet<Reference> {
        measures.iter().flat_map(Measure::references).cloned().collect()
    }

    /// The values of a column; nothing where its register was not gathered.
    pub(super) fn values(&self, reference: &Reference) -> Option<&Arc<Values>> {
        self.0.get(reference)
    }

    /// Adds what was gathered from a register.
    pub fn add(&mut self, gathered: Gathering) {
        for (reference, _, values) in gathered.columns {
            self.0.insert(reference, Arc::new(values));
        }
    }
}

/// Columns of one register while their values are gathered, record by record.
#[derive(Debug)]
pub struct Gathering {
    columns: Vec<(Reference, usize, Values)>,
}

impl Gathering {
    /// Begins with those of the columns that the register has.
    #[must_use]
    pub fn new(schema: &Schema, wanted: &BTreeSet<Reference>) -> Self {
        let own = wanted.iter().filter(|one| one.register == schema.id);
        let found = own.filter_map(|one| Some((one.clone(), schema.column(&one.column)?.0)));
        Self { columns: found.map(|(one, position)| (one, position, Values::default())).collect() }
    }

    /// Leaves out the columns that the file does not have.
    pub fn leave_out_without(&mut self, is_there: impl Fn(&str) -> bool) {
        self.columns.retain(|(reference, ..)| is_there(&reference.column));
    }

    /// Takes one record: its cells in the order of the schema's columns.
    pub fn take(&mut self, record: &[Option<Value<'_>>]) {
        for (_, position, values) in &mut self.columns {
            let Some(Some(value)) = record.get(*position) else { continue };
            if !values.contains(value) {
                values.insert(value.clone().into_owned());
            }
        }
    }
}

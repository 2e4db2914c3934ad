//! Challenge sampling: a register is sealed, and a reviewer has some of its rows opened.
//!
//! The department seals the register: each cell is hashed with a salt of its own, the hashes of a
//! row's cells are a leaf of a [Merkle tree](super::merkle), and the root stands in the seal. Later
//! the reviewer names a seed, which [`draw`]s rows that nobody could choose. The department opens
//! those rows alone, and [`verify`] says of each whether it is the one that was sealed. What stays
//! closed can't be guessed from what is opened, however few values a cell may have, because its
//! salt stays secret. That a row is unchanged does not make it true.
//!
//! What is hashed, with `‖` for one behind the other and whole numbers as eight bytes, highest
//! first:
//!
//! | hash | of |
//! | --- | --- |
//! | salt of a cell | `02 ‖ secret ‖ row ‖ column` |
//! | cell | `03 ‖ salt ‖ text` |
//! | leaf | `00 ‖ cell ‖ cell ‖ …`, in the order of the schema's columns |
//! | node | `01 ‖ left ‖ right` |
//! | words of a draw | `04 ‖ root ‖ rows ‖ counter ‖ seed` |
//!
//! Rows are counted from 0 in the order of the file; blank rows, the heading and records that were
//! withdrawn are left out. A record is sealed as its revisions leave it, so that a revision made
//! later shows like any other change. The text of a cell is what [`Value::text`] gives: words as
//! they stand, numbers in the column's unit without needless zeros, days as `2023-03-01`, 是 or 否;
//! of a blank cell it is empty.

mod text;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::merkle::{self, Tree};
use super::schema::{Column, Schema, Sensitivity};
use super::value::Value;
use crate::hash::{Algorithm, Hash};
pub use text::{read_opened, read_seal, read_secret, write_opened, write_seal, write_secret};

const SALT: &[u8] = &[0x02];
const CELL: &[u8] = &[0x03];
const DRAW: &[u8] = &[0x04];

/// What stands for a register as it was sealed (台账封存记录).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// Identifier of the register.
    pub register: String,
    /// Its title.
    pub title: String,
    /// Path of its file in the dossier.
    pub file: String,
    /// The day of sealing.
    pub sealed_on: Date,
    /// The hash algorithm.
    pub algorithm: Algorithm,
    /// How many rows were sealed.
    pub rows: usize,
    /// The hash of the columns; rows of other columns would mean something else.
    pub columns: Hash,
    /// The root of the tree over the rows.
    pub root: Hash,
}

/// The rows that a department opens for a reviewer (开示的行).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// Identifier of the register.
    pub register: String,
    /// The root of the seal that they were opened for.
    pub root: Hash,
    /// What the draw went by.
    pub challenge: Challenge,
    /// The columns of the register.
    pub columns: Vec<OpenedColumn>,
    /// The rows, in the order of the register.
    pub rows: Vec<OpenedRow>,
}

/// What a reviewer asks for (抽样要求).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge {
    /// The seed, in whatever words.
    pub seed: String,
    /// How many rows are to be opened.
    pub count: usize,
}

/// A column as it was sealed (开示的列).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenedColumn {
    /// Identifier.
    pub id: String,
    /// Heading.
    pub label: String,
    /// What its cells hold, in Chinese.
    pub kind: String,
    /// The unit of its numbers; empty where there is none.
    pub unit: String,
}

/// A row that is opened, with its proof (开示的行).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenedRow {
    /// Its place among the rows that were sealed, from 0.
    pub index: usize,
    /// Its number in the file, which only helps to find it.
    pub number: usize,
    /// Its cells, in the order of the columns.
    pub cells: Vec<OpenedCell>,
    /// The hashes that lead to the root.
    pub proof: Vec<Hash>,
}

/// A cell of a row that is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenedCell {
    /// The cell with its salt.
    Shown {
        /// Its text.
        text: String,
        /// Its salt.
        salt: Hash,
    },
    /// The hash of a cell that the reviewer may not see.
    Hidden(Hash),
}

impl OpenedCell {
    fn hash(&self, algorithm: Algorithm) -> Hash {
        match self {
            Self::Shown { text, salt } => algorithm.hash(&[CELL, salt, text.as_bytes()]),
            Self::Hidden(hash) => *hash,
        }
    }
}

/// Why rows can't be opened, in Chinese.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unopened {
    /// The columns are not those that were sealed.
    #[error("台账格式的列与封存时不同")]
    OtherColumns,
    /// Rows are missing.
    #[error("封存时有{sealed}行，现在只有{found}行")]
    Fewer {
        /// How many were sealed.
        sealed: usize,
        /// How many there are.
        found: usize,
    },
    /// Something was changed since, or the secret is another one.
    #[error("封存过的行在封存以后被改动过（修订也算改动），或者密钥不是封存时的那一份")]
    Changed,
    /// More rows are asked for than there are.
    #[error("封存了{sealed}行，抽不出{wanted}行")]
    TooMany {
        /// How many were sealed.
        sealed: usize,
        /// How many are asked for.
        wanted: usize,
    },
}

/// A register on its way into a seal, row by row (台账封存).
#[derive(Debug)]
pub struct Sealing<'s> {
    schema: &'s Schema,
    algorithm: Algorithm,
    secret: Hash,
    leaves: Vec<Hash>,
    /// The places of rows whose cells are kept, and those cells with their numbers.
    wanted: BTreeSet<usize>,
    kept: BTreeMap<usize, (usize, Vec<(String, Hash)>)>,
}

impl<'s> Sealing<'s> {
    /// Begins with a secret that the department keeps.
    #[must_use]
    pub fn new(schema: &'s Schema, algorithm: Algorithm, secret: Hash) -> Self {
        let (leaves, wanted, kept) = (Vec::new(), BTreeSet::new(), BTreeMap::new());
        Self { schema, algorithm, secret, leaves, wanted, kept }
    }

    /// Begins again, to open the rows that a challenge draws.
    ///
    /// # Errors
    /// The columns are others, or more rows are asked for than were sealed.
    pub fn to_open(
        schema: &'s Schema,
        secret: Hash,
        seal: &Seal,
        challenge: &Challenge,
    ) -> Result<Self, Unopened> {
        if columns_hash(seal.algorithm, &schema.id, &columns(schema)) != seal.columns {
            return Err(Unopened::OtherColumns);
        }
        let (sealed, wanted) = (seal.rows, challenge.count);
        let drawn = draw(seal, challenge).ok_or(Unopened::TooMany { sealed, wanted })?;
        Ok(Self { wanted: drawn, ..Self::new(schema, seal.algorithm, secret) })
    }

    /// Takes a record with the number of its row.
    pub fn take(&mut self, number: usize, record: &[Option<Value<'_>>]) {
        let row = self.leaves.len();
        let cell = |column: usize| {
            let value = record.get(column).and_then(Option::as_ref);
            (value.map(Value::text).unwrap_or_default(), self.salt(row, column))
        };
        let cells: Vec<(String, Hash)> = (0..self.schema.columns.len()).map(cell).collect();
        let hash =
            |(text, salt): &(String, Hash)| self.algorithm.hash(&[CELL, salt, text.as_bytes()]);
        let hashes: Vec<Hash> = cells.iter().map(hash).collect();
        let leaf = leaf(self.algorithm, &hashes);
        self.leaves.push(leaf);
        if self.wanted.contains(&row) {
            self.kept.insert(row, (number, cells));
        }
    }

    fn salt(&self, row: usize, column: usize) -> Hash {
        self.algorithm.hash(&[SALT, &self.secret, &bytes(row), &bytes(column)])
    }

    /// The seal over the rows taken.
    #[must_use]
    pub fn seal(self, file: &str, sealed_on: Date) -> Seal {
        Seal {
            register: self.schema.id.clone(),
            title: self.schema.title.clone(),
            file: file.to_owned(),
            sealed_on,
            algorithm: self.algorithm,
            rows: self.leaves.len(),
            columns: columns_hash(self.algorithm, &self.schema.id, &columns(self.schema)),
            root: Tree::new(self.algorithm, self.leaves).root(),
        }
    }

    /// The rows that were drawn, with their proofs; columns above a level stay hidden.
    ///
    /// Rows behind those that were sealed came later and make no difference.
    ///
    /// # Errors
    /// The rows are not those that were sealed.
    pub fn open(
        mut self,
        seal: &Seal,
        challenge: Challenge,
        up_to: Sensitivity,
    ) -> Result<Opened, Unopened> {
        if self.leaves.len() < seal.rows {
            return Err(Unopened::Fewer { sealed: seal.rows, found: self.leaves.len() });
        }
        self.leaves.truncate(seal.rows);
        let tree = Tree::new(self.algorithm, self.leaves);
        if tree.root() != seal.root {
            return Err(Unopened::Changed);
        }
        let opened = |(column, (text, salt)): (&Column, (String, Hash))| {
            let cell = OpenedCell::Shown { text, salt };
            let is_seen = column.sensitivity <= up_to;
            if is_seen { cell } else { OpenedCell::Hidden(cell.hash(self.algorithm)) }
        };
        let row = |(index, (number, cells)): (usize, (usize, Vec<_>))| OpenedRow {
            index,
            number,
            cells: self.schema.columns.iter().zip(cells).map(opened).collect(),
            proof: tree.proof(index).unwrap_or_default(),
        };
        Ok(Opened {
            register: seal.register.clone(),
            root: seal.root,
            challenge,
            columns: columns(self.schema),
            rows: self.kept.into_iter().map(row).collect(),
        })
    }
}

fn bytes(number: usize) -> [u8; 8] {
    u64::try_from(number).unwrap_or(u64::MAX).to_be_bytes()
}

fn leaf(algorithm: Algorithm, cells: &[Hash]) -> Hash {
    let cells: Vec<&[u8]> = cells.iter().map(<[u8; 32]>::as_slice).collect();
    merkle::leaf(algorithm, &cells)
}

fn columns(schema: &Schema) -> Vec<OpenedColumn> {
    let column = |column: &Column| OpenedColumn {
        id: column.id.clone(),
        label: column.label.clone(),
        kind: column.kind.name().to_owned(),
        unit: column.unit.as_ref().map(ToString::to_string).unwrap_or_default(),
    };
    schema.columns.iter().map(column).collect()
}

/// The hash of a register's columns, each part behind its length.
fn columns_hash(algorithm: Algorithm, register: &str, columns: &[OpenedColumn]) -> Hash {
    let parts = columns.iter().flat_map(|one| [&one.id, &one.label, &one.kind, &one.unit]);
    let mut all = Vec::new();
    for part in std::iter::once(register).chain(parts.map(String::as_str)) {
        all.extend_from_slice(&bytes(part.len()));
        all.extend_from_slice(part.as_bytes());
    }
    algorithm.hash(&[&all])
}

/// The places of the rows that a challenge draws, none of them twice.
///
/// A seed gives words of 64 bits, four from each hash. Each word stands for a row, all rows for
/// equally many words; words that are left over, and those of rows drawn before, are passed over.
/// There is no draw of more rows than were sealed.
#[must_use]
pub fn draw(seal: &Seal, challenge: &Challenge) -> Option<BTreeSet<usize>> {
    let rows = bytes(seal.rows);
    let seed = challenge.seed.as_bytes();
    let words = (0..=usize::MAX).flat_map(|counter| {
        let hash = seal.algorithm.hash(&[DRAW, &seal.root, &rows, &bytes(counter), seed]);
        let (words, _) = hash.as_chunks::<8>();
        words.iter().copied().map(u64::from_be_bytes).collect::<Vec<u64>>()
    });
    drawn(words, u64::MAX, seal.rows, challenge.count)
}

/// Draws by words that are anything from 0 to a greatest.
fn drawn(
    mut words: impl Iterator<Item = u64>,
    greatest: u64,
    rows: usize,
    count: usize,
) -> Option<BTreeSet<usize>> {
    let mut found = BTreeSet::new();
    if count > rows {
        return None;
    }
    while found.len() < count {
        found.extend(row_of(words.next()?, greatest, rows));
    }
    Some(found)
}

/// The row that a word stands for; none where it is one of those left over.
fn row_of(word: u64, greatest: u64, rows: usize) -> Option<usize> {
    let rows = u128::try_from(rows).ok().filter(|rows| *rows > 0)?;
    let words = u128::from(greatest) + 1;
    let word = u128::from(word);
    let is_left_over = word >= words - words % rows;
    usize::try_from(word % rows).ok().filter(|_| !is_left_over)
}

/// What came of verifying rows that were opened (核验结果).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// What is wrong with the whole, in Chinese.
    pub faults: Vec<String>,
    /// What was found of each row that was drawn or opened, in their order.
    pub rows: Vec<VerifiedRow>,
}

/// What was found of one row (逐行核验结果).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedRow {
    /// Its place among the rows that were sealed, from 0.
    pub index: usize,
    /// Its number in the file, as the department gives it.
    pub number: Option<usize>,
    /// What is wrong with it, in Chinese; nothing where it is the row that was sealed.
    pub fault: Option<String>,
}

impl Verification {
    /// Says whether exactly the rows drawn were opened and all are those that were sealed.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty() && self.rows.iter().all(|row| row.fault.is_none())
    }
}

/// Verifies rows that were opened against the seal and what the reviewer asked for.
#[must_use]
pub fn verify(seal: &Seal, opened: &Opened, asked: &Challenge) -> Verification {
    let mut faults = Vec::new();
    let mut fault = |is_wrong: bool, words: &str| {
        if is_wrong {
            faults.push(words.to_owned());
        }
    };
    fault(opened.register != seal.register, "开示的不是封存的那本台账");
    fault(opened.root != seal.root, "开示所依据的封存记录不是这一份（根哈希不同）");
    let columns = columns_hash(seal.algorithm, &opened.register, &opened.columns);
    fault(columns != seal.columns, "开示的列与封存时的不同");
    fault(opened.challenge != *asked, "开示所依据的种子或行数与抽样要求不同");
    let drawn = draw(seal, asked);
    fault(drawn.is_none(), "要抽的行数多于封存的行数");
    let drawn = drawn.unwrap_or_default();
    let mut rows: BTreeMap<usize, VerifiedRow> = BTreeMap::new();
    for row in &opened.rows {
        let wrong = if rows.contains_key(&row.index) {
            Some("同一行开示了不止一次".to_owned())
        } else if drawn.contains(&row.index) {
            row.fault(seal, opened.columns.len())
        } else {
            Some("这一行没有被抽中".to_owned())
        };
        let verified = rows.entry(row.index).or_insert(VerifiedRow {
            index: row.index,
            number: Some(row.number),
            fault: None,
        });
        verified.fault = wrong.or_else(|| verified.fault.take());
    }
    for index in drawn {
        rows.entry(index).or_insert_with(|| VerifiedRow {
            index,
            number: None,
            fault: Some("抽中了这一行，但没有开示".to_owned()),
        });
    }
    Verification { faults, rows: rows.into_values().collect() }
}

impl OpenedRow {
    /// What is wrong with the row itself, in Chinese.
    fn fault(&self, seal: &Seal, columns: usize) -> Option<String> {
        if self.cells.len() != columns {
            return Some(format!("应有{columns}格，开示了{}格", self.cells.len()));
        }
        let hashes: Vec<Hash> = self.cells.iter().map(|cell| cell.hash(seal.algorithm)).collect();
        let leaf = leaf(seal.algorithm, &hashes);
        let root = merkle::root_of(seal.algorithm, leaf, self.index, seal.rows, &self.proof);
        (root != Some(seal.root)).then(|| "与封存时的不一致：内容、行序或证明被改动过".to_owned())
    }
}

#[cfg(test)]
mod tests;

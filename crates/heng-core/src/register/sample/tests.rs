//! Seals, draws, openings and what is wrong with those that were tampered with.

use std::collections::BTreeMap;

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::register::schema;

const SCHEMA: &str = "\
[register]\nid = 'visits'\ntitle = '走访台账'\nkey = ['number']\n\
[[column]]\nid = 'number'\nlabel = '编号'\ntype = 'text'\nsensitivity = 'public'\n\
[[column]]\nid = 'persons'\nlabel = '人数'\ntype = 'integer'\nunit = '人'\nsensitivity = 'internal'\n\
[[column]]\nid = 'place'\nlabel = '地点'\ntype = 'text'\nsensitivity = 'restricted'\n";

fn schema() -> Schema {
    schema::read("visits.toml", SCHEMA).0.unwrap()
}

const SECRET: Hash = [7; 32];

/// Takes so many rows, the one at a place with another number of persons.
fn take_all(sealing: &mut Sealing<'_>, rows: usize, changed: Option<usize>) {
    for row in 0..rows {
        let persons = Decimal::from(if changed == Some(row) { 9 } else { row % 3 });
        let place = Some(Value::Text("一号院".into()));
        let number = Value::Text(format!("A-{row}").into());
        sealing.take(row + 2, &[Some(number), Some(Value::Number(persons)), place]);
    }
}

fn sealed(schema: &Schema, algorithm: Algorithm, rows: usize) -> Seal {
    let mut sealing = Sealing::new(schema, algorithm, SECRET);
    take_all(&mut sealing, rows, None);
    sealing.seal("registers/visits.csv", jiff::civil::date(2024, 1, 5))
}

fn challenge(seed: &str, count: usize) -> Challenge {
    Challenge { seed: seed.to_owned(), count }
}

fn opened(schema: &Schema, seal: &Seal, asked: &Challenge, rows: usize) -> Opened {
    let mut opening = Sealing::to_open(schema, SECRET, seal, asked).unwrap();
    take_all(&mut opening, rows, None);
    opening.open(seal, asked.clone(), Sensitivity::Internal).unwrap()
}

#[test]
fn rows_opened_as_they_were_sealed_are_found_unchanged() {
    let schema = schema();
    for (rows, algorithm) in (1..=70).zip([Algorithm::Sha256, Algorithm::Sm3].into_iter().cycle()) {
        let seal = sealed(&schema, algorithm, rows);
        let asked = challenge("二〇二四年第一号", rows.min(5));
        // Rows that came later make no difference.
        let opened = opened(&schema, &seal, &asked, rows + 3);
        let verification = verify(&seal, &opened, &asked);
        assert!(verification.is_sound(), "{rows}: {verification:?}");
        assert_eq!(verification.rows.len(), rows.min(5));
        assert_eq!(opened.rows[0].number, opened.rows[0].index + 2);
    }
}

#[test]
fn what_may_not_be_seen_stays_hidden_and_is_proved_all_the_same() {
    let schema = schema();
    let (seal, asked) = (sealed(&schema, Algorithm::Sha256, 9), challenge("一", 2));
    let opened = opened(&schema, &seal, &asked, 9);
    for row in &opened.rows {
        let [OpenedCell::Shown { .. }, OpenedCell::Shown { text, .. }, OpenedCell::Hidden(_)] =
            row.cells.as_slice()
        else {
            panic!("{row:?}");
        };
        assert_eq!(*text, (row.index % 3).to_string());
    }
    assert!(!write_opened(&opened).contains("一号院"));
}

#[test]
fn equal_cells_have_unlike_hashes_and_another_secret_gives_others() {
    let schema = schema();
    let (seal, asked) = (sealed(&schema, Algorithm::Sha256, 9), challenge("一", 9));
    let opened = opened(&schema, &seal, &asked, 9);
    let places: BTreeSet<Hash> =
        opened.rows.iter().map(|row| row.cells[2].hash(seal.algorithm)).collect();
    assert_eq!(places.len(), 9);
    let mut other = Sealing::new(&schema, Algorithm::Sha256, [8; 32]);
    take_all(&mut other, 9, None);
    assert_ne!(other.seal("a", seal.sealed_on).root, seal.root);
}

#[test]
fn seals_and_openings_are_read_as_they_were_written() {
    let schema = schema();
    for rows in [0, 1, 13] {
        let (seal, asked) = (sealed(&schema, Algorithm::Sm3, rows), challenge("\"一\n'", rows / 2));
        assert_eq!(read_seal("a", &write_seal(&seal)), (Some(seal.clone()), vec![]));
        let opened = opened(&schema, &seal, &asked, rows);
        assert_eq!(read_opened("a", &write_opened(&opened)), (Some(opened), vec![]));
    }
    assert_eq!(read_secret("a", &write_secret("visits", &SECRET)), (Some(SECRET), vec![]));
    let broken = write_seal(&sealed(&schema, Algorithm::Sm3, 3)).replace("sm3", "md5");
    let (seal, problems) = read_seal("a.toml", &broken);
    assert_eq!((seal, problems[0].place.to_string().as_str()), (None, "a.toml:6:13"));
}

#[test]
fn rows_that_are_not_those_sealed_are_not_opened() {
    let schema = schema();
    let (seal, asked) = (sealed(&schema, Algorithm::Sha256, 9), challenge("一", 2));
    let begin = || Sealing::to_open(&schema, SECRET, &seal, &asked).unwrap();
    let refused = |mut opening: Sealing<'_>, rows, changed| {
        take_all(&mut opening, rows, changed);
        opening.open(&seal, asked.clone(), Sensitivity::Internal).unwrap_err()
    };
    assert_eq!(refused(begin(), 8, None), Unopened::Fewer { sealed: 9, found: 8 });
    for row in 0..9 {
        assert_eq!(refused(begin(), 9, Some(row)), Unopened::Changed);
    }
    let other = Sealing::to_open(&schema, [8; 32], &seal, &asked).unwrap();
    assert_eq!(refused(other, 9, None), Unopened::Changed);
    let asked = challenge("一", 10);
    let refused = Sealing::to_open(&schema, SECRET, &seal, &asked).unwrap_err();
    assert_eq!(refused, Unopened::TooMany { sealed: 9, wanted: 10 });
    let mut renamed = schema.clone();
    renamed.columns[1].label = "人次".to_owned();
    let refused = Sealing::to_open(&renamed, SECRET, &seal, &challenge("一", 1)).unwrap_err();
    assert_eq!(refused, Unopened::OtherColumns);
}

/// What is done to opened rows.
type Change<'c> = &'c dyn Fn(&mut Opened);

#[test]
fn what_was_tampered_with_is_named() {
    let schema = schema();
    let (seal, asked) = (sealed(&schema, Algorithm::Sha256, 40), challenge("一", 3));
    let sound = opened(&schema, &seal, &asked, 40);
    let fault = |change: Change<'_>| {
        let mut opened = sound.clone();
        change(&mut opened);
        let verification = verify(&seal, &opened, &asked);
        let rows = verification.rows.iter().filter_map(|row| row.fault.clone());
        verification.faults.iter().cloned().chain(rows).collect::<Vec<_>>().join("；")
    };
    let shown = |text: &str, salt| OpenedCell::Shown { text: text.to_owned(), salt };
    let cases: [(Change<'_>, &str); 12] = [
        (&|_| {}, ""),
        (
            &|one| one.register = "films".to_owned(),
            "开示的不是封存的那本台账；开示的列与封存时的不同",
        ),
        (&|one| one.root = [0; 32], "开示所依据的封存记录不是这一份（根哈希不同）"),
        (&|one| one.columns[1].unit = "人次".to_owned(), "开示的列与封存时的不同"),
        (&|one| one.challenge.seed = "二".to_owned(), "开示所依据的种子或行数与抽样要求不同"),
        (&|one| one.challenge.count = 2, "开示所依据的种子或行数与抽样要求不同"),
        (&|one| one.rows.truncate(2), "抽中了这一行，但没有开示"),
        (&|one| one.rows.push(one.rows[0].clone()), "同一行开示了不止一次"),
        (&|one| one.rows[1].index = usize::MAX, "抽中了这一行，但没有开示；这一行没有被抽中"),
        (&|one| one.rows[1].cells.truncate(2), "应有3格，开示了2格"),
        (
            &|one| one.rows[1].cells[1] = shown("9", [0; 32]),
            "与封存时的不一致：内容、行序或证明被改动过",
        ),
        (&|one| one.rows[1].proof.swap(0, 1), "与封存时的不一致：内容、行序或证明被改动过"),
    ];
    for (change, expected) in cases {
        assert_eq!(fault(change), expected);
    }
    let other = verify(&seal, &sound, &challenge("二", 3));
    assert!(!other.is_sound());
    let more = verify(&seal, &sound, &challenge("一", 41));
    assert!(more.faults.contains(&"要抽的行数多于封存的行数".to_owned()));
}

proptest! {
    #[test]
    fn no_opening_with_anything_changed_passes(
        rows in 2_usize..70, at in any::<prop::sample::Index>(), bit in any::<prop::sample::Index>(),
        what in 0_usize..4,
    ) {
        let schema = schema();
        let seal = sealed(&schema, Algorithm::Sha256, rows);
        let asked = challenge("一", rows.min(4));
        let mut opened = opened(&schema, &seal, &asked, rows);
        let position = at.index(opened.rows.len());
        let row = &mut opened.rows[position];
        let flip = |hash: &mut Hash| hash[bit.index(32)] ^= 1 << bit.index(8);
        match (what, &mut row.cells[1]) {
            (0, OpenedCell::Shown { text, .. }) => text.push('0'),
            (1, OpenedCell::Shown { salt, .. }) => flip(salt),
            (2, _) => {
                let hash = bit.index(row.proof.len());
                flip(&mut row.proof[hash]);
            }
            _ => {
                let OpenedCell::Hidden(hash) = &mut row.cells[2] else { panic!() };
                flip(hash);
            }
        }
        prop_assert!(!verify(&seal, &opened, &asked).is_sound());
    }
}

#[test]
fn each_row_stands_for_equally_many_words() {
    for greatest in [15_u64, 30, 255] {
        for rows in 1..=16 {
            let mut counts = BTreeMap::new();
            for word in 0..=greatest {
                *counts.entry(row_of(word, greatest, rows)).or_insert(0_u64) += 1;
            }
            let left_over = counts.remove(&None).unwrap_or_default();
            let each = (greatest + 1) / u64::try_from(rows).unwrap();
            assert_eq!(counts.len(), rows, "{rows} rows of {greatest}");
            assert!(counts.values().all(|count| *count == each), "{rows} rows of {greatest}");
            assert_eq!(left_over, (greatest + 1) % u64::try_from(rows).unwrap());
        }
    }
}

#[test]
fn each_choice_of_rows_is_drawn_equally_often() {
    // All sequences of four words of three bits; three of those that end draw what they draw.
    for (rows, count, choices) in [(3, 1, 3), (3, 2, 3), (5, 2, 10), (4, 3, 4), (5, 5, 0)] {
        let mut counts: BTreeMap<BTreeSet<usize>, u64> = BTreeMap::new();
        for number in 0..8_u64.pow(4) {
            let words = (0..4).map(|place| number >> (3 * place) & 7);
            if let Some(found) = drawn(words, 7, rows, count) {
                assert_eq!(found.len(), count);
                *counts.entry(found).or_default() += 1;
            }
        }
        let times: BTreeSet<u64> = counts.values().copied().collect();
        assert_eq!(counts.len(), choices, "{count} of {rows}");
        assert!(times.len() <= 1, "{count} of {rows}: {times:?}");
    }
}

#[test]
fn a_draw_depends_on_seed_and_seal_and_ends() {
    let schema = schema();
    let seal = sealed(&schema, Algorithm::Sha256, 40);
    let asked = challenge("一", 5);
    assert_eq!(draw(&seal, &asked), draw(&seal, &asked));
    assert_ne!(draw(&seal, &asked), draw(&seal, &challenge("二", 5)));
    let other = Seal { root: [0; 32], ..seal.clone() };
    assert_ne!(draw(&seal, &asked), draw(&other, &asked));
    assert_eq!(draw(&seal, &challenge("一", 40)), Some((0..40).collect()));
    assert_eq!(draw(&seal, &challenge("一", 41)), None);
    assert_eq!(draw(&seal, &challenge("一", 0)), Some(BTreeSet::new()));
}

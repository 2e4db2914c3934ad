//! Cells of columns that not everybody may see are never quoted.

use super::*;

/// What must not show.
const SECRET: &str = "张三";

#[test]
fn no_problem_quotes_a_cell_that_not_everybody_may_see() {
    // The number is the key, and restricted; the cost is internal.
    let restricted = SCHEMA.replacen("public", "restricted", 1);
    let schema = schema::read("register.toml", &restricted).0.unwrap();
    let heading = heading(&schema, &HEADING).0.unwrap();
    let mask = "【不公开】";
    let rows: [(&[&str], &str); 5] = [
        (&["a", "取消", "", "", "", SECRET], mask),
        (&["a", "取消", "", "", "", "12张三"], "带的单位是「【不公开】」，而本列的单位是「万元」"),
        (&["a", "取消", "", "", "", "3万张三"], mask),
        (&["a", "取消", "", "", "", "", "", "", SECRET], mask),
        (&["a", "取消", SECRET], "  | 张三\n"),
    ];
    for (row, expected) in rows {
        let problems = heading.record(2, row).unwrap_err();
        let words: String = problems.iter().map(ToString::to_string).collect();
        assert!(words.contains(expected), "{row:?}: {words}");
        // The day is public, and quoted.
        assert_eq!(words.contains(SECRET), row.len() == 3, "{row:?}: {words}");
    }
    let mut keys = Keys::default();
    let record = heading.record(2, &[SECRET]).unwrap();
    keys.admit(&heading, 2, &record).unwrap();
    let problem = keys.admit(&heading, 3, &record).unwrap_err();
    assert!(!problem.to_string().contains(SECRET) && problem.excerpt == mask, "{problem}");
}

#[test]
fn a_record_taken_for_the_heading_is_not_quoted() {
    let row = [SECRET, "取消", "2023-05-01"];
    let schema = schema();
    let (found, problems) = heading(&schema, &row);
    let words: String = problems.iter().map(ToString::to_string).collect();
    assert!(found.is_none() && !words.contains(SECRET), "{words}");
    assert!(words.contains("表头中没有必填的「编号」列"), "{words}");
}

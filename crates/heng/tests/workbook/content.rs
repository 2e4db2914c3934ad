//! A dossier goes through a workbook unchanged, and what people do to a workbook is read or reported.

use heng_core::dossier::{Dossier, Indicator, Reviews, digest};
use heng_core::form::{self, Form, Lists, Located, Mark, TEMPLATE_VERSION};
use heng_core::merge::{Difference, Returned, merge};
use heng_core::pack::builtin;
use heng_core::reader::ProblemKind;
use heng_intake::workbook::read_bytes;
use heng_render::write::workbook::{Handout, write};
use jiff::civil::date;
use proptest::prelude::*;

use crate::arbitrary;
use crate::book::{Book, Typed};

fn packs() -> Lists {
    let load = |id| builtin::load(id, None).unwrap();
    Lists::of(Some(&load("example-department")), Some(&load("example-project")))
}

fn handed_out(dossier: &Dossier, lists: &Lists, form: &Form, office: Option<&str>) -> Vec<u8> {
    let mark = Mark {
        version: TEMPLATE_VERSION.to_owned(),
        dossier: digest(dossier),
        department: dossier.department.name.clone(),
        fiscal_year: dossier.fiscal_year.to_string(),
        office: office.map(str::to_owned),
        due: None,
    };
    write(&Handout { form, mark: &mark, dossier, lists, dated: date(2024, 3, 15) }).unwrap()
}

fn through_a_workbook(dossier: &Dossier, lists: &Lists) -> Located {
    let form = form::fill(dossier, lists);
    read_bytes(handed_out(dossier, lists, &form, None), "填报.xlsx").unwrap()
}

/// The dossier without what no sheet shows: registers, sealed targets, and the scores of reviewers.
fn shown(dossier: &Dossier) -> Dossier {
    let unreviewed = |list: &mut Vec<Indicator>| {
        for one in list {
            one.reviews = Reviews::default();
        }
    };
    let mut shown = Dossier { registers: Vec::new(), baseline: None, ..dossier.clone() };
    shown.tasks.iter_mut().for_each(|task| unreviewed(&mut task.indicators));
    shown.projects.iter_mut().for_each(|project| unreviewed(&mut project.indicators));
    shown
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn a_dossier_goes_through_a_workbook_unchanged(dossier in arbitrary::dossier(), named in any::<bool>()) {
        let lists = if named { packs() } else { Lists::default() };
        let located = through_a_workbook(&dossier, &lists);
        prop_assert_eq!(&located.problems, &[]);
        // Alone it gives all that it shows; into its own dossier it gives everything.
        for (base, expected) in [(Dossier::default(), shown(&dossier)), (dossier.clone(), dossier)] {
            let taken = form::take(&located.form, &base, &lists);
            let missing = |problem: &&heng_core::reader::Problem| {
                problem.kind != ProblemKind::MissingKey
            };
            prop_assert_eq!(taken.problems.iter().find(missing), None);
            let written = |dossier: &Dossier| heng_core::dossier::write(dossier).toml;
            prop_assert_eq!(written(&taken.dossier), written(&expected));
            prop_assert_eq!(taken.dossier, expected);
        }
    }

    #[test]
    fn a_workbook_as_it_was_handed_out_changes_nothing(dossier in arbitrary::dossier()) {
        let lists = packs();
        let located = through_a_workbook(&dossier, &lists);
        let answers = [Returned { file: "填报.xlsx".to_owned(), located }];
        let merged = merge(&dossier, &lists, &answers);
        prop_assert_eq!(merged.changes, vec![]);
        prop_assert_eq!(merged.conflicts, vec![]);
        prop_assert_eq!(merged.dossier, dossier);
    }
}

/// A small dossier of two offices.
fn small() -> Dossier {
    let toml = r#"
format = 1
fiscal_year = 2023
packs = { department = "example-department", project = "example-project" }
department = { name = "临江区档案局", offices = ["教育科", "办公室"] }
[[objective]]
id = "training"
text = "办好培训"
[budget.whole]
budget = "3186.40万元"
[[task]]
id = "courses"
name = "干部培训"
office = "教育科"
serves = ["training"]
[[task.indicator]]
id = "sessions"
name = "举办培训班"
dimension = "output"
target = "≥12期"
actual = "11期"
points = "5"
[[task.indicator]]
id = "attendance"
name = "培训参训率"
target = "≥95%"
actual = "90%"
[[task.indicator]]
id = "cost"
name = "人均培训费"
target = "≤400元"
actual = ""
office = "办公室"
[[project]]
id = "reading_room"
name = "阅览室改造"
office = "办公室"
overview = "改造阅览室"
budget = "120.00万元"
expenditure = "118.50万元"
[[issue]]
id = "late"
title = "开工晚"
"#;
    let read = heng_core::dossier::read("dossier.toml", toml, &[]);
    assert_eq!(read.problems, []);
    read.dossier
}

/// What comes of a workbook of the small dossier after somebody has been at it: changes, conflicts
/// and problems, one a line.
fn after(office: Option<&str>, edit: impl Fn(&mut Book)) -> Vec<String> {
    let (dossier, lists) = (small(), packs());
    let form = form::fill(&dossier, &lists);
    let form = office.map_or(form.clone(), |office| form.of_office(office));
    let mut book = Book::read(&handed_out(&dossier, &lists, &form, office));
    edit(&mut book);
    let located = match read_bytes(book.bytes(), "a.xlsx") {
        Ok(located) => located,
        Err(problem) => return vec![format!("× {} {}", problem.place, problem.message)],
    };
    let merged = merge(&dossier, &lists, &[Returned { file: "a.xlsx".to_owned(), located }]);
    let changes = merged.changes.iter().map(|one| {
        let place = one.place.as_ref().map_or_else(String::new, ToString::to_string);
        match &one.difference {
            Difference::Cell { column, before, after } => {
                format!("{}·{column} {before} → {after} {place}", one.row)
            }
            Difference::Added(words) => format!("+ {words} {place}"),
            Difference::Removed(words) => format!("- {words}"),
        }
    });
    let conflicts = merged.conflicts.iter().map(|one| format!("? {} {}", one.row, one.base));
    let problems = merged
        .problems
        .iter()
        .map(|one| format!("{} {} |{}| {}", one.kind.code(), one.place, one.excerpt, one.message));
    changes.chain(conflicts).chain(problems).collect()
}

const TABLE: &str = "任务指标";

/// Compares lines by how they begin.
fn assert_begin(found: &[String], expected: &[&str], case: &str) {
    let begin = found.len() == expected.len()
        && found.iter().zip(expected).all(|(found, expected)| found.starts_with(expected));
    assert!(begin, "{case}:\n{}", found.join("\n"));
}

#[test]
fn what_people_type_is_understood() {
    let typed: Vec<(&str, &str, Typed, &str)> = vec![
        (
            "举办培训班",
            "实际完成值",
            " 超14期 ".into(),
            "举办培训班·实际完成值 11期 → 超14期 a.xlsx「任务指标」G5",
        ),
        ("举办培训班", "实际完成值", "１４期".into(), "举办培训班·实际完成值 11期 → １４期"),
        ("举办培训班", "实际完成值", "2万人次".into(), "举办培训班·实际完成值 11期 → 2万人次"),
        ("举办培训班", "实际完成值", Typed::Number(14.0), "举办培训班·实际完成值 11期 → 14 "),
        (
            "举办培训班",
            "实际完成值",
            Typed::Formula("=7*2", "14"),
            "举办培训班·实际完成值 11期 → 14 ",
        ),
        ("培训参训率", "实际完成值", Typed::Percent(0.955), "培训参训率·实际完成值 90% → 95.5% "),
        ("培训参训率", "年度指标值*", "≥96%".into(), "培训参训率·年度指标值 ≥95% → ≥96% "),
        ("培训参训率", "分值", "６分".into(), "培训参训率·分值  → 6 "),
        ("培训参训率", "分值", Typed::Number(6.5), "培训参训率·分值  → 6.5 "),
        ("培训参训率", "一级指标", "履职产出".into(), "培训参训率·一级指标  → 履职产出 "),
        (
            "培训参训率",
            "佐证材料",
            "evidence/a.pdf\n\n evidence/b.pdf".into(),
            "培训参训率·佐证材料  → evidence/a.pdf\nevidence/b.pdf ",
        ),
        (
            "培训参训率",
            "分值",
            "很多".into(),
            "INP005 a.xlsx「任务指标」H6 |很多| 「分值」：「很多」不是一个数。",
        ),
        (
            "举办培训班",
            "实际完成值",
            Typed::Formula("=1/0", "#REF!"),
            "INP005 a.xlsx「任务指标」G5 |公式的结果是 #REF!| 「实际完成值」：公式的结果是 #REF!，没有采用，保持原值。",
        ),
    ];
    for (row, heading, typed, expected) in typed {
        let found = after(None, |book| book.fill(TABLE, row, heading, typed.clone()));
        assert_begin(&found, &[expected], expected);
    }
    let money: Vec<(Typed, &str)> = vec![
        (Typed::Number(3052.1), "基本支出·执行数（万元）  → 3052.10万元 "),
        ("3052.1".into(), "基本支出·执行数（万元）  → 3052.1万元 "),
        ("0.31亿元".into(), "基本支出·执行数（万元）  → 0.31亿元 "),
        ("约3000".into(), "INP005 a.xlsx「收支情况」E5 |约3000|"),
    ];
    for (typed, expected) in money {
        let found = after(None, |book| {
            book.fill("收支情况", "基本支出", "执行数（万元）", typed.clone());
        });
        assert_begin(&found, &[expected], expected);
    }
    let days = [Typed::Day(2024, 3, 15), "2024年3月15日".into(), "2024/3/15".into()];
    let finished = [
        ("是", "阅览室改造·是否完成  → 是 a.xlsx「项目」N5"),
        ("否", "阅览室改造·是否完成  → 否 "),
        ("快了", "INP005 a.xlsx「项目」N5 |快了| 「是否完成」：没有「快了」这一项。"),
    ];
    for (typed, expected) in finished {
        let found = after(None, |book| {
            book.put("项目", (4, 13), typed);
        });
        assert_begin(&found, &[expected], expected);
    }
    for typed in days {
        let found = after(None, |book| {
            book.fill("基本情况", "报告落款日期", "填报内容", typed.clone());
        });
        assert_begin(&found, &["·报告落款日期  → 2024-03-15 a.xlsx「基本情况」C7"], "day");
    }
}

#[test]
fn what_people_do_to_sheets_is_tolerated() {
    type Edit = fn(&mut Book);
    const ANSWER: &str = "举办培训班·实际完成值 11期 → 14期 ";
    let cases: Vec<(&str, Edit, &[&str])> = vec![
        ("rows inserted above", |book| book.insert_rows(TABLE, 0, 3), &[ANSWER]),
        ("a row inserted below the headings", |book| book.insert_rows(TABLE, 5, 1), &[ANSWER]),
        ("a column inserted", |book| book.insert_column(TABLE, 3), &[ANSWER]),
        ("columns swapped", |book| book.swap_columns(TABLE, 4, 6), &[ANSWER]),
        ("the example deleted", |book| book.delete_row(TABLE, 3), &[ANSWER]),
        (
            "the column of a heading deleted",
            |book| book.delete_column(TABLE, 8),
            &[ANSWER, "INP004 a.xlsx「任务指标」A3 |自评得分|"],
        ),
        (
            "a heading renamed",
            |book| {
                let at = book.find(TABLE, "实际完成值");
                book.put(TABLE, at, "全年完成值");
            },
            &[
                ANSWER,
                "INP002 a.xlsx「任务指标」G3 |全年完成值| 表头「全年完成值」按「实际完成值」读入。",
            ],
        ),
        (
            "a sheet renamed",
            |book| book.rename(TABLE, "任务指标（教育科）"),
            &[ANSWER, "INP002 a.xlsx「任务指标（教育科）」A1"],
        ),
        (
            "a sheet renamed past recognition",
            |book| book.rename(TABLE, "Sheet1"),
            &[ANSWER, "INP002 a.xlsx「Sheet1」A1"],
        ),
        ("tasks merged", |book| book.merge_down(TABLE, 4, 6, 1), &[ANSWER]),
        (
            "a remark beside the table, and one above it",
            |book| {
                book.put(TABLE, (4, 25), "见附件");
                book.put(TABLE, (0, 6), "请核");
            },
            &[ANSWER, "INP011 a.xlsx「任务指标」Z5 |见附件|", "INP011 a.xlsx「任务指标」G1 |请核|"],
        ),
        (
            "a sum below the table",
            |book| book.add(TABLE, &[("三级指标*", "合计"), ("分值", "5")]),
            &[ANSWER, "INP011 a.xlsx「任务指标」E8 |E8「合计」，H8「5」| 这一行是合计，没有采用。"],
        ),
        (
            "an unknown sheet with words, and an empty one",
            |book| {
                book.new_sheet("草稿");
                book.put("草稿", (1, 1), "待核");
                book.new_sheet("空表");
            },
            &[ANSWER, "INP011 a.xlsx「草稿」B2 |待核|"],
        ),
        (
            "a sheet deleted",
            |book| book.remove("任务"),
            &[ANSWER, "INP004 a.xlsx |任务| 工作簿里没有「任务」表，这一部分保持原样。"],
        ),
        (
            "the mark deleted",
            |book| book.remove("heng"),
            &[ANSWER, "INP004 a.xlsx |heng| 工作簿里没有发放时的标记"],
        ),
        (
            "words on the sheet that explains",
            |book| book.put("说明", (40, 1), "教育科王填"),
            &[ANSWER, "INP011 a.xlsx「说明」B41 |教育科王填|"],
        ),
        (
            "the headings deleted",
            |book| book.delete_row("资金来源", 2),
            &[ANSWER, "INP004 a.xlsx「资金来源」A1"],
        ),
    ];
    for (case, edit, expected) in cases {
        let found = after(None, |book| {
            book.fill(TABLE, "举办培训班", "实际完成值", "14期");
            edit(book);
        });
        assert_begin(&found, expected, case);
    }
}

#[test]
fn rows_are_added_copied_and_struck_out() {
    let found = after(None, |book| {
        book.add(
            TABLE,
            &[("所属任务*", "干部培训"), ("三级指标*", "编写教材"), ("年度指标值*", "2部")],
        );
        book.add("存在问题", &[("问题标题*", "教材少")]);
        book.add("改进措施", &[("措施标题*", "多编教材"), ("针对的问题", "教材少、开工晚")]);
    });
    let expected = [
        "+ 所属任务：干部培训；三级指标：编写教材；年度指标值：2部 a.xlsx「任务指标」B8",
        "+ 问题标题：教材少 a.xlsx「存在问题」B6",
        "+ 措施标题：多编教材；针对的问题：教材少\n开工晚 a.xlsx「改进措施」B5",
    ];
    assert_begin(&found, &expected, "added");
    // A row that was copied has the identifier of the first, and is another one all the same.
    let found = after(None, |book| {
        let row = book.find(TABLE, "举办培训班").0;
        let copied = [(0, "sessions"), (1, "干部培训"), (4, "举办讲座"), (5, "2场")];
        for (column, words) in copied {
            book.put(TABLE, (row + 3, column), words);
        }
    });
    assert_begin(&found, &["+ 所属任务：干部培训；三级指标：举办讲座"], "copied");
    let found = after(None, |book| book.delete_row("任务", 4));
    assert_begin(&found, &["INP011 a.xlsx「任务」A1 |干部培训| 删去了这一行，但还有指标"], "owner");
    let found = after(None, |book| book.delete_row(TABLE, 5));
    assert_begin(&found, &["- 所属任务：干部培训；三级指标：培训参训率"], "struck out");
    let found = after(None, |book| {
        let (row, column) = book.find(TABLE, "举办专题培训班");
        book.put(TABLE, (row, column), "写在示例上");
    });
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].contains("写在示例上") && found[1].starts_with("INP011"), "{found:?}");
}

#[test]
fn an_office_answers_for_its_own_rows() {
    let education = Some("教育科");
    let found = after(education, |book| {
        book.fill(TABLE, "举办培训班", "实际完成值", "14期");
        book.add(
            TABLE,
            &[("所属任务*", "干部培训"), ("三级指标*", "编写教材"), ("年度指标值*", "2部")],
        );
        book.add("任务", &[("任务名称*", "送教下乡")]);
        book.add("成效", &[("成效标题*", "培训更多")]);
    });
    let expected = [
        "+ 任务名称：送教下乡；填报科室：教育科 a.xlsx「任务」B6",
        "举办培训班·实际完成值 11期 → 14期 a.xlsx「任务指标」G5",
        "+ 所属任务：干部培训；三级指标：编写教材；年度指标值：2部",
        "+ 成效标题：培训更多",
        // What must be filled in is asked for where it is missing.
    ];
    assert_begin(&found, &expected, "own rows");
    let found = after(education, |book| {
        book.add(
            TABLE,
            &[("所属任务*", "阅览室改造"), ("三级指标*", "别人的"), ("年度指标值*", "1个")],
        );
        book.add("任务", &[("任务名称*", "别人的任务"), ("填报科室", "办公室")]);
        book.add(
            "项目指标",
            &[("所属项目*", "阅览室改造"), ("三级指标*", "面积"), ("年度指标值*", "1个")],
        );
        // The identifier of a row that was never handed out to this office.
        for (column, words) in [(0, "cost"), (1, "干部培训"), (4, "人均培训费"), (6, "390元")]
        {
            book.put(TABLE, (9, column), words);
        }
    });
    assert_eq!(found.len(), 4, "{found:#?}");
    assert!(found.iter().all(|line| line.starts_with("INP011 a.xlsx「")), "{found:#?}");
    assert!(
        found
            .iter()
            .any(|line| line.contains("|390元| 「教育科」改动了不归它填报的「实际完成值」"))
    );
}

#[test]
fn what_is_no_workbook_of_ours_is_refused() {
    type Edit = fn(&mut Book);
    let cases: Vec<(Edit, &str)> = vec![
        (
            |book| {
                let at = (0, 1);
                book.put("heng", at, "9");
            },
            "× a.xlsx 填报模板的版本为「9」，本程序只认识版本 1，没有读入。",
        ),
        (
            |book| {
                *book = Book::read(&Book::plain().bytes());
            },
            "× a.xlsx 这不是填报工作簿",
        ),
        (
            |book| {
                let (row, _) = book.find("说明", "部门");
                book.put("说明", (row, 1), "临江区文化馆");
                book.put("heng", (2, 1), "临江区文化馆");
            },
            "INP011 a.xlsx |临江区文化馆 2023年度| 这份工作簿是「临江区文化馆」2023年度的",
        ),
        (
            |book| book.put(TABLE, (1_048_575, 16_383), "远"),
            "INP011 a.xlsx「任务指标」XFD1048576 |XFD1048576|",
        ),
        (
            |book| book.put(TABLE, (999_999, 1), "远"),
            "INP011 a.xlsx「任务指标」B1000000 |B1000000|",
        ),
    ];
    for (edit, expected) in cases {
        assert_begin(&after(None, edit), &[expected], expected);
    }
}

#[test]
fn equal_forms_give_equal_bytes_and_long_texts_are_refused() {
    let (mut dossier, lists) = (small(), packs());
    let form = form::fill(&dossier, &lists);
    let write_once = || handed_out(&dossier, &lists, &form, None);
    assert_eq!(write_once(), write_once());
    dossier.department.functions = "长".repeat(32_768);
    let form = form::fill(&dossier, &lists);
    let mark = Mark::default();
    let handout = Handout {
        form: &form,
        mark: &mark,
        dossier: &dossier,
        lists: &lists,
        dated: date(2024, 1, 1),
    };
    let error = write(&handout).unwrap_err().to_string();
    assert!(error.starts_with("工作表「基本情况」的 C10 有 32768 字"), "{error}");
}

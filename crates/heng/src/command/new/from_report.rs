//! A draft dossier from last year's report: what was planned, without any value.

use std::io::Write;
use std::path::Path;

use heng_core::dossier::{self, Dossier, Indicator, PackChoice, Project};
use heng_core::pack::Subject;
use heng_core::report::Report;
use heng_intake::report::{read, recognise};

use crate::Ending;
use crate::dossier_folder::{self, Keeping};
use crate::error::Error;

/// What stands where a name was not found, as in an empty dossier.
const NO_NAME: &str = "（部门名称）";
const NO_PROJECT: &str = "（项目名称）";

/// Makes the folder of a dossier that starts from a report.
///
/// # Errors
/// Nothing of the report can be read or taken over, its year is not known, or the folder can't be written.
pub fn run(
    folder: &Path,
    file: &Path,
    year: Option<i16>,
    out: &mut dyn Write,
) -> Result<Ending, Error> {
    let pages = read::file(file, &file.to_string_lossy());
    if pages.blocks.is_empty() {
        return Err(Error::UnreadReport { problems: pages.problems });
    }
    let report = recognise(pages);
    let old = &report.dossier;
    if old.indicators().next().is_none() && old.objectives.is_empty() {
        let kind = report.kind.label();
        return Err(Error::NothingToTakeOver { path: file.to_owned(), kind });
    }
    let last = report.fiscal_year.and_then(|year| year.checked_add(1));
    let Some(year) = year.or(last) else {
        return Err(Error::UnknownYear { path: file.to_owned() });
    };
    let new = draft(&report, year);
    dossier_folder::create(folder, &new, Keeping::Nothing)?;
    say(folder, file, &report, &new, out)?;
    Ok(Ending::Clean)
}

/// What was planned, to be revised: no target, no amount, nothing that was reached.
fn draft(report: &Report, year: i16) -> Dossier {
    let mut new = dossier::next_year(&report.dossier, year);
    new.packs = PackChoice {
        department: (new.subject == Subject::Department).then(|| "example-department".to_owned()),
        project: Some("example-project".to_owned()),
    };
    if new.department.name.is_empty() {
        NO_NAME.clone_into(&mut new.department.name);
    }
    if new.subject == Subject::Project {
        stand_alone(&mut new, report);
    }
    let of_tasks = new.tasks.iter_mut().flat_map(|task| &mut task.indicators);
    let of_projects = new.projects.iter_mut().flat_map(|project| &mut project.indicators);
    of_tasks.chain(of_projects).for_each(|indicator| indicator.target.clear());
    new
}

/// Gives the indicators of a project's report to the project, which stands alone.
fn stand_alone(new: &mut Dossier, report: &Report) {
    let tasks = std::mem::take(&mut new.tasks);
    let indicators: Vec<Indicator> = tasks.into_iter().flat_map(|task| task.indicators).collect();
    let mut project = new.projects.first().cloned().unwrap_or_else(|| Project {
        id: "project".to_owned(),
        name: name_of_project(report).unwrap_or_else(|| NO_PROJECT.to_owned()),
        ..Project::default()
    });
    if project.indicators.is_empty() {
        project.indicators = indicators;
    }
    new.projects = vec![project];
}

/// `库房修缮` of `临江区档案局2023年度库房修缮项目支出绩效自评报告`.
fn name_of_project(report: &Report) -> Option<String> {
    let title = report.title.as_deref()?;
    let behind_year = title.rsplit_once("年度").or_else(|| title.rsplit_once('年'));
    let words = behind_year.map_or(title, |(_, words)| words);
    let name = words.split("项目").next()?.trim_matches(['“', '”', '《', '》', ' ']);
    (!name.is_empty() && name.chars().count() <= 30).then(|| name.to_owned())
}

fn say(
    folder: &Path,
    file: &Path,
    report: &Report,
    new: &Dossier,
    out: &mut dyn Write,
) -> Result<(), Error> {
    let year = new.fiscal_year;
    writeln!(
        out,
        "已由 {}（{}）新建 {year} 年度卷宗 {}。",
        file.display(),
        report.kind.label(),
        folder.display()
    )?;
    let department = &new.department;
    writeln!(
        out,
        "沿用：{}，内设科室{}个、下属单位{}个、绩效目标{}个、任务{}个、项目{}个、指标{}个。",
        department.name,
        department.offices.len(),
        department.units.len(),
        new.objectives.len(),
        new.tasks.len(),
        new.projects.len(),
        new.indicators().count()
    )?;
    writeln!(
        out,
        "不沿用：指标值、预算数和执行数、实际完成值、得分、人员情况、成效、问题、措施和正文。"
    )?;
    let missing = missing(new);
    if !missing.is_empty() {
        writeln!(out, "报告里没有认出，请补填：{}。", missing.join("、"))?;
    }
    for problem in &report.pages.problems {
        writeln!(out, "没有读全：{problem}")?;
    }
    writeln!(out, "请核对沿用的文字是否仍是上年的，填写各项指标值，再导出填报：")?;
    writeln!(out, "  heng workbook export {} -o 填报.xlsx", folder.display())?;
    Ok(())
}

/// What a dossier has and the report did not give.
fn missing(new: &Dossier) -> Vec<&'static str> {
    let department = &new.department;
    let lacks = |of: fn(&Indicator) -> bool| new.indicators().any(|(_, one)| of(one));
    let is_department = new.subject == Subject::Department;
    let has_no_project = new.projects.iter().any(|project| project.name == NO_PROJECT);
    let parts = [
        (department.name == NO_NAME, "部门名称"),
        (has_no_project, "项目名称"),
        (is_department && department.functions.trim().is_empty(), "部门职能"),
        (is_department && department.offices.is_empty(), "内设科室"),
        (is_department && department.units.is_empty(), "下属单位"),
        (is_department && new.objectives.is_empty(), "绩效目标"),
        (new.indicators().next().is_none(), "绩效指标"),
        (lacks(|one| one.points.is_none()), "部分指标的分值"),
        (lacks(|one| one.dimension.is_none()), "部分指标的一级指标"),
        (lacks(|one| one.method.is_none()), "部分指标的计分方法"),
        (new.tasks.iter().any(|task| task.office.is_none()), "各任务的填报科室"),
    ];
    parts.into_iter().filter(|(is_missing, _)| *is_missing).map(|(_, what)| what).collect()
}

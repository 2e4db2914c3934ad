//! `heng new`: a dossier to fill in, empty or from last year's.

mod from_report;

use std::io::Write;
use std::path::Path;

use heng_core::dossier;

use crate::Ending;
use crate::dossier_folder::{self, Keeping};
use crate::error::Error;

/// The empty dossier; the placeholders are put in as TOML strings.
const TEMPLATE: &str = include_str!("new/dossier.toml");

/// Makes the folder of an empty dossier.
pub fn run(folder: &Path, name: &str, year: i16, out: &mut dyn Write) -> Result<Ending, Error> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::Write { path, source }
    };
    if folder.exists() {
        let mut entries = std::fs::read_dir(folder).map_err(failed(folder))?;
        if let Some(Ok(entry)) = entries.next() {
            let found = entry.file_name().to_string_lossy().into_owned();
            return Err(Error::Occupied { path: folder.to_owned(), found });
        }
    }
    // Control characters and quotes can't stand in a name, and would end the string.
    let name: String =
        name.chars().filter(|c| !c.is_control() && !matches!(c, '"' | '\\')).collect();
    let text = TEMPLATE.replace("（部门名称）", &name).replace("2000", &year.to_string());
    for part in ["narrative", "registers", "evidence"] {
        let path = folder.join(part);
        std::fs::create_dir_all(&path).map_err(failed(&path))?;
    }
    let path = folder.join("dossier.toml");
    std::fs::write(&path, text).map_err(failed(&path))?;
    writeln!(out, "已新建卷宗 {}。", folder.display())?;
    writeln!(out, "填写 dossier.toml 后：")?;
    writeln!(out, "  heng check {}", folder.display())?;
    writeln!(out, "  heng build {} -o 输出", folder.display())?;
    Ok(Ending::Clean)
}

/// Makes the folder of a dossier that starts from last year's dossier, or from last year's report.
pub fn from_last_year(
    folder: &Path,
    last: &Path,
    year: Option<i16>,
    out: &mut dyn Write,
) -> Result<Ending, Error> {
    if last.is_file() {
        return from_report::run(folder, last, year, out);
    }
    let old = dossier_folder::load(last)?.dossier;
    let year = year.unwrap_or_else(|| old.fiscal_year.saturating_add(1));
    let new = dossier::next_year(&old, year);
    dossier_folder::create(folder, &new, Keeping::Rules(last))?;
    writeln!(out, "已由 {} 新建 {year} 年度卷宗 {}。", last.display(), folder.display())?;
    writeln!(
        out,
        "沿用：绩效目标{}个、任务{}个、项目{}个、指标{}个及其指标值，内设科室、下属单位、联系人，台账格式和度量。",
        new.objectives.len(),
        new.tasks.len(),
        new.projects.len(),
        new.indicators().count()
    )?;
    writeln!(
        out,
        "清空：预算数和执行数、实际完成值、得分、偏差原因、人员情况、管理数据、成效、问题、措施、正文、佐证。"
    )?;
    writeln!(out, "请核对沿用的文字和指标值是否仍是上年的，再导出填报：")?;
    writeln!(out, "  heng workbook export {} -o 填报.xlsx", folder.display())?;
    if !new.registers.is_empty() {
        let files: Vec<&str> = new.registers.iter().map(|one| one.file.as_str()).collect();
        writeln!(out, "新年度的台账请放入：{}。", files.join("、"))?;
    }
    Ok(Ending::Clean)
}

//! `heng new`: an empty dossier to fill in.

use std::io::Write;
use std::path::Path;

use crate::Ending;
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

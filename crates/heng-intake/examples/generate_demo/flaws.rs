//! The flawed dossier: the demo with every mistake of a list planted in it.

use std::collections::BTreeMap;

use heng_core::reader::{self, Entry, Problem};

/// A mistake, with what heng should say of it.
pub struct Flaw {
    /// What is wrong and why, in Chinese.
    pub what: String,
    /// The changes that plant it.
    pub changes: Vec<Change>,
    /// The findings that it must give.
    pub findings: Vec<Expected>,
}

/// One replacement in a file of the demo.
pub struct Change {
    /// Path of the file in the dossier.
    pub file: String,
    /// Words that stand once in the file; nothing where the demo has no such file.
    pub from: Option<String>,
    /// What stands there in the flawed dossier.
    pub to: String,
}

/// A finding that must be there.
pub struct Expected {
    /// Code of the check.
    pub code: String,
    /// The fact or the file that the finding points at.
    pub at: String,
    /// Words that its excerpt holds, where fact or file alone would not tell.
    pub excerpt: Option<String>,
}

/// Reads the list of mistakes from its TOML text.
pub fn read(text: &str) -> (Vec<Flaw>, Vec<Problem>) {
    let change = |entry: &Entry<'_>| Change {
        file: entry.required_text("file"),
        from: entry.text("from"),
        to: entry.required_text("to"),
    };
    let expected = |entry: &Entry<'_>| Expected {
        code: entry.required_text("code"),
        at: entry.required_text("at"),
        excerpt: entry.text("excerpt"),
    };
    let flaw = |entry: &Entry<'_>| Flaw {
        what: entry.required_text("what"),
        changes: entry.entries("change").iter().map(change).collect(),
        findings: entry.entries("finding").iter().map(expected).collect(),
    };
    reader::read("flawed-expected.toml", text, |root| {
        root.entries("flaw").iter().map(flaw).collect()
    })
}

/// The files of the flawed dossier, by path, from those of the demo.
///
/// # Errors
///
/// Names a change whose words don't stand exactly once in its file.
pub fn plant(
    flaws: &[Flaw],
    mut texts: BTreeMap<String, String>,
) -> Result<BTreeMap<String, String>, String> {
    for Change { file, from, to } in flaws.iter().flat_map(|flaw| &flaw.changes) {
        let Some(from) = from else {
            if texts.insert(file.clone(), to.clone()).is_some() {
                return Err(format!("{file} is there already"));
            }
            continue;
        };
        let text = texts.get_mut(file).ok_or_else(|| format!("{file} is not there"))?;
        let times = text.matches(from.as_str()).count();
        if times != 1 {
            return Err(format!("{file} holds {times} times: {from}"));
        }
        *text = text.replacen(from.as_str(), to, 1);
    }
    texts.insert("README.md".to_owned(), page(flaws));
    Ok(texts)
}

/// The page that tells a reader what is wrong with the dossier.
fn page(flaws: &[Flaw]) -> String {
    let introduction = INTRODUCTION.replace("COUNT", &flaws.len().to_string());
    let rows = flaws.iter().map(|flaw| {
        let found: Vec<String> = flaw.findings.iter().map(in_words).collect();
        format!("| {} | {} |\n", flaw.what, found.join("<br>"))
    });
    std::iter::once(introduction).chain(rows).collect()
}

fn in_words(finding: &Expected) -> String {
    let Expected { code, at, excerpt } = finding;
    let excerpt = excerpt.as_ref().map_or_else(String::new, |words| format!("「{words}」"));
    format!("{code} `{at}`{excerpt}")
}

const INTRODUCTION: &str = "\
# 有错误的示例卷宗

与 [demo](../demo/README.md) 相同，但植入了 COUNT 处错误，用来看核查怎样发现它们。临江区和一切数字都是虚构的。

本文件夹由 [flawed-expected.toml](../flawed-expected.toml) 从 demo 生成，请不要直接改动：
改那张表，再运行 `cargo run -p heng-intake --example generate_demo`。

```sh
heng check examples/flawed            # 有错误，退出码为 1
```

| 错在哪里 | 应当发现的核查代码和位置 |
| --- | --- |
";

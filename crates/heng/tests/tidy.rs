//! What no compiler checks: crates and their directions, purity, lengths, pages, glossary and links.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs,
    reason = "a test stops where something is not as it should be"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Which crates of the workspace each crate may use; a new crate needs a line here.
const DIRECTIONS: [(&str, &[&str]); 4] = [
    ("heng-core", &[]),
    ("heng-intake", &["heng-core"]),
    ("heng-render", &["heng-core"]),
    ("heng", &["heng-core", "heng-intake", "heng-render"]),
];
const MAX_LINES: usize = 800;
const MAX_COLUMNS: usize = 110;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// A text file of the repository, with its path relative to the root.
struct Text {
    path: String,
    text: String,
}

impl Text {
    fn at(&self, line: usize, what: &str) -> String {
        format!("{}:{line}: {what}", self.path)
    }
}

/// All text files below a folder with one of the endings; every ending where none is given.
fn texts(below: &str, endings: &[&str]) -> Vec<Text> {
    const LEFT_OUT: [&str; 3] = ["target", "out", "node_modules"];
    let root = root();
    let mut found = Vec::new();
    let mut folders = vec![root.join(below)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            let kind = entry.file_type().unwrap();
            let is_hidden = name.starts_with('.') && name != ".editorconfig";
            if is_hidden || kind.is_symlink() || LEFT_OUT.contains(&name.as_str()) {
                continue;
            }
            if kind.is_dir() {
                folders.push(path);
                continue;
            }
            let ending = path.extension().unwrap_or_default().to_string_lossy().into_owned();
            if !endings.is_empty() && !endings.contains(&ending.as_str()) {
                continue;
            }
            // Pictures and other files that are not text have nothing to read.
            let Ok(text) = std::fs::read_to_string(&path) else { continue };
            let inside = path.strip_prefix(&root).unwrap();
            let path = inside.to_string_lossy().replace('\\', "/");
            found.push(Text { path, text });
        }
    }
    found.sort_by(|one, two| one.path.cmp(&two.path));
    assert!(!found.is_empty(), "no text file below {below:?}: is the workspace root right?");
    found
}

fn crates() -> BTreeSet<String> {
    let folders = std::fs::read_dir(root().join("crates")).unwrap().map(Result::unwrap);
    let crates = folders.filter(|entry| entry.path().join("Cargo.toml").exists());
    crates.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

/// Fails with all problems, one a line.
fn assert_none(what: &str, problems: &[String]) {
    let mut list = String::new();
    for problem in problems {
        write!(list, "\n  {problem}").unwrap();
    }
    assert!(problems.is_empty(), "{what} ({}):{list}", problems.len());
}

/// Rust source with comments and the contents of literals blanked out; lines stay where they are.
fn code_of(source: &str) -> String {
    let characters: Vec<char> = source.chars().collect();
    let at = |index: usize| characters.get(index).copied().unwrap_or('\0');
    let mut code = String::with_capacity(source.len());
    let mut index = 0;
    while index < characters.len() {
        let end = match (at(index), at(index + 1)) {
            ('/', '/') => end_of_line(&characters, index),
            ('/', '*') => end_of_block(&characters, index),
            ('"', _) => end_of_string(&characters, index + 1),
            ('r', '"' | '#') if !is_word(at(index.wrapping_sub(1))) || at(index - 1) == 'b' => {
                end_of_raw(&characters, index).unwrap_or(index)
            }
            ('\'', '\\') => {
                let closing = (index + 3..characters.len()).find(|place| at(*place) == '\'');
                closing.map_or(characters.len(), |place| place + 1)
            }
            ('\'', _) if at(index + 2) == '\'' => index + 3,
            _ => index,
        };
        if end <= index {
            code.push(at(index));
            index += 1;
        } else {
            let blanked = characters[index..end].iter();
            code.extend(blanked.map(|c| if *c == '\n' { '\n' } else { ' ' }));
            index = end;
        }
    }
    code
}

fn end_of_line(characters: &[char], from: usize) -> usize {
    let end = characters[from..].iter().position(|c| *c == '\n');
    end.map_or(characters.len(), |offset| from + offset)
}

/// The end of a block comment; they nest.
fn end_of_block(characters: &[char], from: usize) -> usize {
    let mut depth = 0_usize;
    let mut index = from;
    while index < characters.len() {
        match (characters[index], characters.get(index + 1)) {
            ('/', Some('*')) => (depth, index) = (depth + 1, index + 2),
            ('*', Some('/')) => (depth, index) = (depth - 1, index + 2),
            _ => index += 1,
        }
        if depth == 0 {
            break;
        }
    }
    index
}

fn end_of_string(characters: &[char], from: usize) -> usize {
    let mut index = from;
    while index < characters.len() {
        match characters[index] {
            '\\' => index += 2,
            '"' => return index + 1,
            _ => index += 1,
        }
    }
    characters.len()
}

/// The end of a raw string; nothing where `r#` begins a raw identifier.
fn end_of_raw(characters: &[char], from: usize) -> Option<usize> {
    let hashes = characters[from + 1..].iter().take_while(|c| **c == '#').count();
    let begin = from + 1 + hashes;
    if characters.get(begin) != Some(&'"') {
        return None;
    }
    let closes = |place: &usize| {
        characters[*place] == '"'
            && characters
                .get(place + 1..place + 1 + hashes)
                .is_some_and(|after| after.iter().all(|c| *c == '#'))
    };
    Some((begin + 1..characters.len()).find(closes).map_or(characters.len(), |p| p + 1 + hashes))
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// The lines of code in which a word stands by itself, counted from 1.
///
/// A word may hold `::` or end in `!`; `env` does not stand in `env!`, which the compiler answers.
fn lines_with(code: &str, word: &str) -> Vec<usize> {
    let stands = |line: &str| {
        line.match_indices(word).any(|(start, _)| {
            let before = line[..start].chars().next_back().unwrap_or(' ');
            let after = line[start + word.len()..].chars().next().unwrap_or(' ');
            !is_word(before) && !is_word(after) && after != '!'
        })
    };
    code.lines().zip(1..).filter(|(line, _)| stands(line)).map(|(_, number)| number).collect()
}

#[test]
fn code_is_told_from_comments_and_literals() {
    let source = "let a = \"std::env \\\" f64\"; // f64\nlet b = 'f'; /* f64\n/* io */ f32 */ io\n\
                  let c: &'static str = r#\"f64 \" \"#; let d = '\\''; f32;\n/// env!\nenv!(\"A\")";
    let code = code_of(source);
    assert_eq!(code.lines().count(), source.lines().count());
    assert_eq!(lines_with(&code, "f64"), []);
    assert_eq!(lines_with(&code, "io"), [3]);
    assert_eq!(lines_with(&code, "f32"), [4]);
    assert_eq!(lines_with(&code, "env"), []);
    assert_eq!(lines_with("use std::{env, fs};", "env"), [1]);
    assert_eq!(lines_with("println!(); eprintln!()", "println!"), [1]);
}

#[test]
fn crates_stand_in_the_architecture_page_and_exist() {
    let path = "docs/architecture.md";
    let page = std::fs::read_to_string(root().join(path)).unwrap();
    let crates = crates();
    let mut problems = Vec::new();
    for (line, number) in page.lines().zip(1..) {
        for (start, _) in line.match_indices("heng-") {
            if line[..start].chars().next_back().is_some_and(is_word) {
                continue;
            }
            let rest = &line[start..];
            let end = rest.find(|c: char| !c.is_ascii_lowercase() && c != '-');
            let name = rest[..end.unwrap_or(rest.len())].trim_end_matches('-');
            if !crates.contains(name) {
                problems.push(format!("{path}:{number}: crates/{name} does not exist"));
            }
        }
    }
    for name in &crates {
        if !page.contains(&format!("`{name}`")) && !page.contains(&format!("`crates/{name}`")) {
            problems.push(format!("{path}: `{name}` is not described"));
        }
    }
    assert_none("crates and docs/architecture.md differ", &problems);
}

#[test]
fn crates_depend_in_one_direction() {
    let directions: BTreeMap<_, _> = DIRECTIONS.into_iter().collect();
    let mut problems = Vec::new();
    for name in crates() {
        let path = format!("crates/{name}/Cargo.toml");
        let Some(allowed) = directions.get(name.as_str()) else {
            problems.push(format!("{path}: say in DIRECTIONS of tidy.rs what {name} may use"));
            continue;
        };
        let manifest = std::fs::read_to_string(root().join(&path)).unwrap();
        let mut section = "";
        for (line, number) in manifest.lines().zip(1..) {
            let line = line.trim();
            let mut used = None;
            if let Some(header) = line.strip_prefix('[') {
                section = header.trim_end_matches(']');
                used = section.split_once("dependencies.").map(|(_, name)| name);
            } else if section.ends_with("dependencies") {
                used = line.split(['=', '.', ' ']).next();
            }
            let used = used.unwrap_or_default().trim_matches('"');
            let is_own = used == "heng" || used.starts_with("heng-");
            if is_own && !allowed.contains(&used) {
                problems.push(format!("{path}:{number}: {name} must not depend on {used}"));
            }
        }
    }
    assert_none("crates depend in a wrong direction", &problems);
}

#[test]
fn code_below_the_command_line_is_pure() {
    // Not even tests of these crates may ask the environment or the clock.
    let everywhere =
        ["env", "SystemTime", "Instant", "print!", "println!", "eprint!", "eprintln!", "dbg!"];
    let in_core = ["fs", "io", "f64", "f32"];
    let mut problems = Vec::new();
    for source in texts("crates", &["rs"]) {
        let mut parts = source.path.split('/').skip(1);
        let (name, folder) = (parts.next().unwrap(), parts.next().unwrap());
        if name == "heng" || folder != "src" {
            continue;
        }
        let code = code_of(&source.text);
        let more = if name == "heng-core" { &in_core[..] } else { &[] };
        for word in everywhere.iter().chain(more) {
            for line in lines_with(&code, word) {
                problems.push(source.at(line, &format!("{name} must not use {word}")));
            }
        }
    }
    assert_none("code below the command line is not pure", &problems);
}

#[test]
fn files_and_lines_are_short() {
    let mut problems = Vec::new();
    for source in texts("crates", &["rs"]) {
        let count = source.text.lines().count();
        if count > MAX_LINES {
            problems.push(source.at(count, &format!("{count} lines, at most {MAX_LINES}")));
        }
        for (line, number) in source.text.lines().zip(1..) {
            let columns = line.chars().count();
            if columns > MAX_COLUMNS {
                let what = format!("{columns} columns, at most {MAX_COLUMNS}");
                problems.push(source.at(number, &what));
            }
        }
    }
    assert_none("files or lines are too long", &problems);
}

#[test]
fn nothing_is_left_for_later() {
    let mut problems = Vec::new();
    for source in texts("crates", &["rs"]) {
        for (line, number) in code_of(&source.text).lines().zip(1..) {
            for word in ["todo!(", "unimplemented!(", "#[ignore", "#[should_panic"] {
                if line.contains(word) {
                    problems.push(source.at(number, &format!("{word} must not stand in code")));
                }
            }
        }
    }
    assert_none("something is left for later", &problems);
}

/// Where a check's source says its code and its name.
fn quoted_after<'t>(source: &'t str, key: &str) -> Option<&'t str> {
    source.split_once(key)?.1.split('"').nth(1)
}

#[test]
fn each_check_has_its_page() {
    let folder = "crates/heng-core/src/check";
    let registry = std::fs::read_to_string(root().join(folder).with_extension("rs")).unwrap();
    let pages: BTreeMap<String, String> =
        texts(folder, &["md"]).into_iter().map(|page| (page.path, page.text)).collect();
    let mut problems = Vec::new();
    let mut owned = BTreeSet::new();
    let mut codes: BTreeMap<String, String> = BTreeMap::new();
    for source in texts(folder, &["rs"]) {
        let Some(code) = quoted_after(&source.text, "code: ") else { continue };
        let name = quoted_after(&source.text, "name: ").unwrap_or_default();
        let file = Path::new(&source.path).file_stem().unwrap().to_string_lossy().into_owned();
        if name.replace('-', "_") != file {
            problems.push(source.at(1, &format!("the name {name} is not that of the file")));
        }
        if !registry.contains(&format!("&{file}::CHECK,")) {
            problems.push(format!("{folder}.rs: {file} is not among CHECKS"));
        }
        if let Some(other) = codes.insert(code.to_owned(), source.path.clone()) {
            problems.push(source.at(1, &format!("{code} is the code of {other} too")));
        }
        let page = source.path.replace(".rs", ".md");
        match pages.get(&page) {
            None => problems.push(source.at(1, &format!("{code} has no page {page}"))),
            Some(text) if !text.starts_with(&format!("# {code} {name}：")) => {
                problems.push(format!("{page}:1: the title must begin with {code} {name}："));
            }
            Some(_) => {}
        }
        owned.insert(page);
    }
    for page in pages.keys().filter(|page| !owned.contains(*page)) {
        problems.push(format!("{page}:1: the page belongs to no check"));
    }
    assert_none("checks and their pages differ", &problems);
}

/// A public type of heng-core, or a field or variant of one, whose doc comment gives a Chinese term.
struct Term {
    /// Path in the crate, e.g. `dossier::Dossier::fiscal_year`.
    path: String,
    chinese: String,
    is_type: bool,
    place: String,
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

/// The Chinese term in brackets that a line ends on or holds last.
fn term_of(line: &str) -> Option<&str> {
    let pairs = line.split(['(', '（']).skip(1);
    let inside = pairs.filter_map(|rest| rest.split_once([')', '）']).map(|(term, _)| term));
    inside.filter(|term| is_chinese(term) && !term.contains('`')).last()
}

fn terms() -> Vec<Term> {
    const SOURCE: &str = "crates/heng-core/src/";
    let mut terms = Vec::new();
    for source in texts(SOURCE, &["rs"]) {
        let module = source.path.trim_start_matches(SOURCE).trim_end_matches(".rs");
        let module = module.replace('/', "::");
        let mut owner: Option<String> = None;
        let mut first_doc: Option<&str> = None;
        for (line, number) in source.text.lines().zip(1..) {
            let trimmed = line.trim_start();
            if let Some(doc) = trimmed.strip_prefix("///") {
                first_doc = first_doc.or(Some(doc.trim()));
                continue;
            }
            if trimmed.starts_with("#[") {
                continue;
            }
            let keywords = ["pub struct ", "pub enum ", "pub type "];
            let item = keywords.into_iter().find_map(|keyword| line.strip_prefix(keyword));
            let word =
                |text: &str| text.split(|c| !is_word(c)).next().unwrap_or_default().to_owned();
            let mut own = None;
            if let Some(item) = item {
                let path = format!("{module}::{}", word(item));
                owner = line.ends_with('{').then(|| path.clone());
                own = Some((path, true));
            } else if line == "}" {
                owner = None;
            } else if let Some(owner) = &owner {
                let member = word(trimmed.trim_start_matches("pub "));
                own = Some((format!("{owner}::{member}"), false));
            }
            let term = first_doc.take().and_then(term_of);
            if let (Some((path, is_type)), Some(term)) = (own, term) {
                let (chinese, place) = (term.to_owned(), source.at(number, ""));
                terms.push(Term { path, chinese, is_type, place });
            }
        }
    }
    terms
}

/// One row of the glossary.
struct Row {
    chinese: String,
    english: String,
    names: Vec<String>,
    line: usize,
}

impl Row {
    /// Says whether the row names the item: by its path or the end of it.
    fn names_item(&self, path: &str) -> bool {
        self.names.iter().any(|name| path == name || path.ends_with(&format!("::{name}")))
    }
}

fn glossary() -> Vec<Row> {
    let text = std::fs::read_to_string(root().join("docs/glossary.md")).unwrap();
    let mut rows = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        let Some(cells) = line.strip_prefix('|').and_then(|rest| rest.strip_suffix('|')) else {
            continue;
        };
        let cells: Vec<&str> = cells.split('|').map(str::trim).collect();
        assert_eq!(cells.len(), 3, "docs/glossary.md:{number}: a row has three cells");
        if !is_chinese(cells[0]) || cells[0] == "中文" {
            continue;
        }
        let names = cells[2].split('`').skip(1).step_by(2).map(str::to_owned).collect();
        let (chinese, english) = (cells[0].to_owned(), cells[1].to_owned());
        rows.push(Row { chinese, english, names, line: number });
    }
    rows
}

#[test]
fn glossary_and_doc_comments_say_the_same() {
    let (terms, rows) = (terms(), glossary());
    let mut problems = Vec::new();
    for term in terms.iter().filter(|term| term.is_type) {
        let row = rows.iter().find(|row| row.names_item(&term.path));
        let Term { path, chinese, place, .. } = term;
        match row {
            None => problems.push(format!("{place}{path} ({chinese}) is not in docs/glossary.md")),
            Some(row) if row.chinese != *chinese => problems.push(format!(
                "{place}{path} is {chinese} here and {} in docs/glossary.md:{}",
                row.chinese, row.line
            )),
            Some(_) => {}
        }
    }
    for row in &rows {
        for name in &row.names {
            let tail = format!("::{name}");
            let mut named =
                terms.iter().filter(|term| term.path == *name || term.path.ends_with(&tail));
            if !named.any(|term| term.chinese == row.chinese) {
                problems.push(format!(
                    "docs/glossary.md:{}: no doc comment of {name} says ({})",
                    row.line, row.chinese
                ));
            }
        }
    }
    assert_none("glossary and doc comments differ", &problems);
}

#[test]
fn glossary_has_one_word_for_one_term() {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut problems = Vec::new();
    for row in glossary() {
        for word in [row.chinese, row.english] {
            if let Some(line) = seen.insert(word.clone(), row.line) {
                let place = format!("docs/glossary.md:{}", row.line);
                problems.push(format!("{place}: {word} stands in line {line} too"));
            }
        }
    }
    assert_none("a word of the glossary stands twice", &problems);
}

/// The targets of links in a Markdown text, each with its line; code is left out.
fn links(text: &str) -> Vec<(usize, String)> {
    let mut links = Vec::new();
    let mut is_code = false;
    for (line, number) in text.lines().zip(1..) {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
            continue;
        }
        if is_code {
            continue;
        }
        let words: String = line.split('`').step_by(2).collect::<Vec<_>>().join("``");
        for rest in words.split("](").skip(1) {
            let target = rest.split([')', ' ']).next().unwrap_or_default();
            links.push((number, target.to_owned()));
        }
    }
    links
}

#[test]
fn links_lead_to_files() {
    let mut problems = Vec::new();
    for page in texts("", &["md"]) {
        let folder = root().join(&page.path).parent().unwrap().to_owned();
        for (line, target) in links(&page.text) {
            let file = target.split('#').next().unwrap_or_default();
            let is_outside = target.contains("://") || target.starts_with("mailto:");
            if !is_outside && !file.is_empty() && !folder.join(file).exists() {
                problems.push(page.at(line, &format!("{target} leads to no file")));
            }
        }
    }
    assert_none("links lead nowhere", &problems);
}

/// Words between backticks outside of blocks of code, each with its line.
fn code_words(text: &str) -> Vec<(usize, String)> {
    let mut words = Vec::new();
    for (part, number) in text.split("```").step_by(2).zip(0_usize..) {
        let before = text.split("```").take(2 * number).map(|part| part.matches('\n').count());
        let first = before.sum::<usize>() + 1;
        for (line, offset) in part.lines().zip(0_usize..) {
            let inside = line.split('`').skip(1).step_by(2);
            words.extend(inside.map(|word| (first + offset, word.to_owned())));
        }
    }
    words
}

#[test]
fn pages_name_files_and_tests_that_exist() {
    let sources = texts("crates", &["rs"]);
    let is_function = |name: &str| {
        let heading = format!("fn {name}(");
        sources.iter().any(|source| source.text.contains(&heading))
    };
    let folders = ["crates/", "packs/", "registers/", "examples/", "docs/", "scripts/"];
    let mut problems = Vec::new();
    for page in texts("docs", &["md"]) {
        for (line, word) in code_words(&page.text) {
            let is_path = folders.iter().any(|folder| word.starts_with(folder) && word != *folder)
                && !word.contains(['<', '*', '…', ' ']);
            if is_path && !root().join(&word).exists() {
                problems.push(page.at(line, &format!("{word} does not exist")));
            }
            // Only tests have names that are sentences.
            let is_sentence = word.matches('_').count() >= 3
                && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
            if is_sentence && !is_function(&word) {
                problems.push(page.at(line, &format!("no function {word} is in crates/")));
            }
        }
    }
    assert_none("pages name what does not exist", &problems);
}

#[test]
fn no_path_of_a_machine_stands_in_the_repository() {
    let folders = ["work", "root", "home"].map(|name| format!("/{name}/"));
    let mut problems = Vec::new();
    for text in texts("", &[]) {
        for (line, number) in text.text.lines().zip(1..) {
            // The path must begin there: a web address may have such a part.
            let begins = |folder: &String| {
                line.match_indices(folder.as_str()).any(|(start, _)| {
                    let before = line[..start].chars().next_back().unwrap_or(' ');
                    !is_word(before) && !matches!(before, '.' | '-' | '/' | '}' | '~' | '$')
                })
            };
            for folder in folders.iter().filter(|folder| begins(folder)) {
                problems.push(text.at(number, &format!("{folder} is a path of one machine")));
            }
        }
    }
    assert_none("paths of one machine stand in the repository", &problems);
}

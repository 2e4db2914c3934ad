//! What the elements of a page are: text, tables, or what leads elsewhere.

use scraper::{ElementRef, Node};

use super::lower;

/// The most elements that may be open in one another.
const MOST_OPEN: usize = 1_000;
/// The most marks such as bold or colour that may be open at once: each is opened anew in every
/// paragraph behind.
const MOST_MARKS: usize = 100;
/// Elements that hold more words than this outside of links are content whatever they are called.
const CONTENT: usize = 500;
/// A cell with more characters than this is a part of a page, not of a table.
const LONG_CELL: usize = 1_500;

/// What an element does with what stands in it.
pub(super) enum Kind {
    LeftOut,
    Inline,
    Block,
    Break,
    Picture,
    Heading(u8),
    Table,
}

/// What an element is.
pub(super) fn kind(element: ElementRef<'_>) -> Kind {
    let value = element.value();
    let kind = match value.name() {
        "head" | "script" | "style" | "noscript" | "template" | "nav" | "footer" | "iframe"
        | "object" | "svg" | "canvas" | "select" | "button" | "textarea" | "input" | "title"
        | "audio" | "video" | "rt" | "rp" | "del" => Kind::LeftOut,
        "br" | "hr" => Kind::Break,
        "img" => Kind::Picture,
        "h1" => Kind::Heading(1),
        "h2" => Kind::Heading(2),
        "h3" => Kind::Heading(3),
        "h4" => Kind::Heading(4),
        "h5" => Kind::Heading(5),
        "h6" => Kind::Heading(6),
        "table" => Kind::Table,
        "a" | "abbr" | "b" | "bdi" | "bdo" | "big" | "cite" | "code" | "data" | "em" | "font"
        | "i" | "ins" | "kbd" | "label" | "mark" | "nobr" | "q" | "ruby" | "s" | "samp"
        | "small" | "span" | "strike" | "strong" | "sub" | "sup" | "time" | "tt" | "u" | "var"
        | "wbr" => Kind::Inline,
        _ => Kind::Block,
    };
    if is_hidden(element) || is_beside_the_text(element) { Kind::LeftOut } else { kind }
}

fn is_hidden(element: ElementRef<'_>) -> bool {
    let style: String = lower(element.value(), "style").split_whitespace().collect();
    element.value().attr("hidden").is_some()
        || style.contains("display:none")
        || style.contains("visibility:hidden")
}

/// Says whether an element leads elsewhere or frames the page, and holds no content to speak of.
fn is_beside_the_text(element: ElementRef<'_>) -> bool {
    const ROLES: [&str; 6] = ["navigation", "banner", "contentinfo", "search", "menu", "menubar"];
    const NAMES: [&str; 26] = [
        "nav",
        "navbar",
        "navigation",
        "menu",
        "breadcrumb",
        "breadcrumbs",
        "crumb",
        "crumbs",
        "footer",
        "foot",
        "copyright",
        "sidebar",
        "share",
        "pagination",
        "pager",
        "toolbar",
        "search",
        "related",
        "recommend",
        "topbar",
        "friendlink",
        "header",
        "banner",
        "bshare",
        "dqwz",
        "currentpos",
    ];
    let value = element.value();
    if matches!(value.name(), "html" | "body" | "main" | "article" | "a" | "td" | "tr" | "tbody") {
        return false;
    }
    // Where heng's own pages say how each figure was reached.
    if lower(value, "id") == "derivations" {
        return true;
    }
    // LibreOffice gives running heads and page numbers this title.
    if matches!(lower(value, "title").as_str(), "header" | "footer") {
        return true;
    }
    let names = format!("{} {}", lower(value, "class"), lower(value, "id"));
    let mut words = names.split(|c: char| !c.is_ascii_alphanumeric());
    let is_named = matches!(value.name(), "header" | "aside")
        || ROLES.contains(&lower(value, "role").as_str())
        || words.any(|word| NAMES.contains(&word));
    (is_named || is_list_of_links(element)) && !holds_content(element)
}

/// Says whether an element is a list in which nearly everything is a short link.
fn is_list_of_links(element: ElementRef<'_>) -> bool {
    if !matches!(element.value().name(), "ul" | "ol" | "dl") {
        return false;
    }
    let links = element
        .descendants()
        .filter(|node| node.value().as_element().is_some_and(|element| element.name() == "a"));
    let (all, unlinked) = (length(element, true), length(element, false));
    let count = links.count();
    count >= 3 && unlinked * 5 <= all && all <= count * 20
}

fn holds_content(element: ElementRef<'_>) -> bool {
    let has_title = element
        .descendants()
        .any(|node| node.value().as_element().is_some_and(|element| element.name() == "h1"));
    let mut inside = element.descendants().filter_map(ElementRef::wrap);
    let has_table = inside.any(|one| one.value().name() == "table" && has_columns(one));
    has_title || has_table || length(element, false) > CONTENT
}

fn has_columns(table: ElementRef<'_>) -> bool {
    rows(table).into_iter().any(|row| cells(row).len() > 1)
}

/// How many characters stand in an element, with or without its links.
fn length(element: ElementRef<'_>, with_links: bool) -> usize {
    let counted = element.descendants().filter_map(|node| {
        let Node::Text(text) = node.value() else { return None };
        let mut above = node.ancestors().take(4).filter_map(|one| one.value().as_element());
        let is_left_out = above.any(|one| {
            matches!(one.name(), "script" | "style") || (!with_links && one.name() == "a")
        });
        (!is_left_out).then_some(text)
    });
    counted.map(|text| text.chars().filter(|c| !c.is_whitespace()).count()).sum()
}

/// Says whether a table holds data; others only lay out the page.
pub(super) fn is_data(table: ElementRef<'_>) -> bool {
    let role = lower(table.value(), "role");
    if role == "presentation" || role == "none" {
        return false;
    }
    if !has_columns(table) {
        return false;
    }
    let rows: Vec<Vec<ElementRef<'_>>> = rows(table).into_iter().map(cells).collect();
    let cells = rows.iter().flatten();
    let is_layout = |cell: &ElementRef<'_>| {
        let mut inside = cell.descendants().skip(1).filter_map(ElementRef::wrap);
        let is_part = inside.any(|one| match one.value().name() {
            "h1" | "h2" | "h3" => true,
            "table" => self::rows(one).len() > 1,
            _ => false,
        });
        is_part || length(*cell, true) > LONG_CELL
    };
    let parts = cells.clone().filter(|cell| is_layout(cell)).count();
    // One cell with an inner table does not make a form a layout; a row of columns does.
    parts == 0 || (rows.len() > 3 && parts * 4 < cells.count())
}

/// The rows of a table itself.
pub(super) fn rows(table: ElementRef<'_>) -> Vec<ElementRef<'_>> {
    let mut rows = Vec::new();
    for child in table.child_elements() {
        match child.value().name() {
            "tr" => rows.push(child),
            "thead" | "tbody" | "tfoot" => {
                rows.extend(child.child_elements().filter(|one| one.value().name() == "tr"));
            }
            _ => {}
        }
    }
    rows.retain(|row| !is_hidden(*row));
    rows
}

/// The cells of a row itself.
pub(super) fn cells(row: ElementRef<'_>) -> Vec<ElementRef<'_>> {
    let cells = row.child_elements().filter(|one| matches!(one.value().name(), "td" | "th"));
    cells.filter(|cell| !is_hidden(*cell)).collect()
}

pub(super) fn caption(table: ElementRef<'_>) -> Option<ElementRef<'_>> {
    table.child_elements().find(|one| one.value().name() == "caption")
}

/// White space of the source as the browser shows it: one space.
pub(super) fn collapsed(text: &str) -> String {
    let mut collapsed = String::with_capacity(text.len());
    for character in text.chars() {
        if !character.is_ascii_whitespace() {
            collapsed.push(character);
        } else if !collapsed.ends_with(' ') {
            collapsed.push(' ');
        }
    }
    collapsed
}

/// Says whether a page opens more elements in one another than any page that people read.
///
/// It is asked before the page is parsed, because parsing such a page takes time and memory out of
/// all proportion to its size.
pub(super) fn is_excessive(text: &str) -> bool {
    let (mut open, mut marks) = (0_usize, 0_usize);
    for tag in text.split('<').skip(1) {
        let (is_end, tag) = tag.strip_prefix('/').map_or((false, tag), |tag| (true, tag));
        let length = tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len());
        let name = tag.get(..length).unwrap_or_default().to_ascii_lowercase();
        let count = match name.as_str() {
            "a" | "b" | "big" | "code" | "em" | "font" | "i" | "nobr" | "s" | "small"
            | "strike" | "strong" | "tt" | "u" => &mut marks,
            // These never hold others, or end where the next one begins.
            "" | "area" | "base" | "br" | "col" | "colgroup" | "dd" | "dt" | "embed" | "hr"
            | "img" | "input" | "li" | "link" | "meta" | "optgroup" | "option" | "p" | "param"
            | "rp" | "rt" | "source" | "tbody" | "td" | "tfoot" | "th" | "thead" | "tr" | "wbr"
            | "script" | "style" => continue,
            _ => &mut open,
        };
        *count = if is_end { count.saturating_sub(1) } else { count.saturating_add(1) };
        if open > MOST_OPEN || marks > MOST_MARKS {
            return true;
        }
    }
    false
}

//! Puts a part's properties in the order that the schema asks for, and marks heading rows.
//!
//! The library writes properties in an order of its own, which strict readers refuse, has no word
//! for rows that are repeated on each page, and numbers paragraphs across all documents of a
//! thread, so that equal documents would differ; nothing here needs those numbers.

use quick_xml::events::{BytesEnd, BytesStart, Event};
use quick_xml::{Error, Reader, Writer};

/// For each element of properties, its children in the schema's order, as far as they occur here.
const ORDERS: [(&str, &[&str]); 6] = [
    (
        "w:pPr",
        &[
            "w:pStyle",
            "w:keepNext",
            "w:keepLines",
            "w:pageBreakBefore",
            "w:widowControl",
            "w:tabs",
            "w:snapToGrid",
            "w:spacing",
            "w:ind",
            "w:jc",
            "w:textAlignment",
            "w:outlineLvl",
            "w:rPr",
            "w:sectPr",
        ],
    ),
    (
        "w:rPr",
        &[
            "w:rStyle",
            "w:rFonts",
            "w:b",
            "w:bCs",
            "w:color",
            "w:spacing",
            "w:sz",
            "w:szCs",
            "w:lang",
        ],
    ),
    (
        "w:tblPr",
        &[
            "w:tblStyle",
            "w:tblW",
            "w:jc",
            "w:tblInd",
            "w:tblBorders",
            "w:tblLayout",
            "w:tblCellMar",
        ],
    ),
    ("w:trPr", &["w:cantSplit", "w:trHeight", "w:tblHeader"]),
    ("w:tcPr", &["w:tcW", "w:gridSpan", "w:vMerge", "w:tcBorders", "w:shd", "w:tcMar", "w:vAlign"]),
    (
        "w:sectPr",
        &[
            "w:headerReference",
            "w:footerReference",
            "w:type",
            "w:pgSz",
            "w:pgMar",
            "w:pgNumType",
            "w:cols",
            "w:titlePg",
            "w:textDirection",
            "w:docGrid",
        ],
    ),
];

/// A node of the part: an element with what stands in it, or anything else.
enum Node {
    Element(BytesStart<'static>, Vec<Node>),
    Other(Event<'static>),
}

impl Node {
    fn is(&self, name: &str) -> bool {
        matches!(self, Self::Element(start, _) if start.name().as_ref() == name)
    }
}

/// Arranges a part; `heading_rows` says how many rows of each table are repeated.
pub(super) fn arrange(xml: &[u8], heading_rows: &[usize]) -> Result<Vec<u8>, Error> {
    let mut nodes = read(xml)?;
    let mut heading_rows = heading_rows.iter().copied();
    mark_heading_rows(&mut nodes, &mut heading_rows);
    sort(&mut nodes);
    let mut writer = Writer::new(Vec::with_capacity(xml.len()));
    for node in nodes {
        write(node, &mut writer)?;
    }
    Ok(writer.into_inner())
}

/// Reads the part as a forest; the end of an element closes the innermost open one.
fn read(xml: &[u8]) -> Result<Vec<Node>, Error> {
    let mut reader = Reader::from_reader(xml);
    let mut nodes = Vec::new();
    let mut open: Vec<(BytesStart<'static>, Vec<Node>)> = Vec::new();
    loop {
        let node = match reader.read_event()? {
            Event::Eof => break,
            Event::Start(start) => {
                let start = if start.name().as_ref() == "w:p" {
                    BytesStart::new("w:p")
                } else {
                    start.into_owned()
                };
                open.push((start, std::mem::take(&mut nodes)));
                continue;
            }
            Event::End(_) => {
                let Some((start, outer)) = open.pop() else { continue };
                Node::Element(start, std::mem::replace(&mut nodes, outer))
            }
            Event::Empty(start) => Node::Element(start.into_owned(), Vec::new()),
            other => Node::Other(other.into_owned()),
        };
        nodes.push(node);
    }
    Ok(nodes)
}

fn mark_heading_rows(nodes: &mut [Node], heading_rows: &mut impl Iterator<Item = usize>) {
    for node in nodes {
        let is_table = node.is("w:tbl");
        let Node::Element(_, children) = node else { continue };
        if is_table {
            let count = heading_rows.next().unwrap_or(0);
            let rows = children.iter_mut().filter(|child| child.is("w:tr"));
            rows.take(count).for_each(mark_row);
        } else {
            mark_heading_rows(children, heading_rows);
        }
    }
}

fn mark_row(row: &mut Node) {
    let Node::Element(_, children) = row else { return };
    for child in children.iter_mut().filter(|child| child.is("w:trPr")) {
        if let Node::Element(_, properties) = child {
            properties.push(Node::Element(BytesStart::new("w:tblHeader"), Vec::new()));
        }
    }
}

fn sort(nodes: &mut [Node]) {
    for node in nodes {
        let Node::Element(start, children) = node else { continue };
        let order = ORDERS.iter().find(|(name, _)| start.name().as_ref() == *name);
        if let Some((_, order)) = order {
            let rank = |child: &Node| order.iter().position(|name| child.is(name));
            children.sort_by_key(|child| rank(child).unwrap_or(order.len()));
        }
        sort(children);
    }
}

fn write(node: Node, writer: &mut Writer<Vec<u8>>) -> Result<(), Error> {
    match node {
        Node::Other(event) => writer.write_event(event)?,
        Node::Element(start, children) if children.is_empty() => {
            writer.write_event(Event::Empty(start))?;
        }
        Node::Element(start, children) => {
            let name = start.name().as_ref().to_owned();
            writer.write_event(Event::Start(start))?;
            for child in children {
                write(child, writer)?;
            }
            writer.write_event(Event::End(BytesEnd::new(name)))?;
        }
    }
    Ok(())
}

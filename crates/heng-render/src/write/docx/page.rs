//! The page: paper, margins, grid, page numbers and the mark of a draft.

use docx_rs::{
    AlignmentType, DocGrid, DocGridType, Docx, Footer, Header, PageMargin, PageNum,
    PageOrientationType, Paragraph,
};

use super::{run, styled};
use crate::document::{Document, Orientation};

// Lengths in twentieths of a point.
const PAPER_SHORT: u32 = 11906;
const PAPER_LONG: u32 = 16838;
const MM_28: i32 = 1588;
const MM_26: i32 = 1474;
const MM_35: i32 = 1984;
const MM_37: i32 = 2098;
/// Distance of the draft's mark from the upper edge.
const HEADER: i32 = 1134;
/// From the lower edge to the page number's line, so that its dashes lie 7 mm below the type area.
const FOOTER_PORTRAIT: i32 = 1446;
const FOOTER_LANDSCAPE: i32 = 936;
/// One line of the grid: 28.95 pt.
const LINE_PITCH: usize = 579;
/// What a 16 pt character is set closer so that 28 fit in 156 mm, in 4096ths of a point.
const CHARACTER_SPACE: isize = -848;

/// Width of the type area in twentieths of a point.
pub(super) fn type_area_width(orientation: Orientation) -> usize {
    match orientation {
        Orientation::Portrait => 8844,
        Orientation::Landscape => 12756,
    }
}

/// Sets the page of the whole document.
pub(super) fn set(docx: Docx, document: &Document) -> Docx {
    let mut docx = match document.orientation {
        Orientation::Portrait => docx.page_size(PAPER_SHORT, PAPER_LONG),
        Orientation::Landscape => {
            docx.page_size(PAPER_LONG, PAPER_SHORT).page_orient(PageOrientationType::Landscape)
        }
    }
    .page_margin(margins(document.orientation))
    .footer(page_number(AlignmentType::Right))
    .even_footer(page_number(AlignmentType::Left));
    if let Some(draft) = &document.draft {
        let header = || Header::new().add_paragraph(styled("Header", draft));
        docx = docx.header(header()).even_header(header());
    }
    docx.document = docx.document.doc_grid(
        DocGrid::with_empty()
            .grid_type(DocGridType::LinesAndChars)
            .line_pitch(LINE_PITCH)
            .char_space(CHARACTER_SPACE),
    );
    docx
}

fn margins(orientation: Orientation) -> PageMargin {
    match orientation {
        Orientation::Portrait => PageMargin {
            top: MM_37,
            left: MM_28,
            right: MM_26,
            bottom: MM_35,
            header: HEADER,
            footer: FOOTER_PORTRAIT,
            gutter: 0,
        },
        // The upright page turned by a quarter, its head at the binding edge.
        Orientation::Landscape => PageMargin {
            top: MM_28,
            left: MM_35,
            right: MM_37,
            bottom: MM_26,
            header: HEADER,
            footer: FOOTER_LANDSCAPE,
            gutter: 0,
        },
    }
}

fn page_number(align: AlignmentType) -> Footer {
    let paragraph = Paragraph::new()
        .style("Footer")
        .align(align)
        .add_run(run("— "))
        .add_page_num(PageNum::new())
        .add_run(run(" —"));
    Footer::new().add_paragraph(paragraph)
}

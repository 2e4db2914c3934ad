//! What a PDF draws on its pages, as glyphs and rules in whole hundredths of a point.
//!
//! Nothing of hayro leaves this module. It interprets content streams for us and neither bounds what
//! they unfold to nor can be stopped, so [`streams`] measures every stream before hayro unfolds it, and
//! a page that draws without end is left by unwinding. A panic inside hayro ends the page, not heng:
//! this is the one place where panics are caught.

mod geometry;
mod streams;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use std::{sync::mpsc, thread};

use hayro_interpret::font::{Glyph as Shape, GlyphRun, PositionedGlyph};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::kurbo::{Affine, BezPath, Rect, Shape as _};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, SoftMask, interpret_page,
};
use hayro_syntax::object::{Dict, String as PdfString};
use hayro_syntax::page::Page;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use memchr::memmem;

use geometry::{Direction, Frame};

/// Pages of a file beyond which nothing is read.
const MAX_PAGES: usize = 5_000;
/// What one page may draw: a full page of print has about 2,000 glyphs and 1,000 rules.
const MAX_MARKS: usize = 200_000;
/// Bytes of form contents that one page and all pages may interpret, counted again at each use.
const MAX_FORM_BYTES: u64 = 1 << 28;
const MAX_FORM_BYTES_OF_FILE: u64 = 1 << 32;
/// What a form costs at least, in bytes of content.
const MIN_FORM_BYTES: u64 = 16 << 10;
/// Stack of the reading thread; objects nest up to 512 deep.
const STACK: usize = 64 << 20;
/// When the caller stops to wait for a file that no other bound catches.
const PATIENCE: Duration = Duration::from_mins(2);

/// Bytes at the end of a file in which the reference to its table of objects stands.
const TAIL: usize = 64 << 10;

/// What a file draws, page by page.
pub(super) struct Drawn {
    /// Each page, or why it could not be drawn.
    pub sheets: Vec<Result<Sheet, Refusal>>,
    /// Number of pages that the file says it has, where it says so.
    pub stated: Option<usize>,
}

/// Why a file or a page is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It opens only with a password.
    Password,
    /// It is protected in a way that nobody but its maker's software opens.
    Protection,
    /// It is not whole.
    Damaged,
    /// It has no page.
    NoPage,
    /// It unfolds to more than a report can hold.
    TooLarge,
}

/// What one page shows, turned so that most of its text runs from left to right.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// Width in hundredths of a point.
    pub width: i32,
    /// Height in hundredths of a point.
    pub height: i32,
    /// Quarter turns, clockwise, from what a viewer shows to the coordinates here.
    pub turns: u8,
    /// The glyphs in the order in which they are drawn.
    pub glyphs: Vec<Glyph>,
    /// Glyphs that run in another direction than most, such as a watermark.
    pub askew: Vec<Glyph>,
    /// Lines and thin boxes that run along the page.
    pub rules: Vec<Rule>,
    /// Number of pictures.
    pub pictures: usize,
    /// Whether the glyphs are an invisible layer, as recognition software puts over a scan.
    pub is_recognised: bool,
    /// Whether a font could not be loaded, so that text may be missing.
    pub lacks_font: bool,
}

/// A character with its place; lengths are hundredths of a point, from the upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Glyph {
    /// The character; U+FFFD where the file does not say which.
    pub character: char,
    /// Left edge.
    pub left: i32,
    /// Right edge.
    pub right: i32,
    /// Where it stands.
    pub baseline: i32,
    /// Size of its font.
    pub size: i32,
    /// Number of the run in which it is drawn.
    pub run: u32,
}

/// A straight rule along the page, without its thickness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rule {
    /// From left to right.
    Across {
        /// Where it lies.
        y: i32,
        /// Its left end.
        from: i32,
        /// Its right end.
        to: i32,
    },
    /// From top to bottom.
    Down {
        /// Where it lies.
        x: i32,
        /// Its upper end.
        from: i32,
        /// Its lower end.
        to: i32,
    },
}

impl Sheet {
    /// A box (left, top, right, bottom) as a viewer shows it, where the page was turned for reading.
    pub(super) fn shown(&self, bounds: (i32, i32, i32, i32)) -> (i32, i32, i32, i32) {
        let (left, top, right, bottom) = bounds;
        match self.turns {
            1 => (self.height - bottom, left, self.height - top, right),
            2 => (self.width - right, self.height - bottom, self.width - left, self.height - top),
            3 => (top, self.width - right, bottom, self.width - left),
            _ => bounds,
        }
    }
}

/// Draws all pages of a file.
pub(super) fn draw(bytes: Vec<u8>) -> Result<Drawn, Refusal> {
    let (sender, receiver) = mpsc::sync_channel(1);
    let reader = thread::Builder::new().stack_size(STACK).spawn(move || {
        let drawn = catch_unwind(AssertUnwindSafe(|| draw_here(bytes)));
        // Nobody listens any more where the patience was at its end.
        let _ = sender.send(drawn.unwrap_or(Err(Refusal::Damaged)));
    });
    if reader.is_err() {
        return Err(Refusal::TooLarge);
    }
    receiver.recv_timeout(PATIENCE).unwrap_or(Err(Refusal::TooLarge))
}

fn draw_here(bytes: Vec<u8>) -> Result<Drawn, Refusal> {
    // A file that was cut off can be opened at times, but nobody knows what is missing.
    let tail = bytes.get(bytes.len().saturating_sub(TAIL)..).unwrap_or_default();
    if memmem::rfind(tail, b"startxref").is_none() {
        return Err(Refusal::Damaged);
    }
    streams::check_file(&bytes)?;
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Refusal::Password,
        LoadPdfError::Decryption(_) => Refusal::Protection,
        LoadPdfError::Invalid => Refusal::Damaged,
    })?;
    if pdf.pages().is_empty() {
        return Err(Refusal::NoPage);
    }
    if pdf.pages().len() > MAX_PAGES {
        return Err(Refusal::TooLarge);
    }
    let mut limits = streams::check_objects(&pdf)?;
    let lacks_font = Arc::new(AtomicBool::new(false));
    let sink = Arc::clone(&lacks_font);
    let settings = InterpreterSettings {
        warning_sink: Arc::new(move |warning| {
            if matches!(warning, hayro_interpret::InterpreterWarning::UnsupportedFont) {
                sink.store(true, Ordering::Relaxed);
            }
        }),
        ..InterpreterSettings::default()
    };
    let cache = InterpreterCache::new();
    let form_cost = limits.largest_form.max(MIN_FORM_BYTES);
    let mut left = MAX_FORM_BYTES_OF_FILE;
    let sheets = pdf.pages().iter().map(|page| {
        limits.admit(page)?;
        let mut sheet = draw_page(&pdf, page, &cache, &settings, form_cost, &mut left)?;
        sheet.lacks_font = lacks_font.swap(false, Ordering::Relaxed);
        Ok(sheet)
    });
    Ok(Drawn { sheets: sheets.collect(), stated: stated_pages(&pdf) })
}

/// Number of pages that the root of the tree of pages states.
fn stated_pages(pdf: &Pdf) -> Option<usize> {
    let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id())?;
    catalog.get::<Dict<'_>>(b"Pages")?.get::<usize>(b"Count")
}

/// What a page that draws without end unwinds with.
struct Exhausted;

fn draw_page<'a>(
    pdf: &'a Pdf,
    page: &Page<'a>,
    cache: &InterpreterCache<'a>,
    settings: &InterpreterSettings,
    form_cost: u64,
    left: &mut u64,
) -> Result<Sheet, Refusal> {
    let frame = Frame::of(page);
    let mut pen = Pen::new(frame, form_cost, MAX_FORM_BYTES.min(*left));
    let transform = Affine::new(page.initial_transform(true).as_coeffs());
    let drawn = catch_unwind(AssertUnwindSafe(|| {
        let mut context =
            Context::new(transform, frame.bounds(), cache, pdf.xref(), settings.clone());
        interpret_page(page, &mut context, &mut pen);
    }));
    *left = left.saturating_sub(pen.form_bytes);
    match drawn {
        Ok(()) => Ok(pen.finish()),
        Err(reason) if reason.is::<Exhausted>() => Err(Refusal::TooLarge),
        Err(_) => Err(Refusal::Damaged),
    }
}

/// A glyph before the page is turned: where it stands and where its text runs.
#[derive(Clone, Copy)]
struct Mark {
    character: char,
    x: i32,
    y: i32,
    /// Width along the direction.
    advance: i32,
    size: i32,
    direction: Direction,
    run: u32,
}

/// Text that the file gives in place of what the glyphs say, while it holds.
struct ActualText {
    text: String,
    covered: Vec<Mark>,
}

/// Notes what hayro draws on one page.
struct Pen {
    frame: Frame,
    marks: Vec<Mark>,
    invisible: Vec<Mark>,
    rules: Vec<Rule>,
    pictures: usize,
    /// Marked contents that are open; `None` where one gives no text of its own.
    contents: Vec<Option<ActualText>>,
    clips: Vec<Rect>,
    runs: u32,
    calls: usize,
    form_cost: u64,
    form_bytes: u64,
    max_form_bytes: u64,
}

impl Pen {
    fn new(frame: Frame, form_cost: u64, max_form_bytes: u64) -> Self {
        Self {
            frame,
            marks: Vec::new(),
            invisible: Vec::new(),
            rules: Vec::new(),
            pictures: 0,
            contents: Vec::new(),
            clips: Vec::new(),
            runs: 0,
            calls: 0,
            form_cost,
            form_bytes: 0,
            max_form_bytes,
        }
    }

    /// Counts one more call; hayro has no way to be told to stop but unwinding.
    fn count(&mut self, marks: usize) {
        self.calls = self.calls.saturating_add(marks);
        if self.calls > MAX_MARKS || self.form_bytes > self.max_form_bytes {
            resume_unwind(Box::new(Exhausted));
        }
    }

    fn is_clipped(&self, mark: &Mark) -> bool {
        self.clips.last().is_some_and(|clip| !geometry::holds(clip, mark.x, mark.y))
    }

    fn take_rules(&mut self, path: &BezPath, props: &DrawProps<'_>, mode: &DrawMode) {
        let rules = match mode {
            DrawMode::Stroke(_) => self.frame.stroked(path, props.transform),
            DrawMode::Fill(_) => geometry::filled(path, props.transform),
            DrawMode::FillAndStroke(..) => {
                let mut rules = geometry::filled(path, props.transform);
                rules.extend(self.frame.stroked(path, props.transform));
                rules
            }
            DrawMode::Invisible => Vec::new(),
        };
        self.count(rules.len());
        let clip = self.clips.last().copied();
        self.rules.extend(rules.into_iter().filter_map(|rule| geometry::cut(rule, clip)));
    }

    fn take_marks(&mut self, marks: Vec<Mark>, mode: &DrawMode) {
        // A run of which nothing shows is not on the page; one that shows in part is read whole.
        if marks.iter().all(|mark| self.is_clipped(mark)) {
            return;
        }
        if let Some(actual) = self.contents.iter_mut().rev().find_map(Option::as_mut) {
            actual.covered.extend(marks);
        } else if matches!(mode, DrawMode::Invisible) {
            self.invisible.extend(marks);
        } else {
            self.marks.extend(marks);
        }
    }

    fn finish(mut self) -> Sheet {
        while !self.contents.is_empty() {
            self.end_marked_content();
        }
        let is_recognised = self.marks.is_empty() && !self.invisible.is_empty();
        let marks = if is_recognised { self.invisible } else { self.marks };
        let mut sheet = self.frame.sheet(&marks, &self.rules);
        sheet.pictures = self.pictures;
        sheet.is_recognised = is_recognised;
        sheet
    }
}

impl<'a> Device<'a> for Pen {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.count(1);
        self.take_rules(path, &props, mode);
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        // Every form comes with its frame as a clip, so this also counts the forms drawn.
        self.form_bytes = self.form_bytes.saturating_add(self.form_cost);
        self.push_clip_rect(&clip.path.bounding_box());
    }

    fn push_clip_rect(&mut self, rect: &Rect) {
        self.count(1);
        let clip = self.clips.last().map_or(*rect, |outer| outer.intersect(*rect));
        self.clips.push(clip);
    }

    fn pop_clip(&mut self) {
        self.clips.pop();
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.count(1);
    }

    fn pop_transparency_group(&mut self) {}

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        self.count(run.glyphs().len());
        self.runs = self.runs.saturating_add(1);
        let marks = geometry::marks(run.glyphs(), props.transform, self.runs);
        self.take_marks(marks, mode);
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.count(1);
        self.pictures += 1;
    }

    fn begin_marked_content(&mut self, _: &[u8], properties: Option<&Dict<'_>>) {
        self.count(1);
        let text = properties.and_then(|dict| dict.get::<PdfString<'_>>(b"ActualText"));
        self.contents.push(
            text.map(|text| ActualText { text: text_string(text.as_bytes()), covered: Vec::new() }),
        );
    }

    fn end_marked_content(&mut self) {
        if let Some(Some(actual)) = self.contents.pop() {
            self.marks.extend(geometry::spread(&actual.text, &actual.covered));
        }
    }
}

/// The characters of a glyph as the file gives them; U+FFFD where it does not.
fn characters(glyph: &PositionedGlyph<'_>) -> Vec<char> {
    let shape: &Shape<'_> = glyph;
    match shape.as_unicode() {
        Some(BfString::Char(character)) => vec![character],
        Some(BfString::String(text)) => text.chars().collect(),
        None => vec![char::REPLACEMENT_CHARACTER],
    }
}

/// Width of a glyph in thousandths of its size, where the font says it.
fn width(glyph: &PositionedGlyph<'_>) -> Option<f32> {
    let shape: &Shape<'_> = glyph;
    match shape {
        Shape::Outline(outline) => outline.advance_width(),
        Shape::Type3(drawn) => drawn.advance_width(),
    }
}

/// Decodes a text string: UTF-16 or UTF-8 by its mark, else one character a byte.
fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => {
            let units: Vec<u16> = rest
                .chunks_exact(2)
                .map(|pair| pair.iter().fold(0, |unit, byte| unit << 8 | u16::from(*byte)))
                .collect();
            String::from_utf16_lossy(&units)
        }
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

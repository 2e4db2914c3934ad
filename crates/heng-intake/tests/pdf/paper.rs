//! Writes small PDFs, so that each test shows what lies on the page.

use std::fmt::Write as _;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// Pages to be written, in points from the upper left corner.
#[derive(Default)]
pub struct Paper {
    pages: Vec<Sheet>,
}

/// One page.
pub struct Sheet {
    pub width: i32,
    pub height: i32,
    /// Entries of the page's dictionary, such as `/Rotate 90`.
    pub entries: String,
    /// What is drawn.
    pub content: String,
}

impl Sheet {
    pub fn new() -> Self {
        Self { width: 595, height: 842, entries: String::new(), content: String::new() }
    }

    /// Operators as they stand in the file.
    pub fn draw(&mut self, operators: &str) -> &mut Self {
        writeln!(self.content, "{operators}").unwrap();
        self
    }

    /// Text in letters of 10 points, Chinese ones 10 wide and the others 5.
    pub fn text(&mut self, x: i32, y: i32, text: &str) -> &mut Self {
        self.sized(10, x, y, text)
    }

    pub fn sized(&mut self, size: i32, x: i32, y: i32, text: &str) -> &mut Self {
        let y = self.height - y;
        let text = codes(text);
        writeln!(self.content, "BT /F {size} Tf {x} {y} Td <{text}> Tj ET").unwrap();
        self
    }

    /// Lines of text 16 points apart.
    pub fn lines(&mut self, y: i32, lines: &[(i32, &str)]) -> &mut Self {
        for (row, (x, line)) in (0..).zip(lines) {
            self.text(*x, y + row * 16, line);
        }
        self
    }

    pub fn rule(&mut self, from: (i32, i32), to: (i32, i32)) -> &mut Self {
        let height = self.height;
        let (from_y, to_y) = (height - from.1, height - to.1);
        writeln!(self.content, "{} {from_y} m {} {to_y} l S", from.0, to.0).unwrap();
        self
    }

    /// A table with all its rules: columns begin at `xs`, rows are 20 points high.
    pub fn table(&mut self, y: i32, xs: &[i32], rows: &[&[&str]]) -> &mut Self {
        let bottom = y + 20 * i32::try_from(rows.len()).unwrap();
        for x in xs {
            self.rule((*x, y), (*x, bottom));
        }
        let (left, right) = (xs[0], xs[xs.len() - 1]);
        for row in 0..=i32::try_from(rows.len()).unwrap() {
            self.rule((left, y + 20 * row), (right, y + 20 * row));
        }
        self.cells(y, xs, rows)
    }

    /// The texts of a table without its rules.
    pub fn cells(&mut self, y: i32, xs: &[i32], rows: &[&[&str]]) -> &mut Self {
        for (row, texts) in (0..).zip(rows) {
            for (x, text) in xs.iter().zip(*texts) {
                if !text.is_empty() {
                    self.text(x + 3, y + 20 * row + 14, text);
                }
            }
        }
        self
    }
}

/// Text as the codes of the font, which are UTF-16.
pub fn codes(text: &str) -> String {
    text.encode_utf16().fold(String::new(), |codes, unit| codes + &format!("{unit:04X}"))
}

const FONT: &str = "<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H\
    /DescendantFonts[5 0 R]/ToUnicode 6 0 R>>";
const DESCENDANT: &str = "<</Type/Font/Subtype/CIDFontType2/BaseFont/Song\
    /CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000/W[32 126 500]\
    /FontDescriptor<</Type/FontDescriptor/FontName/Song/Flags 4>>>>";
const TO_UNICODE: &str = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap \
    /CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange \
    1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end end";

impl Paper {
    pub fn new(pages: impl IntoIterator<Item = Sheet>) -> Self {
        Self { pages: pages.into_iter().collect() }
    }

    /// One page, drawn by `draw`.
    pub fn of(draw: impl FnOnce(&mut Sheet)) -> Self {
        let mut sheet = Sheet::new();
        draw(&mut sheet);
        Self::new([sheet])
    }

    /// The file, with a font called `F`.
    pub fn bytes(&self) -> Vec<u8> {
        self.with_objects(&[])
    }

    /// The file with further objects; the first one has number 7.
    pub fn with_objects(&self, further: &[Vec<u8>]) -> Vec<u8> {
        let first = 7 + further.len();
        let kids: Vec<String> =
            (0..self.pages.len()).map(|page| format!("{} 0 R", first + 2 * page)).collect();
        let mut objects: Vec<Vec<u8>> = vec![
            b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
            format!("<</Type/Pages/Kids[{}]/Count {}>>", kids.join(" "), kids.len()).into_bytes(),
            b"null".to_vec(),
            FONT.as_bytes().to_vec(),
            DESCENDANT.as_bytes().to_vec(),
            stream("", TO_UNICODE.as_bytes()),
        ];
        objects.extend_from_slice(further);
        for (index, page) in self.pages.iter().enumerate() {
            let content = first + 2 * index + 1;
            let (width, height, entries) = (page.width, page.height, &page.entries);
            let dictionary = format!(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]/Contents {content} 0 R\
                 /Resources<</Font<</F 4 0 R>>/XObject<</X 7 0 R>>>>{entries}>>"
            );
            objects.push(dictionary.into_bytes());
            objects.push(packed("", page.content.as_bytes()));
        }
        file(&objects, "")
    }
}

/// A file of numbered objects, the first of which is the catalog.
pub fn file(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut table = String::from("0000000000 65535 f \n");
    for (number, object) in (1..).zip(objects) {
        writeln!(table, "{:010} 00000 n ", bytes.len()).unwrap();
        writeln!(bytes, "{number} 0 obj").unwrap();
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let (start, size) = (bytes.len(), objects.len() + 1);
    write!(
        bytes,
        "xref\n0 {size}\n{table}trailer\n<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n"
    )
    .unwrap();
    bytes
}

/// A stream with these entries in its dictionary.
pub fn stream(entries: &str, data: &[u8]) -> Vec<u8> {
    let mut bytes = format!("<</Length {}{entries}>>\nstream\n", data.len()).into_bytes();
    bytes.extend(data);
    bytes.extend(b"\nendstream");
    bytes
}

/// A stream that is packed.
pub fn packed(entries: &str, data: &[u8]) -> Vec<u8> {
    stream(&format!("/Filter/FlateDecode{entries}"), &flate(data))
}

pub fn flate(data: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

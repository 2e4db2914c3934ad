//! What can go wrong while a document is written.

/// Why a document could not be written (输出失败).
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The rows of a composed table do not fit together.
    #[error("表格第{row}行（从0数起）与各列对不上，这是程序的错误")]
    LayOutTable {
        /// Index of the row.
        row: usize,
    },
    /// No installed font covers Chinese.
    #[error(
        "没有找到中文字体，无法生成 PDF。请安装软件包 fonts-noto-cjk\
         （Debian：apt install fonts-noto-cjk），或安装公文常用字体：\
         仿宋、黑体、楷体、小标宋、宋体"
    )]
    NoChineseFont,
    /// A font that the list of fonts promises could not be loaded.
    #[error("字体“{family}”已登记，但无法读取。请检查字体文件是否完好")]
    LoadFont {
        /// Family of the font.
        family: String,
    },
    /// The document could not be typeset.
    #[error("PDF 排版失败：{messages}")]
    Typeset {
        /// What the typesetter says.
        messages: String,
    },
    /// The typeset document could not be exported as PDF/A.
    #[error("PDF/A 输出失败：{messages}")]
    ExportPdf {
        /// What the exporter says.
        messages: String,
    },
    /// The chart could not be drawn.
    #[error("图表“{caption}”无法绘制：{reason}")]
    DrawChart {
        /// Caption of the chart.
        caption: String,
        /// What is wrong.
        reason: String,
    },
    /// A part of the docx file could not be put in order.
    #[error("docx 文件的部件“{part}”无法整理：{source}")]
    ArrangeDocxPart {
        /// Name of the part in the package.
        part: String,
        /// What the XML reader or writer says.
        source: quick_xml::Error,
    },
    /// The parts of the docx file could not be packed.
    #[error("docx 文件打包失败：{0}")]
    PackDocx(#[from] zip::result::ZipError),
    /// A text is longer than a cell of a workbook can hold.
    #[error(
        "工作表「{sheet}」的 {cell} 有 {units} 字，超过单元格的上限 32767 字，没有写出工作簿。\
         请先在卷宗里把这一段分开"
    )]
    CellTooLong {
        /// Name of the sheet.
        sheet: String,
        /// The cell.
        cell: String,
        /// Length of the text in UTF-16 units.
        units: usize,
    },
    /// The workbook could not be written.
    #[error("xlsx 工作簿写入失败：{0}")]
    WriteWorkbook(#[from] rust_xlsxwriter::XlsxError),
}

"""Typesets the same documents with python-docx, openpyxl and WeasyPrint.

    peer.py DOCUMENTS.json FOLDER

Reads what `documents_json` wrote, writes docx, html, pdf and (forms) xlsx, and prints the seconds
that each format took and the seconds of the whole, imports included.
"""

import time

STARTED = time.perf_counter()

import html
import json
import pathlib
import sys

import docx
import openpyxl
import weasyprint
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

CSS = """
@page { size: A4 %s; margin: 37mm 26mm 35mm 28mm;
  @bottom-right { content: "— " counter(page) " —"; font-size: 14pt } }
@page :left { @bottom-right { content: none }
  @bottom-left { content: "— " counter(page) " —"; font-size: 14pt } }
body { font-family: "Noto Serif CJK SC"; font-size: 16pt; line-height: 28.95pt; }
h1 { font-size: 22pt; text-align: center; }
h2, th { font-family: "Noto Sans CJK SC"; font-weight: normal; }
h2, h3, h4 { font-size: 16pt; text-indent: 2em; break-after: avoid; }
p { text-indent: 2em; margin: 0; text-align: justify; }
table { width: 100%%; border-collapse: collapse; table-layout: fixed; font-size: 10.5pt;
  line-height: 1.4; margin: 8pt 0; }
th, td { border: .5pt solid black; padding: 3pt 4pt; }
tr { break-inside: avoid; }
.part { break-before: page; }
.left { text-align: left } .center { text-align: center } .right { text-align: right }
.note, footer { font-size: 10.5pt; line-height: 1.4; text-indent: 0; }
.signed { text-align: right; }
"""
ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
ACROSS = {False: 156, True: 225}


def plain(inlines):
    return "".join(text for text, _ in inlines)


# docx


def docx_of(document):
    word = docx.Document()
    section = word.sections[0]
    if document["landscape"]:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        margins = (28, 37, 26, 35)
    else:
        section.page_width, section.page_height = Mm(210), Mm(297)
        margins = (37, 26, 35, 28)
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = map(
        Mm, margins
    )
    style = word.styles["Normal"]
    style.font.name, style.font.size = "仿宋_GB2312", Pt(16)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋_GB2312")
    if document["annex"]:
        word.add_paragraph(document["annex"])
    word.add_heading(document["title"], 0)
    if document["draft"]:
        word.add_paragraph(document["draft"])
    for block in document["blocks"]:
        kind = block["kind"]
        if kind == "heading":
            word.add_heading(block["text"], block["level"])
        elif kind == "part":
            word.add_page_break()
            word.add_paragraph(block["name"])
            word.add_heading(block["title"], 0)
        elif kind == "paragraph":
            paragraph = word.add_paragraph(plain(block["inlines"]))
            paragraph.paragraph_format.first_line_indent = Pt(32)
        elif kind == "note":
            word.add_paragraph(block["text"])
        elif kind == "signed":
            for line in block["lines"]:
                word.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.RIGHT
        else:
            grid = block if kind == "grid" else block["table"]
            docx_table(word, grid, ACROSS[document["landscape"]])
    for label, value in document["colophon"]:
        word.add_paragraph(f"{label}：{value}")
    return word


def docx_table(word, grid, across):
    if grid["caption"]:
        word.add_paragraph(grid["caption"]).alignment = WD_ALIGN_PARAGRAPH.CENTER
    widths = grid["widths"]
    table = word.add_table(grid["rows"], len(widths), style="Table Grid")
    table.autofit = False
    rows = [row.cells for row in table.rows]
    for column, width in enumerate(widths):
        table.columns[column].width = Mm(across * width / sum(widths))
    for cell in grid["cells"]:
        row, column, down, right = cell["place"]
        target = rows[row][column]
        if down > 1 or right > 1:
            target = target.merge(rows[row + down - 1][column + right - 1])
        for index, inlines in enumerate(cell["paragraphs"]):
            paragraph = target.paragraphs[0] if index == 0 else target.add_paragraph()
            paragraph.alignment = ALIGN[cell["align"]]
            run = paragraph.add_run(plain(inlines))
            run.font.size = Pt(10.5)
            if cell["heading"]:
                run.font.name = "黑体"
    for row in table.rows[: grid["heading_rows"]]:
        header = OxmlElement("w:tblHeader")
        row._tr.get_or_add_trPr().append(header)


# html and pdf


def inline_html(inlines, linked):
    def one(text, derivation):
        text = html.escape(text)
        if derivation is None or not linked:
            return text
        return f'<a class="figure" href="#derivation-{derivation}">{text}</a>'

    return "".join(one(*inline) for inline in inlines)


def table_html(grid, linked):
    parts = ["<table>"]
    if grid["caption"]:
        parts.append(f"<caption>{html.escape(grid['caption'])}</caption>")
    whole = sum(grid["widths"])
    parts.extend(f'<col style="width:{100 * width / whole:.1f}%">' for width in grid["widths"])
    rows = [[] for _ in range(grid["rows"])]
    for cell in grid["cells"]:
        row, _, down, right = cell["place"]
        tag = "th" if cell["heading"] else "td"
        words = "<br>".join(inline_html(inlines, linked) for inlines in cell["paragraphs"])
        rows[row].append(
            f'<{tag} class="{cell["align"]}" rowspan="{down}" colspan="{right}">{words}</{tag}>'
        )
    for index, cells in enumerate(rows):
        if grid["heading_rows"] and index == 0:
            parts.append("<thead>")
        parts.append(f"<tr>{''.join(cells)}</tr>")
        if grid["heading_rows"] and index == grid["heading_rows"] - 1:
            parts.append("</thead>")
    parts.append("</table>")
    return "\n".join(parts)


def tree_html(one):
    below = "".join(tree_html(each) for each in one["inputs"])
    basis = html.escape(one["basis"] or "")
    words = html.escape(f"{one['label']} = {one['shown']} {one['step']}")
    return f"<li>{words} {basis}<ul>{below}</ul></li>"


def html_of(document, linked):
    orientation = "landscape" if document["landscape"] else "portrait"
    title = html.escape(document["title"])
    parts = [
        f"<!DOCTYPE html><html lang='zh-CN'><head><meta charset='utf-8'><title>{title}</title>"
        f"<style>{CSS % orientation}</style></head><body>"
    ]
    if document["annex"]:
        parts.append(f"<p>{html.escape(document['annex'])}</p>")
    parts.append(f"<h1>{title}</h1>")
    if document["draft"]:
        parts.append(f"<p>{html.escape(document['draft'])}</p>")
    for block in document["blocks"]:
        kind = block["kind"]
        if kind == "heading":
            level = block["level"] + 1
            parts.append(f"<h{level}>{html.escape(block['text'])}</h{level}>")
        elif kind == "part":
            name, own = html.escape(block["name"]), html.escape(block["title"])
            parts.append(f'<p class="part">{name}</p><h1>{own}</h1>')
        elif kind == "paragraph":
            parts.append(f"<p>{inline_html(block['inlines'], linked)}</p>")
        elif kind == "note":
            parts.append(f'<p class="note">{html.escape(block["text"])}</p>')
        elif kind == "signed":
            parts.append(f'<p class="signed">{"<br>".join(map(html.escape, block["lines"]))}</p>')
        elif kind == "grid":
            parts.append(table_html(block, linked))
        else:
            caption = html.escape(block["caption"])
            parts.append(f"<figure>{block['picture']}<figcaption>{caption}</figcaption></figure>")
    lines = "<br>".join(html.escape(f"{label}：{value}") for label, value in document["colophon"])
    parts.append(f"<footer>{lines}</footer>")
    if linked:
        for index, one in enumerate(document["derivations"]):
            parts.append(f'<ul id="derivation-{index}">{tree_html(one)}</ul>')
    parts.append("</body></html>")
    return "\n".join(parts)


# xlsx

THIN = Side(style="thin")
BORDER = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


def xlsx_of(document):
    book = openpyxl.Workbook()
    sheet, name, title = book.active, document["title"], document["title"]
    sheets, blocks = [], []
    for block in document["blocks"]:
        if block["kind"] == "part":
            sheets.append((name, title, blocks))
            name, title, blocks = block["name"], block["title"], []
        else:
            blocks.append(block)
    sheets.append((name, title, blocks))
    for index, (name, title, blocks) in enumerate(sheets):
        sheet = book.active if index == 0 else book.create_sheet()
        sheet.title = name[:31]
        fill_sheet(sheet, title, blocks, document)
    return book


def fill_sheet(sheet, title, blocks, document):
    grids = [block for block in blocks if block["kind"] == "grid"]
    columns = max((len(grid["widths"]) for grid in grids), default=1)
    row = 1
    tops = []

    def across(text):
        nonlocal row
        cell = sheet.cell(row, 1, text)
        cell.alignment = Alignment(wrap_text=True)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
        row += 1

    across(title)
    for block in blocks:
        if block["kind"] == "note":
            across(block["text"])
        elif block["kind"] == "grid":
            tops.append(row)
            sheet_grid(sheet, block, row, tops)
            row += block["rows"]
    for label, value in document["colophon"]:
        across(f"{label}：{value}")
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if document["landscape"] else "portrait"


def sheet_grid(sheet, grid, top, tops):
    whole = sum(grid["widths"])
    for column, width in enumerate(grid["widths"], 1):
        sheet.column_dimensions[get_column_letter(column)].width = 128 * width / whole
    for item in grid["cells"]:
        row, column, down, right = item["place"]
        cell = sheet.cell(top + row, column + 1)
        number = item["number"]
        if number and number["sum"]:
            names = [
                f"{get_column_letter(at + 1)}{tops[-1 - back] + below}"
                for back, below, at in number["sum"]
                if back < len(tops)
            ]
            cell.value = f"=SUM({','.join(names)})"
        elif number:
            cell.value = float(number["value"])
        else:
            cell.value = "\n".join(plain(inlines) for inlines in item["paragraphs"])
        if number:
            digits = "." + "0" * number["decimals"] if number["decimals"] else ""
            cell.number_format = f"0{digits}{number['percent']}"
        cell.alignment = Alignment(
            horizontal=item["align"], vertical="center", wrap_text=True
        )
        cell.font = Font(name="黑体" if item["heading"] else "仿宋", size=11)
        for covered in range(top + row, top + row + down):
            for at in range(column + 1, column + 1 + right):
                sheet.cell(covered, at).border = BORDER
        if down > 1 or right > 1:
            sheet.merge_cells(
                start_row=top + row,
                end_row=top + row + down - 1,
                start_column=column + 1,
                end_column=column + right,
            )


def main():
    documents = json.loads(pathlib.Path(sys.argv[1]).read_text())
    folder = pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    seconds = {"docx": 0.0, "html": 0.0, "pdf": 0.0, "xlsx": 0.0}

    def timed(kind, write):
        begin = time.perf_counter()
        write()
        seconds[kind] += time.perf_counter() - begin

    for document in documents:
        path = folder / document["name"]
        timed("docx", lambda: docx_of(document).save(path.with_suffix(".docx")))
        timed("html", lambda: path.with_suffix(".html").write_text(html_of(document, True)))
        page = html_of(document, False)
        timed("pdf", lambda: weasyprint.HTML(string=page).write_pdf(path.with_suffix(".pdf")))
        if document["kind"] == "form":
            timed("xlsx", lambda: xlsx_of(document).save(path.with_suffix(".xlsx")))
    seconds["all"] = time.perf_counter() - STARTED
    print(json.dumps(seconds))


main()

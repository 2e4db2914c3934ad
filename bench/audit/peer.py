"""Reads text and tables of files as Python programs do: `peer.py FILE…`, all of one kind.

PDF by pdfplumber (text and tables of each page), docx by python-docx (paragraphs and cells),
xlsx by openpyxl (the values of all cells). Prints how many characters were read.
"""

import sys


def pdf(path):
    import pdfplumber

    characters = 0
    with pdfplumber.open(path) as document:
        for page in document.pages:
            characters += len(page.extract_text() or "")
            for table in page.extract_tables():
                characters += sum(len(cell or "") for row in table for cell in row)
    return characters


def docx(path):
    import docx as library

    document = library.Document(path)
    characters = sum(len(paragraph.text) for paragraph in document.paragraphs)
    for table in document.tables:
        for row in table.rows:
            characters += sum(len(cell.text) for cell in row.cells)
    return characters


def xlsx(path):
    import openpyxl

    book = openpyxl.load_workbook(path, data_only=True)
    values = (value for sheet in book for row in sheet.iter_rows(values_only=True) for value in row)
    return sum(len(str(value)) for value in values if value is not None)


READERS = {"pdf": pdf, "docx": docx, "xlsx": xlsx}
print(sum(READERS[path.rsplit(".", 1)[1]](path) for path in sys.argv[1:]))

"""Word files for the tests, part by part: what python-docx cannot write is written as XML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

import docx

from extractor.source import Table

_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    }.items()
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CONTENTS = {
    f"word/{name}.xml": f"{_WORD}.{name}+xml" for name in ("styles", "numbering", "settings", "footnotes", "endnotes")
} | {"word/document.xml": f"{_WORD}.document.main+xml"}
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in _CONTENTS.items())
    + "</Types>"
)
_RELS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)


def part(root: str, content: str) -> str:
    """An XML part: `content` inside of w:`root`."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {_NAMESPACES}>{content}</w:{root}>'


def build(body: str, *, headings: Mapping[str, str] | None = None, **parts: str) -> bytes:
    """A .docx with the XML `body`. `parts`: content of styles, numbering, settings, footnotes, endnotes; `headings`:
    content of headers and footers by relationship id, which begins with "h" or "f"."""
    members = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELS,
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
    }
    relations = []
    for name, content in parts.items():
        members[f"word/{name}.xml"] = part(name, content)
        relations.append((name, name, f"{name}.xml"))
    for key, content in (headings or {}).items():
        kind = "header" if key.startswith("h") else "footer"
        members[f"word/{key}.xml"] = part("hdr" if kind == "header" else "ftr", content)
        relations.append((key, kind, f"{key}.xml"))
    rows = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>' for key, kind, target in relations
    )
    members["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'
    return pack(members)


def pack(members: Mapping[str, str | bytes]) -> bytes:
    """A zip of `members`."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def replace(data: bytes, name: str, content: str | bytes | None) -> bytes:
    """The zip with one member replaced, or left out where `content` is None."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members: dict[str, str | bytes] = {member: archive.read(member) for member in archive.namelist()}
    if content is None:
        members.pop(name, None)
    else:
        members[name] = content
    return pack(members)


def run(text: str, properties: str = "") -> str:
    """A run."""
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def para(content: str, properties: str = "") -> str:
    """A paragraph; `content` is XML, or plain text."""
    inside = content if content.startswith("<") or not content else run(content)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inside}</w:p>"


def item(text: str, num_id: int | None, level: int | None = 0) -> str:
    """A paragraph of a list."""
    ilvl = "" if level is None else f'<w:ilvl w:val="{level}"/>'
    num = "" if num_id is None else f'<w:numId w:val="{num_id}"/>'
    return para(text, f"<w:numPr>{ilvl}{num}</w:numPr>")


def cell(content: str, properties: str = "") -> str:
    """A table cell; `content` is XML, or plain text."""
    inside = content if content.startswith("<") else para(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """A table row."""
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str, properties: str = "") -> str:
    """A table."""
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid/>{''.join(rows)}</w:tbl>"


def level(index: int, style: str, text: str, more: str = "", start: int = 1) -> str:
    """A w:lvl of a list's definition."""
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


def numbering(abstracts: Sequence[str], *nums: tuple[int, str]) -> str:
    """A numbering part. Each of `nums` is (index of its abstract, XML of its overrides), counting from 1."""
    defined = "".join(f'<w:abstractNum w:abstractNumId="{i}">{xml}</w:abstractNum>' for i, xml in enumerate(abstracts))
    used = "".join(
        f'<w:num w:numId="{i}"><w:abstractNumId w:val="{abstract}"/>{overrides}</w:num>'
        for i, (abstract, overrides) in enumerate(nums, 1)
    )
    return defined + used


def grid(found: object) -> list[list[str]]:
    """The text of a table's cells, their lines joined by "|"."""
    assert isinstance(found, Table)
    return [["|".join(line.text for line in each.lines) for each in cells] for cells in found.rows]


def long_report(pages: int = 48) -> bytes:
    """A report as python-docx writes it: about 12 paragraphs of several runs and a table of 10 rows on each page."""
    document = docx.Document()
    for page in range(pages):
        document.add_heading(f"Mục {page}", level=1)
        for index in range(12):
            paragraph = document.add_paragraph()
            paragraph.add_run(f"{index}. Thực hiện Quyết định số {page}{index}/QĐ-UBND ").bold = index % 3 == 0
            paragraph.add_run("ngày 26/12/2020 của Ủy ban nhân dân tỉnh về việc ban hành Kế hoạch ")
            paragraph.add_run("cải cách hành chính").italic = True
            paragraph.add_run(" năm 2021, các sở, ban, ngành đã triển khai đầy đủ các nhiệm vụ được giao. " * 2)
        grid = document.add_table(rows=10, cols=5, style="Table Grid")
        for line in grid.rows:
            for column, found in enumerate(line.cells):
                found.text = f"Chỉ tiêu {column}"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()

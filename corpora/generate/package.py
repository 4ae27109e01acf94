"""The fixed parts of a .docx (ECMA-376): content types, relations, styles, settings, page number, archive."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = f'xmlns:w="{_W}" xmlns:r="{_R}"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_FONT = "Times New Roman"
_SINGLE = '<w:spacing w:before="0" w:after="0"/>'

#: Styles of paragraphs: w:pPr and w:rPr. Sizes in half points, lengths in twentieths of a point: first line 567 is
#: 1 cm, spacing 120 is 6 pt.
_BODY = '<w:spacing w:before="120" w:after="0"/><w:ind w:firstLine="567"/><w:jc w:val="both"/>'
_STYLES = {
    "BodyText": (_BODY, ""),
    "LabelledHeading": (f"<w:keepNext/>{_BODY}", ""),
    "Centred": ('<w:spacing w:before="120" w:after="0"/><w:jc w:val="center"/>', ""),
    "CentredNote": ('<w:spacing w:before="120" w:after="120"/><w:jc w:val="center"/>', "<w:i/>"),
    "Letterhead": (f'{_SINGLE}<w:jc w:val="center"/>', '<w:sz w:val="25"/>'),
    "Recipient": (_SINGLE, '<w:sz w:val="22"/>'),
    "Cell": (_SINGLE, ""),
    "FootnoteText": (f'{_SINGLE}<w:jc w:val="both"/>', '<w:sz w:val="20"/>'),
    "Header": (f'{_SINGLE}<w:jc w:val="center"/>', ""),
}


#: Names by which Word and LibreOffice know a style as their own.
_NAMES = {"BodyText": "Body Text", "FootnoteText": "footnote text", "Header": "header"}


def _styles() -> str:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{_NAMES.get(name, name)}"/>'
        f'<w:basedOn w:val="Normal"/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>'
        for name, (paragraph, run) in _STYLES.items()
    )
    fonts = f'<w:rFonts w:ascii="{_FONT}" w:hAnsi="{_FONT}" w:cs="{_FONT}" w:eastAsia="{_FONT}"/>'
    return (
        f"<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>{fonts}"
        '<w:sz w:val="28"/><w:szCs w:val="28"/><w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
        f'<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>{styles}</w:styles>'
    )


_HEADER = (
    f'<w:hdr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    '<w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:hdr>'
)
_SETTINGS = (
    f'<w:settings {NAMESPACES}><w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr></w:settings>'
)
_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)
#: The page number does not stand on the first page (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.7).
_PAGE = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rId1"/><w:type w:val="nextPage"/>'
    '<w:pgSz w:w="{width}" w:h="{height}"{orient}/>'
    '<w:pgMar w:top="1247" w:bottom="1134" w:left="1701" w:right="1134" w:header="567" w:footer="567" w:gutter="0"/>'
    "{title}</w:sectPr>"
)
#: Width between the margins in twentieths of a point, upright and across.
TEXT_WIDTH = {False: 11906 - 1701 - 1134, True: 16838 - 1701 - 1134}


def section(landscape: bool, first: bool) -> str:
    """The w:sectPr of pages in A4: margins 22, 20, 30 and 20 mm (top, bottom, left, right)."""
    width, height = (16838, 11906) if landscape else (11906, 16838)
    orient = ' w:orient="landscape"' if landscape else ""
    return _PAGE.format(width=width, height=height, orient=orient, title="<w:titlePg/>" if first else "")


def footnotes_part(notes: str) -> str:
    """word/footnotes.xml with the lines that Word draws above notes."""
    return f"<w:footnotes {NAMESPACES}>{_SEPARATORS}{notes}</w:footnotes>"


def pack(parts: Mapping[str, str]) -> bytes:
    """The archive. `parts`: document, footnotes and, where there are lists, numbering, by name. The same parts give
    the same bytes."""
    every = {"document": "", "header": _HEADER, "styles": _styles(), "settings": _SETTINGS, **parts}
    ordered = ["header", *sorted(every.keys() - {"header", "document"})]
    relations = "".join(
        f'<Relationship Id="rId{index}" Type="{_R}/{name}" Target="{name}.xml"/>'
        for index, name in enumerate(ordered, 1)
    )
    kinds = {"document": "document.main"}
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}{kinds.get(name, name)}+xml"/>' for name in every
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    files = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{types}</Types>",
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">{relations}</Relationships>',
        **{f"word/{name}.xml": content for name, content in every.items()},
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0)), _HEAD + content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()

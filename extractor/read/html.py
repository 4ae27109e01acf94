"""HTML files: pages of legal databases, office exports. Paragraphs and tables in document order, notes apart.

Nothing of a page is run or fetched. Site furniture is left out only where the page says itself that it is furniture.
"""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Callable
from functools import cache

import lxml.html
from lxml import etree

from extractor.encodings.decoder import Decoder
from extractor.encodings.suspicion import looks_encoded
from extractor.errors import EmptyFileError, EncodingError, HostileFileError, LimitError
from extractor.limits import DEFAULT_LIMITS, Limits
from extractor.read.html_encoding import convert_tree
from extractor.read.html_notes import link_notes, written_notes
from extractor.read.html_walk import Walker
from extractor.read.table_join import join_tables
from extractor.source import Source

PARSER = "html/1"
#: Elements inside elements for each level of `Limits.nesting`: real pages stay below 60, old ones with tags that nobody
#: closed reach some hundreds.
_ELEMENTS_A_LEVEL = 50
#: The parser compares each attribute of a tag with all before it. Real tags have some tens; a picture inside the page
#: is a long tag of few words.
_LONG_TAG, _MOST_ATTRIBUTES = r"<[a-zA-Z][^<>]{50000,}", 5_000


def read_html(
    data: bytes,
    name: str,
    limits: Limits = DEFAULT_LIMITS,
    on_progress: Callable[[int, int], None] | None = None,
) -> Source:
    """Read an HTML file. Raises EmptyFileError, EncodingError, HostileFileError, LimitError."""
    page = decode(data, name)
    if len(page) > limits.characters:
        raise LimitError(f"{name}: {len(page)} characters, the limit is {limits.characters}; split the file")
    tree = _parse(page, name, limits)
    decoder = Decoder()
    if looks_encoded(page) or ("&" in page and looks_encoded(tree.text_content())):
        convert_tree(tree, decoder)
    walker = Walker(name, limits, link_notes(tree))
    walker.walk(tree)
    blocks, notes = written_notes(walker.blocks, walker.notes)
    if not blocks:
        raise EmptyFileError(f"{name}: the page holds no text; check that the right file was sent")
    if on_progress:
        on_progress(1, 1)
    return Source(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type="text/html",
        size_bytes=len(data),
        parser=PARSER,
        blocks=tuple(join_tables(blocks)),
        notes=tuple(notes),
        encodings=tuple(decoder.found),
    )


@cache
def _charset() -> re.Pattern[bytes]:
    return re.compile(rb"""(?:charset|<\?xml[^>]{0,80}encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)


def decode(data: bytes, name: str) -> str:
    """The page as text: by its byte order mark, else UTF-8 where the bytes are that (a wrong declaration is more common
    than text that is valid UTF-8 by chance), else by its declaration. Raises EncodingError."""
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        encodings = ["utf-16"]
    else:
        declared = _charset().search(data[:4096])
        encodings = ["utf-8-sig", *([_known(declared[1].decode("ascii"))] if declared else [])]
    for encoding in filter(None, encodings):
        try:
            return data.decode(encoding)
        except UnicodeError:
            continue
    raise EncodingError(
        f"{name}: neither UTF-8 nor the encoding that it declares; save the page as UTF-8 and send it again"
    )


def _known(label: str) -> str:
    """Python's name of a declared encoding, "" for one that is none. Pages that say Latin-1 mean Windows-1252."""
    try:
        encoding = codecs.lookup(label).name
        "".encode(encoding)
    except LookupError:
        return ""
    return "cp1252" if encoding in ("iso8859-1", "ascii") else encoding


def _parse(page: str, name: str, limits: Limits) -> lxml.html.HtmlElement:
    """The tree, or HostileFileError where it is deeper than any honest page."""
    parser = lxml.html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    # The page is handed over as UTF-8 whatever it declares; what no tree can hold becomes U+FFFD.
    text = re.sub("[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff]", "\ufffd", page.removeprefix("\ufeff"))
    # The parser drops all that follows </html>, and joined pages have two; that tag may always be left out.
    text = re.sub(r"(?i)</(?:html|body)\s*>", "", text)
    if not text.strip():
        raise EmptyFileError(f"{name}: the page holds no text; check that the right file was sent")
    if any(len(tag[0].split()) > _MOST_ATTRIBUTES for tag in re.finditer(_LONG_TAG, text)):
        raise HostileFileError(f"{name}: a tag of thousands of attributes, not read; save the page as .docx")
    try:
        tree = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:
        raise EmptyFileError(f"{name}: the page holds no text; check that the right file was sent") from None
    deepest = limits.nesting * _ELEMENTS_A_LEVEL
    depth = tables = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        step = 1 if event == "start" else -1
        depth += step
        tables += step if element.tag == "table" else 0
        if depth > deepest or tables > limits.nesting:
            raise HostileFileError(
                f"{name}: elements are nested deeper than {deepest}, or tables deeper than {limits.nesting}; "
                "save the page as .docx and send that"
            )
    return tree

"""Pages of a document with the boxes of what was found: from spans of the report's text, through the kept Source, to
places on the page."""

from __future__ import annotations

import dataclasses
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from api.service.bodies.pages import Page, PageLine, PageLines, PageMention
from api.service.problems import Problem
from api.service.reading import lookup
from api.service.reading.lookup import Known
from api.service.reading.original import not_kept
from api.store import Store, results
from api.store.blobs import unpack
from api.store.errors import MissingError
from extractor.export import source_from_json
from extractor.model import PageInfo, Report, Span
from extractor.text import assemble
from extractor.text.offsets import OffsetMap

#: Lists whose items are mentions at one place. Sections and tables are no mentions.
_LISTS = (
    *("references", "dates", "counts", "responsibilities", "indicators", "tasks", "scores", "persons", "footnotes"),
    "findings",
)
#: Documents whose boxes are remembered: whoever looks at one page looks at the next.
_REMEMBERED = 8


@dataclass(frozen=True, slots=True)
class Located:
    """The pages of a document, the mentions and lines on each; `located` is false where their places are not known."""

    pages: tuple[PageInfo, ...]
    mentions: dict[int, list[PageMention]]
    lines: dict[int, list[PageLine]]
    located: bool


class Boxes:
    """Finds boxes, and remembers those of the documents that were asked for last."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, str, str], Located] = OrderedDict()
        self._lock = threading.Lock()

    def page(self, store: Store, document: Known, number: int) -> Page:
        """Page `number` (from 1). Raises Problem as `checked` does."""
        found, info = self._found(store, document, number)
        return Page(
            number=number,
            pages=len(found.pages),
            width=info.width,
            height=info.height,
            ocr=info.ocr,
            span=info.span,
            located=found.located,
            mentions=found.mentions.get(number, []),
            image=f"/v1/documents/{document.uid}/pages/{number}.png",
        )

    def lines(self, store: Store, document: Known, number: int) -> PageLines:
        """The lines of page `number` (from 1). Raises Problem as `checked` does."""
        found, info = self._found(store, document, number)
        return PageLines(number=number, width=info.width, height=info.height, lines=found.lines.get(number, []))

    def _found(self, store: Store, document: Known, number: int) -> tuple[Located, PageInfo]:
        checked(document, number)
        found = self._located(store, document)
        info = next((one for one in found.pages if one.number == number), None)
        if info is None:
            raise _beyond()
        return found, info

    def _located(self, store: Store, document: Known) -> Located:
        key = (store.workspace_id, document.uid, document.report_sha256 or "")
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = _locate(store, document)
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > _REMEMBERED:
                self._kept.popitem(last=False)
        return found


def checked(document: Known, number: int) -> None:
    """Make sure that a document has this page. Raises Problem `not_kept`, `not_ready`, `no_report`, `no_pages`,
    `not_found`."""
    if not document.original:
        raise not_kept()
    if document.report_sha256 is None:
        raise lookup.without_report(document)
    if document.row.pages is None:
        raise Problem(
            "no_pages",
            "this format has no pages (text, Word, HTML); only a PDF or an image has, see the report as HTML instead",
            "định dạng này không có trang (văn bản thô, Word, HTML), chỉ PDF và ảnh có; xem báo cáo dạng HTML",
        )
    if not 1 <= number <= document.row.pages:
        raise _beyond()


def _beyond() -> Problem:
    return Problem("not_found", "the document has no such page", "văn bản không có trang này")


def _locate(store: Store, document: Known) -> Located:
    report = lookup.report(store, document)
    offsets = _offsets(store, document, report)
    mentions: dict[int, list[PageMention]] = defaultdict(list)
    for name, item, span, kind in _spans(report) if offsets else ():
        boxes: dict[int, list[tuple[float, float, float, float]]] = defaultdict(list)
        for box in offsets.boxes(*span) if offsets else ():
            boxes[box.page].append((box.x0, round(box.y0, 2), box.x1, round(box.y1, 2)))
        for page, some in boxes.items():
            mentions[page].append(PageMention(kind=name, id=item, span=span, boxes=some, type=kind))
    for found in mentions.values():
        found.sort(key=lambda one: one.span)
    return Located(report.pages, dict(mentions), _lines(offsets, report), offsets is not None)


def _lines(offsets: OffsetMap | None, report: Report) -> dict[int, list[PageLine]]:
    lines: dict[int, list[PageLine]] = defaultdict(list)
    for piece in offsets.pieces(0, len(report.text)) if offsets else ():
        if (box := piece.line.box) is not None:
            place = (round(box.x0, 2), round(box.y0, 2), round(box.x1, 2), round(box.y1, 2))
            lines[box.page].append(PageLine(start=piece.start, end=piece.end, box=place))
    return dict(lines)


def _offsets(store: Store, document: Known, report: Report) -> OffsetMap | None:
    """The way back from the text to the page, None where what was read is not kept, or gives another text by now."""
    try:
        kept = results.kept_source(store, document.sha256, report.pipeline.readers)
    except MissingError:
        return None
    if kept is None:
        return None
    text = assemble(dataclasses.replace(source_from_json(unpack(kept)), name=document.name))
    return text.offsets if text.text == report.text else None


def _spans(report: Report) -> Iterator[tuple[str, str, Span, str | None]]:
    for name in _LISTS:
        for one in getattr(report, name):
            if one.span is not None:
                kind = one.type if name == "findings" else one.kind if name == "references" else None
                yield name, one.id, one.span, kind
    for body in report.organisations:
        for mention in body.mentions:
            yield "organisations", body.id, mention.span, None

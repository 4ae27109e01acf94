"""Mục lục văn bản, tài liệu trong hồ sơ: the list of the documents in a file of an archive, as it is kept with the file
(Thông tư 07/2012/TT-BNV; lập hồ sơ in Nghị định 30/2020/NĐ-CP), to be printed or filled in further."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from api.exporting.selection import Document, Selection, documents
from api.exporting.sinks import workbook
from api.output import written_whole
from api.store import Store
from extractor.export.characters import printable

#: The form's columns, with their widths in characters.
COLUMNS = (
    ("STT", 8),
    ("Số, ký hiệu văn bản", 18),
    ("Ngày, tháng, năm văn bản", 17),
    ("Tên loại và trích yếu nội dung văn bản", 42),
    ("Tác giả văn bản", 21),
    ("Tờ số", 9),
    ("Ghi chú", 15),
)
TITLE = "MỤC LỤC VĂN BẢN, TÀI LIỆU TRONG HỒ SƠ"

_ROLES = {"appendix": "Phụ lục", "version": "Một trong các phiên bản"}


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the list, as far as it is known: agency, number and title of the file."""

    agency: str | None = None
    number: str | None = None
    title: str | None = None


@dataclass(slots=True)
class Entry:
    """A line of the list. `leaves` is "3-7", empty from the first document on whose pages are not known."""

    number: int
    code: str
    date: str
    title: str
    author: str
    leaves: str
    note: str

    def cells(self) -> tuple[str, ...]:
        """In the order of COLUMNS."""
        return (str(self.number), self.code, self.date, self.title, self.author, self.leaves, self.note)


@dataclass(slots=True)
class Total:
    """How many documents were listed, and how many leaves they have, None where that is not known of all."""

    documents: int = 0
    leaves: int | None = 0


def entries(store: Store, selection: Selection, total: Total) -> Iterator[Entry]:
    """The documents in the order of their dates, those without a date at the end; counted in `total`. A page is taken
    for a leaf: the list is of printed documents, one-sided."""
    for one in documents(store, selection, oldest_first=True):
        total.documents += 1
        pages: int | None = one.facts["pages"]
        first = None if total.leaves is None else total.leaves + 1
        total.leaves = None if total.leaves is None or pages is None else total.leaves + pages
        leaves = "" if first is None or total.leaves is None else _range(first, total.leaves)
        yield Entry(
            total.documents,
            one.facts["code"] or "",
            _date(one.facts["date"]),
            _title(one),
            one.facts["issuer"] or "",
            leaves,
            "; ".join(_notes(one)),
        )


def _range(first: int, last: int) -> str:
    return str(first) if first >= last else f"{first}-{last}"


def _date(iso: str | None) -> str:
    """As it is written in Vietnamese: 26/12/2020, 12/2020, 2020."""
    return "/".join(reversed(iso.split("-"))) if iso and "/" not in iso else iso or ""


def _title(one: Document) -> str:
    kind: str | None = one.facts["type_name"]
    title: str | None = one.facts["title"]
    if title is None:
        return str(kind or one.name)
    if not kind or title.lower().startswith(kind.lower()):
        return str(title)
    first, second = (*title.split(maxsplit=2), "", "")[:2]
    # "Báo cáo kết quả …"; a name of two words keeps its capital, and so do titles in capitals.
    return f"{kind} {title[0].lower()}{title[1:]}" if first.istitle() and second.islower() else f"{kind} {title}"


def _notes(one: Document) -> Iterator[str]:
    if one.facts["code"] is None:
        yield "Chưa có số"
    if one.facts["date"] is None:
        yield "Không rõ ngày"
    if one.facts["pages"] is None:
        yield "Không rõ số tờ"
    if one.role in _ROLES:
        yield _ROLES[one.role]


def write_html(target: Path, heading: Heading, lines: Iterable[Entry], total: Total) -> None:
    """A page for printing on A4, its head repeated on each sheet. Raises OSError."""
    with written_whole(target) as part, part.open("w", encoding="utf-8") as file:
        file.write(_HEAD.replace("@heading", _heading(heading)))
        file.writelines(
            f"<tr>{''.join(f'<td>{html.escape(printable(cell))}</td>' for cell in line.cells())}</tr>\n"
            for line in lines
        )
        file.write(f"</tbody></table>\n<p>{_sum(total)}</p>\n{_FOOT}")


def _heading(heading: Heading) -> str:
    agency = html.escape(printable(heading.agency or "")) or "……………………………"
    number = html.escape(printable(heading.number or "")) or "…………"
    title = html.escape(printable(heading.title or "")) or "………………………………………………………"
    return f'<p class="agency">{agency}</p><h1>{TITLE}</h1><p class="file">Hồ sơ số: {number}<br>Tiêu đề: {title}</p>'


def _sum(total: Total) -> str:
    leaves = f"{total.leaves} tờ" if total.leaves is not None else "…… tờ"
    return f"Mục lục này gồm {total.documents} văn bản, tài liệu; {leaves}."


_HEAD = f"""<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>{TITLE}</title>
<style>
@page {{ size: A4 portrait; margin: 20mm 15mm 20mm 30mm; @bottom-center {{ content: counter(page); }} }}
body {{ font: 12pt "Times New Roman", "Liberation Serif", serif; color: #000; margin: 0 auto; max-width: 165mm; }}
.agency {{ margin: 0 0 6mm; font-weight: bold; text-transform: uppercase; }}
h1 {{ font-size: 14pt; text-align: center; margin: 0 0 3mm; }}
.file {{ text-align: center; margin: 0 0 5mm; }}
table {{ border-collapse: collapse; width: 100%; table-layout: fixed; font-size: 11pt; }}
thead {{ display: table-header-group; }}
tr {{ break-inside: avoid; }}
th, td {{ border: 0.5pt solid #000; padding: 1mm 1.2mm; vertical-align: top; overflow-wrap: anywhere; }}
th {{ font-weight: bold; text-align: center; vertical-align: middle; }}
td:nth-child(1), td:nth-child(3), td:nth-child(6) {{ text-align: center; }}
.signed {{ width: 60mm; margin: 8mm 0 0 auto; text-align: center; break-inside: avoid; }}
.signed b {{ display: block; margin-bottom: 22mm; }}
</style></head><body>
@heading
<table><colgroup>{"".join(f'<col style="width:{width / 1.3:.1f}%">' for _, width in COLUMNS)}</colgroup>
<thead><tr>{"".join(f"<th>{name}</th>" for name, _ in COLUMNS)}</tr></thead><tbody>
"""
_FOOT = """<div class="signed"><b>Người lập</b>……………………………</div>
</body></html>
"""


def write_xlsx(target: Path, heading: Heading, lines: Iterable[Entry], total: Total) -> None:
    """A sheet that prints on A4, its head repeated on each page. Raises OSError."""
    with workbook(target) as book:
        font = {"font_name": "Times New Roman", "font_size": 12}
        bold, big = book.add_format({**font, "bold": True}), book.add_format({**font, "bold": True, "font_size": 14})
        plain = book.add_format(font)
        boxed = {**font, "border": 1, "text_wrap": True, "valign": "top"}
        head = book.add_format({**boxed, "bold": True, "align": "center", "valign": "vcenter"})
        body, centred = book.add_format(boxed), book.add_format({**boxed, "align": "center"})
        sheet = book.add_worksheet("Mục lục")
        sheet.set_paper(9)
        sheet.set_margins(left=1.18, right=0.59, top=0.79, bottom=0.79)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_ABOVE)
        for column, (_, width) in enumerate(COLUMNS):
            sheet.set_column(column, column, width)
        sheet.write_string(0, 0, printable(heading.agency or "……………………………").upper(), bold)
        sheet.write_string(1, 0, TITLE, big)
        sheet.write_string(2, 0, f"Hồ sơ số: {printable(heading.number or '…………')}", plain)
        sheet.write_string(3, 0, f"Tiêu đề: {printable(heading.title or '………………………………………………………')}", plain)
        for column, (name, _) in enumerate(COLUMNS):
            sheet.write_string(_ABOVE, column, name, head)
        for row, line in enumerate(lines, start=_ABOVE + 1):
            sheet.write_number(row, 0, line.number, centred)
            for column, cell in enumerate(line.cells()[1:], start=1):
                sheet.write_string(row, column, printable(cell)[:32_767], centred if column in (2, 5) else body)
        sheet.write_string(_ABOVE + total.documents + 2, 0, _sum(total), plain)
        sheet.write_string(_ABOVE + total.documents + 4, 4, "Người lập", bold)


#: The row of the column headings.
_ABOVE = 5

Write = Callable[[Path, Heading, Iterable[Entry], Total], None]
FORMATS: dict[str, Write] = {"html": write_html, "xlsx": write_xlsx}

"""`trichluc search`: reports by words, document numbers, and facts."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from api.commands import common
from api.graph.printing import plain

if TYPE_CHECKING:
    from api.search import Hit, Page, Snippet

_HELP = """
the query: words that must all be there, with or without their marks ("quyet dinh" finds "Quyết định");
"words in quotes" stand together; -word must not be there; word* goes on in any way; the number of a
document in any spelling (751/QĐ-UBND, 751 QD UBND) also finds who cites it. Without a query the
newest reports are listed.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The query and its filters."""
    parser.epilog = _HELP
    parser.add_argument("query", nargs="*", help="what to find (see below)")
    parser.add_argument("--issuer", metavar="NAME", help="who issued it (cơ quan ban hành): name or a part of it")
    parser.add_argument(
        "--unit", metavar="NAME|CODE", help="administrative unit (địa bàn), as it was or as it is today"
    )
    parser.add_argument(
        "--from", dest="date_from", metavar="DATE", help="day, month or year: 2021-06-15, 2021-06, 2021"
    )
    parser.add_argument("--to", dest="date_to", metavar="DATE")
    parser.add_argument("--type", metavar="TYPE", help='code or name of its type (loại văn bản): BC, "báo cáo"')
    parser.add_argument("--finding", metavar="TYPE", help="type of a finding in it, such as blank_number")
    parser.add_argument("--cites", metavar="CODE", help="number of a document that it cites")
    parser.add_argument("--limit", type=int, default=20, metavar="N", help="hits on a page (default: 20, at most 200)")
    parser.add_argument("--after", metavar="CURSOR", help="go on behind a page, as its last line says")
    parser.add_argument("--json", action="store_true", help="print the page as JSON")


def run(options: argparse.Namespace) -> int:
    """Print a page of what was found. Status 0 also where that is nothing. Raises QueryError and StoreError."""
    from api.search import Filters, search

    names = ("issuer", "unit", "date_from", "date_to", "type", "finding", "cites")
    filters = Filters(**{name: getattr(options, name) for name in names})
    with common.opened(options) as store:
        page = search(store, " ".join(options.query), filters, options.limit, options.after)
    if options.json:
        _print_json(page)
    else:
        _print_text(page, bold=sys.stdout.isatty())
    return 0


def _print_json(page: Page) -> None:
    import dataclasses
    import json

    print(json.dumps(dataclasses.asdict(page), ensure_ascii=False, indent=2))


def _print_text(page: Page, *, bold: bool) -> None:
    if not page.total:
        print("Không tìm thấy báo cáo nào.")
        return
    for hit in page.hits:
        print("\n".join(_lines(hit, bold=bold)), end="\n\n")
    count = f"{page.total:,}".replace(",", ".")
    print(f"{'Hơn ' if page.more else ''}{count} báo cáo phù hợp.", end="")
    print(f" Xem tiếp: --after {page.after}" if page.after else "")


def _lines(hit: Hit, *, bold: bool) -> list[str]:
    head = " ".join(part for part in (hit.type_name or "Văn bản", hit.code or "(chưa có số)") if part)
    facts = [f"ngày {_day(hit.date)}" if hit.date else "không rõ ngày", hit.issuer or "không rõ cơ quan ban hành"]
    lines = [f"{_strong(head, bold=bold)}  {plain(', '.join(facts))}  [{plain(hit.name)}]"]
    lines += [f"  {plain(hit.title)}"] if hit.title else []
    return lines + [f"  … {_marked(one, bold=bold)} …{_place(one)}" for one in hit.snippets]


def _day(iso: str) -> str:
    """As it is written in Vietnamese: 26/12/2020, 12/2020, 2020."""
    return "/".join(reversed(iso.split("-"))) if "/" not in iso else iso


def _place(snippet: Snippet) -> str:
    parts = [f"mục {snippet.section}" if snippet.section else "", f"trang {snippet.page}" if snippet.page else ""]
    shown = ", ".join(part for part in parts if part)
    return f" ({shown})" if shown else ""


def _marked(snippet: Snippet, *, bold: bool) -> str:
    parts: list[Any] = []
    done = 0
    for start, end in snippet.spans:
        hit = snippet.text[start:end]
        parts += [plain(snippet.text[done:start]), _strong(hit, bold=True) if bold else f"«{hit}»"]
        done = end
    return "".join([*parts, plain(snippet.text[done:])])


def _strong(text: str, *, bold: bool) -> str:
    return f"\033[1m{plain(text)}\033[0m" if bold else plain(text)

"""From what somebody wants to the decisions that are kept, each with its anchor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from api.review.errors import ReviewError
from api.review.fields import EDITABLE, LONGEST, checked, complete, joined_code
from api.review.folding import Item, State
from api.review.items import Anchor, Fields, anchor_at, page_at
from api.review.subject import Subject
from api.store.keys import clean

if TYPE_CHECKING:
    from api.review.deciding import Wish

_FIGURES = ("count", "responsibility", "indicator")
#: The kinds of items that each action is for.
ALLOWED: Mapping[str, tuple[str, ...]] = {
    "accept": ("reference", *_FIGURES),
    "correct": ("reference", *_FIGURES),
    "reject": ("reference", *_FIGURES),
    "split": ("reference",),
    "merge": ("reference",),
    "add": tuple(EDITABLE),
    "confirm": ("finding", *_FIGURES),
    "fix": ("finding", *_FIGURES),
    "dismiss": ("finding", *_FIGURES),
    "comment": ("reference", "finding", *_FIGURES),
}
#: Characters of what is added at most.
_LONGEST_SPAN = 2000


@dataclass(frozen=True, slots=True)
class Draft:
    """A decision before it has its number."""

    action: str
    kind: str
    item: str
    anchor: Anchor
    extracted: Fields | None
    before: Fields | None
    after: Fields | None
    confidence: float | None
    reason: str | None
    comment: str | None
    topic: str | None = None


def drafts(subject: Subject, state: State, wish: Wish, step: str) -> Iterator[Draft]:
    """The decisions that a wish stands for, one an item. Raises ReviewError."""
    reason, comment = _said(wish.reason), _said(wish.comment)
    if wish.action == "add":
        yield _added(subject, wish, step, reason, comment)
        return
    items = _items(state, wish)
    if wish.action == "comment" and comment is None:
        raise ReviewError("a comment has words", "ghi chú không được để trống")
    if wish.action == "dismiss" and reason is None:
        raise ReviewError("dismissing needs a reason", "bỏ qua cần có lý do")
    if wish.action == "merge" and len(items) < 2:
        raise ReviewError("merging takes two items or more", "gộp cần ít nhất hai mục")
    if wish.action == "split" and wish.span is not None:
        yield from _cut(subject, items, wish, step, reason, comment)
        return
    for item in items:
        after = _after(item, items, wish, step)
        yield _draft(item, wish.action, after, reason, comment)


def _items(state: State, wish: Wish) -> list[Item]:
    known = state.by_id()
    items = list({known[name].id: known[name] for name in wish.items}.values())
    if not items:
        raise ReviewError("name the items that are decided", "cần nêu các mục được quyết định")
    kinds = ALLOWED[wish.action]
    for item in items:
        if item.kind not in kinds:
            raise ReviewError(f"{wish.action} is not for a {item.kind}", f"không dùng {wish.action} cho {item.kind}")
        if item.state == "orphaned" and wish.action not in ("comment", "reject"):
            raise ReviewError(
                "what is orphaned has no place in this text; reject it, or add it anew where it stands",
                "mục này không còn vị trí trong văn bản; hãy loại bỏ hoặc thêm lại",
            )
    return items


def _after(item: Item, items: list[Item], wish: Wish, step: str) -> dict[str, Any] | None:
    """The fields that change."""
    if wish.action == "merge":
        # The first one is written as well: by its anchor the others find it, wherever it is.
        return {"group_of": items[0].id} if item is not items[0] else {}
    if wish.action == "split":
        return {"group": f"own-{step}", "group_of": None}
    if wish.action != "correct":
        return None
    given = checked(item.kind, wish.fields)
    if item.kind == "reference":
        given |= joined_code({**item.fields, **given}, given)
    changed = {name: value for name, value in given.items() if item.fields.get(name) != value}
    if not changed and item.state not in ("rejected", "open"):
        raise ReviewError("no field changes", "không có trường nào thay đổi")
    return changed


def _draft(item: Item, action: str, after: dict[str, Any] | None, reason: str | None, comment: str | None) -> Draft:
    before = {name: item.fields.get(name) for name in after if name in item.fields} if after else None
    topic = str(item.fields["type"]) if action == "dismiss" and item.kind == "finding" else None
    return Draft(
        *(action, item.kind, item.id, item.origin, item.extracted, before, after, item.confidence, reason, comment),
        topic=topic,
    )


def _added(subject: Subject, wish: Wish, step: str, reason: str | None, comment: str | None) -> Draft:
    kind = wish.kind or "reference"
    if kind not in ALLOWED["add"] or wish.items:
        raise ReviewError("a reference, count, responsibility or indicator is added", "không thêm được loại mục này")
    anchor = _place(subject, kind, wish)
    return _new(kind, anchor, wish, step, reason, comment)


def _new(kind: str, anchor: Anchor, wish: Wish, step: str, reason: str | None, comment: str | None) -> Draft:
    given = checked(kind, wish.fields)
    if kind == "reference":
        given |= joined_code(given, given)
    after = complete(kind, given)
    name = f"add-{step[:20]}-{anchor.start}-{anchor.end}"
    return Draft("add", kind, name, anchor, None, None, after, None, reason, comment)


def _cut(
    subject: Subject, items: list[Item], wish: Wish, step: str, reason: str | None, comment: str | None
) -> Iterator[Draft]:
    """A part of a mention becomes one of its own; the mention keeps what stands before it, else what stands behind."""
    if len(items) != 1 or items[0].extracted is None:
        raise ReviewError("one extracted mention is cut at a time", "mỗi lần chỉ tách một viện dẫn do máy nhận dạng")
    (item,), part = items, _place(subject, "reference", wish)
    start, end = item.anchor.start, item.anchor.end
    if not (start <= part.start and part.end <= end):
        raise ReviewError("the part is not inside the mention", "phần tách không nằm trong viện dẫn")
    kept = (start, part.start) if part.start > start else (part.end, end)
    words = subject.report.text[kept[0] : kept[1]]
    left = kept[0] + len(words) - len(words.lstrip(" ,;\n\t"))
    right = kept[1] - (len(words) - len(words.rstrip(" ,;\n\t")))
    if left >= right:
        raise ReviewError("nothing is left of the mention; correct it", "phần còn lại rỗng; hãy sửa thay vì tách")
    base = item.origin.start
    yield _draft(item, "split", {"part": [left - base, right - base]}, reason, comment)
    rest = {name: value for name, value in item.fields.items() if name in EDITABLE["reference"]}
    if {"number", "code"} & wish.fields.keys():
        rest |= {"code": None}
    given = {**rest, **checked("reference", wish.fields)}
    filled = {**given, **joined_code(given, dict.fromkeys(wish.fields))}
    yield Draft(
        *("add", "reference", f"add-{step[:20]}-{part.start}-{part.end}", part, None, None),
        *(complete("reference", filled), None, reason, comment),
    )


def _place(subject: Subject, kind: str, wish: Wish) -> Anchor:
    if wish.span is None:
        raise ReviewError("what is added needs its span", "mục thêm vào cần có vị trí trong văn bản")
    start, end, page = wish.span
    text = subject.report.text
    if not 0 <= start < end <= len(text) or end - start > _LONGEST_SPAN or not text[start:end].strip():
        raise ReviewError("the span is no place of the text", "vị trí không nằm trong văn bản")
    known = page_at(subject.report, start)
    return anchor_at(text, kind, (start, end), known if known is not None else page)


def _said(text: str | None) -> str | None:
    if text is None or not text.strip():
        return None
    if len(text) > LONGEST:
        raise ReviewError(f"up to {LONGEST} characters are kept", f"tối đa {LONGEST} ký tự")
    return clean(text.strip())

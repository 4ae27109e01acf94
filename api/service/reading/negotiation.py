"""Which form of a report is asked for: by `?format=`, or by the Accept header (RFC 9110, 12.5.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from api.service.problems import Problem

Form = Literal["json", "html", "csv", "xlsx", "annotations"]

#: The media types of each form, the first of them that of `?format=`. Of forms that are wanted alike, the first.
MEDIA_TYPES: Mapping[Form, tuple[str, ...]] = {
    "json": ("application/json",),
    "html": ("text/html", "application/xhtml+xml"),
    "csv": ("application/zip", "text/csv"),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",),
    "annotations": ("application/ld+json",),
}
FORMS: tuple[Form, ...] = get_args(Form)

#: Ranges in a header that are looked at.
_RANGES = 50


def chosen(form: Form | None, accept: str | None) -> tuple[Form, str]:
    """The form and the media type that was asked for. Raises Problem `not_acceptable`."""
    if form is not None:
        return form, MEDIA_TYPES[form][0]
    wanted = _wanted(accept) if accept and accept.strip() else {"*/*": 1.0}
    offers = [(_quality(kind, wanted), one, kind) for one, kinds in MEDIA_TYPES.items() for kind in kinds]
    # The first of the best: JSON before others where anything will do.
    quality, best, kind = max(offers, key=lambda offer: offer[0])
    if quality <= 0:
        offered = ", ".join(kinds[0] for kinds in MEDIA_TYPES.values())
        raise Problem(
            "not_acceptable",
            f"a report is given as {offered}; ask for one of them in Accept or by ?format={'|'.join(FORMS)}",
            f"báo cáo có các định dạng {offered}; chọn trong Accept hoặc bằng ?format={'|'.join(FORMS)}",
        )
    return best, kind


def _wanted(accept: str) -> dict[str, float]:
    """Media ranges with how much each is wanted; what is of no known form is left out."""
    found: dict[str, float] = {}
    for part in accept.split(",")[:_RANGES]:
        kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                quality = _number(value.strip())
        if "/" in kind:
            found[kind] = max(found.get(kind, 0.0), quality)
    return found


def _number(text: str) -> float:
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 0.0


def _quality(kind: str, wanted: Mapping[str, float]) -> float:
    """By the most specific range that names it."""
    for name in (kind, f"{kind.partition('/')[0]}/*", "*/*"):
        if name in wanted:
            return wanted[name]
    return 0.0

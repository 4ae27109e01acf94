"""Which citations of one number, in all reports of an archive, are of one document.

A number with its symbol (`code_key`) does not name a document: every province and every district has a 751/QĐ-UBND
every year. What reports say beside it decides, one combination of date, type and issuer (a `Variant`) after the other,
the fullest first:

1. An archived document of that number is the first witness of itself.
2. The same issuer and the same year are one document, whatever the day: an office gives out a number once a year. The
   year inside the number (15/2023/QĐ-UBND) counts, else that of the date. Issuers are compared by `bodies.body`:
   whoever signs for a body is the body. A symbol that fixes the issuer (NĐ-CP, QĐ-TTg, NQ/TW), and a law known by its
   name, need none.
3. A name that may be several bodies' ("UBND huyện Châu Thành", "Đoàn kiểm tra"), or no name, joins by the full date.
4. Whatever lacks the date or the issuer joins the only document that it fits; where it fits several it stays apart, as
   ambiguous: no guess is made. A document of a later year than the report is none that it can mean.
5. Types that differ are different documents, unless full date and issuer are the same (a wrong noun).

Nothing here reads the database; all of it is done again for each question.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal

from api.graph.bodies import Body, body, compatible, is_central, year_of

#: By what a variant joined its document: it is an archived document of that number itself; date (or the year inside the
#: number) and issuer; the date alone; the issuer alone; the number alone; or it fits several.
Fit = Literal["own", "full", "date", "issuer", "number", "ambiguous"]


#: The year of reports without a date (`keys.order_key`).
_UNKNOWN_YEAR = "1900"


@dataclass(frozen=True, slots=True)
class Variant:
    """What citations say beside the number. `reports` counts the citations that say so, `newest` is the newest
    (`keys.order_key`). `own`: it is an archived document that carries this number. `until`: the year of the reports,
    where they say no date."""

    date: str | None
    type_code: str | None
    issuer_key: str | None
    reports: int = 1
    newest: int = 0
    own: bool = False
    until: str | None = None

    @property
    def day(self) -> str | None:
        """The date where it is known to the day."""
        return self.date if self.date and len(self.date) == 10 else None

    @property
    def text(self) -> str:
        """As the column `citation.variant` has it."""
        date = self.date or (f"-{self.until}" if self.until else "")
        return f"{date}|{self.type_code or ''}|{(self.issuer_key or '')[:200]}"

    def may_be_of(self, year: str | None) -> bool:
        """Whether a document of this year can be meant."""
        return self.until in (None, _UNKNOWN_YEAR) or year is None or year <= (self.until or "")


@dataclass(slots=True, eq=False)
class Group:
    """A document that reports cite, with the variants that are of it. `year` and `issuer` (a key of `bodies.body`; ""
    where the symbol says it) None where nobody says them. `ambiguous`: what fits several documents."""

    type_code: str | None = None
    year: str | None = None
    issuer: str | None = None
    ambiguous: bool = False
    members: list[tuple[Variant, Fit]] = field(default_factory=list)

    @property
    def reports(self) -> int:
        """Citations of it."""
        return sum(one.reports for one, _ in self.said())

    @property
    def archived(self) -> list[Variant]:
        """The archived documents that are it."""
        return [one for one, fit in self.members if fit == "own"]

    def said(self) -> list[tuple[Variant, Fit]]:
        """What citations say of it."""
        return [(one, fit) for one, fit in self.members if fit != "own"]

    def days(self) -> Counter[str]:
        """The full dates that are said of it, and how often."""
        said: Counter[str] = Counter()
        for one, fit in self.members:
            if one.day and fit in ("full", "date"):
                said[one.day] += one.reports
        return said

    @property
    def date(self) -> str | None:
        """Its date: the archived document's own, else that of most reports, else what is known of it."""
        own = sorted(one.date for one in self.archived if one.date)
        if full := [date for date in own if len(date) == 10]:
            return full[0]
        if days := self.days():
            return min(days, key=lambda day: (-days[day], day))
        partial = own + sorted(one.date for one, _ in self.members if one.date)
        return max(partial, key=len, default=None) or self.year


def resolve(code_key: str, variants: Iterable[Variant]) -> list[Group]:
    """The documents that one number is said to be, those that most reports cite first, then the newest. What fits
    several comes last, in one group."""
    found = _Groups(code_key)
    for variant in sorted(variants, key=found.order):
        found.take(variant)
    groups = sorted(found.groups, key=lambda one: (one.issuer or "", one.type_code or ""))
    groups.sort(key=lambda one: (one.reports, one.year or ""), reverse=True)
    return [*groups, found.unplaced] if found.unplaced.members else groups


class _Groups:
    """The groups so far, by what they are looked up by."""

    def __init__(self, code_key: str) -> None:
        self.year = year_of(code_key)
        self.central = is_central(code_key)
        self.groups: list[Group] = []
        self.unplaced = Group(ambiguous=True)
        self._by_issuer: dict[str, list[Group]] = defaultdict(list)
        self._by_day: dict[str, list[Group]] = defaultdict(list)

    def order(self, variant: Variant) -> tuple[object, ...]:
        """The fullest first; then what newer reports say, then what more do."""
        issuer, _ = self._issuer(variant)
        sure, date = issuer is not None, variant.date or ""
        said = (sure and bool(self.year or date), len(date) == 10, sure, bool(date), variant.issuer_key is not None)
        return not variant.own, *(not one for one in said), -int(variant.until or 0), -variant.reports, variant.text

    def take(self, variant: Variant) -> None:
        """Put a variant where it belongs."""
        issuer, vague = self._issuer(variant)
        year = self.year or (variant.date[:4] if variant.date else None)
        if issuer is not None and year:
            fitting = [one for one in self._by_issuer[issuer] if one.year == year and _same_type(one, variant)]
            self._join(variant, fitting[:1] or self._open(variant, year), "full", issuer, year)
        elif variant.day:
            fitting = [one for one in self._by_day[variant.day] if compatible(one.issuer, vague)]
            self._join(variant, fitting, "date", vague, year)
        elif issuer is not None:
            own = [one for one in self._by_issuer[issuer] if _same_type(one, variant) and variant.may_be_of(one.year)]
            self._join(variant, own or self._open(variant, None), "issuer", issuer, None)
        else:
            fitting = list(islice(self._fitting(variant, year, vague), 2))
            fit: Fit = "issuer" if vague else "number"
            self._join(variant, fitting, "date" if variant.date else fit, vague, year)

    def _issuer(self, variant: Variant) -> tuple[str | None, str | None]:
        """The issuer where the name is one body's ("" where the symbol says it), and the name where it is not."""
        said: Body | None = body(variant.issuer_key) if variant.issuer_key else None
        if self.central and (said is None or (said.sure and said.level is None)):
            return "", None
        if said is None:
            return None, None
        return (said.key, None) if said.sure else (None, said.key)

    def _open(self, variant: Variant, year: str | None) -> list[Group]:
        """Documents of which nobody has said the issuer yet, where there is one only that fits."""
        if variant.day:
            return [one for one in self._by_day[variant.day] if one.issuer is None]
        fitting = list(islice(self._fitting(variant, year, None), 2))
        return fitting if len(fitting) == 1 and fitting[0].issuer is None else []

    def _fitting(self, variant: Variant, year: str | None, vague: str | None) -> Iterator[Group]:
        for one in self.groups:
            same_year = self.year is not None or year is None or one.year in (None, year)
            in_time = same_year and variant.may_be_of(one.year) and _month_fits(one, variant)
            if in_time and compatible(one.issuer, vague) and _same_type(one, variant):
                yield one

    def _join(self, variant: Variant, fitting: list[Group], fit: Fit, issuer: str | None, year: str | None) -> None:
        if len(fitting) > 1:
            if not variant.own:
                self.unplaced.members.append((variant, "ambiguous"))
                return
            fitting = []
        group = fitting[0] if fitting else Group(variant.type_code, year, issuer)
        if not fitting:
            self.groups.append(group)
            fit = "full" if issuer is not None and year else fit
        if group.issuer is None or (issuer and not fitting):
            group.issuer = issuer
        if issuer is not None and group.issuer == issuer and group not in self._by_issuer[issuer]:
            self._by_issuer[issuer].append(group)
        group.year = group.year or year
        group.type_code = group.type_code or variant.type_code
        if variant.day and group not in self._by_day[variant.day]:
            self._by_day[variant.day].append(group)
        group.members.append((variant, "own" if variant.own else fit))


def _same_type(group: Group, variant: Variant) -> bool:
    if not group.type_code or not variant.type_code or group.type_code == variant.type_code:
        return True
    # A wrong noun, where all else agrees.
    return variant.day is not None and any(one.day == variant.day for one, _ in group.members)


def _month_fits(group: Group, variant: Variant) -> bool:
    """A date known to the month fits where the document's is of that month, or not known better."""
    if not variant.date or len(variant.date) < 7:
        return True
    date = group.date or ""
    return len(date) < 7 or date[:7] == variant.date[:7]

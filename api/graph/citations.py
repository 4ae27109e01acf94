"""Which reports cite a document: the documents that a number may be, and page by page who cites one of them."""

from __future__ import annotations

from api.graph import pages
from api.graph import variants as reading
from api.graph.describing import described
from api.graph.names import code_or_name
from api.graph.records import Answer, Cited, Page
from api.graph.resolve import Group, Variant, resolve
from api.store import Store
from api.store.errors import MissingError
from api.store.keys import name_key

#: Documents of one number that are described.
DESCRIBED = 20


def find(store: Store, code: str, *, date: str | None = None, issuer: str | None = None) -> Answer:
    """The documents that a number may be, in any spelling ("751 QD UBND"), or a law by its name. `date` (ISO 8601, also
    a year or a month) and `issuer` (any part of its name) keep those of which somebody says so.

    With nothing that answers to it the result is empty.
    """
    asked = code_or_name(code)
    if asked is None:
        return Answer(None, (), 0, True)
    key, year = asked
    wanted, part = date or year, name_key(issuer)
    if (wanted and not wanted.replace("-", "").isdecimal()) or (issuer is not None and not part):
        return Answer(key, (), 0, True)
    with store.reading() as connection:
        # A list that was cut is read again: from the date on, or in full where an issuer narrows it.
        said, complete = reading.cited_variants(connection, store.workspace_id, key)
        if not complete and (wanted or part):
            limit = reading.NARROWED if part else reading.VARIANTS
            said, complete = reading.cited_variants(connection, store.workspace_id, key, wanted, limit)
            said = [one for one in said if part is None or _holds(one, part)]
        own, all_own = reading.archived_variants(connection, store.workspace_id, key)
        if not all_own and wanted:
            own, all_own = reading.archived_variants(connection, store.workspace_id, key, wanted)
        groups = [one for one in resolve(key, [*said, *own]) if _asked(one, wanted, part)]
        shown = described(connection, store.workspace_id, key, groups[:DESCRIBED])
    return Answer(key, shown, len(groups), complete and all_own)


def citing(
    store: Store, cited: Cited, *, relation: str | None = None, limit: int = 20, after: str | None = None
) -> Page:
    """The reports that cite a document, the newest first, `limit` of them from where an earlier page ended (`after` is
    its `next`). `relation` keeps those in which a mention has it.

    Raises MissingError where `after` is none of a page.
    """
    if after is not None and not (after.isascii() and after.isdecimal() and len(after) < 20):
        raise MissingError("there is no such page; take the mark that the page before it ended with")
    wanted = pages.Wanted(store.workspace_id, cited.code_key, relation, int(after) if after else None)
    with store.reading() as connection:
        return pages.one_page(connection, wanted, cited, limit)


def first_pages(
    store: Store, answer: Answer, *, relation: str | None = None, limit: int = 20
) -> tuple[Page | None, ...]:
    """For the documents of an answer, in their order, the reports that cite them, `limit` in all: the page of the last
    one that is shown ends where that is reached, and None stands for those behind it."""
    if answer.code_key is None:
        return ()
    fitting, total = 0, 0
    for cited in answer.cited:
        if cited.more or total + cited.reports > limit:
            break
        fitting, total = fitting + 1, total + cited.reports
    wanted = pages.Wanted(store.workspace_id, answer.code_key, relation)
    shown: list[Page | None] = []
    with store.reading() as connection:
        shown += pages.whole(connection, wanted, answer.cited[:fitting], limit)
        if fitting < len(answer.cited) and total < limit:
            shown.append(pages.one_page(connection, wanted, answer.cited[fitting], limit - total))
    return (*shown, *(None for _ in answer.cited[len(shown) :]))


def _holds(variant: Variant, part: str) -> bool:
    return f" {part} " in f" {variant.issuer_key or ''} "


def _asked(group: Group, date: str | None, part: str | None) -> bool:
    """Whether anybody says this date and this issuer of the document."""
    if date and not any((one.date or group.date or "").startswith(date) for one, _ in group.members):
        return False
    return part is None or any(_holds(one, part) for one, _ in group.members)

"""Tables of tasks: results that are not there, tasks not done beside figures that say so, documents named twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.check.dates import is_before
from extractor.check.finding import Maker, listed, shorten, words
from extractor.check.phrases import Stated, fold, stated
from extractor.check.rows import name, number
from extractor.check.titles import subject
from extractor.model import Finding, Reference, Report, Task

#: Tasks of a table, and the part of them that has a result, before an empty one was left out.
_TASKS, _FILLED = 4, 0.7
#: The fewest tasks, and how many more bodies than are stated, before the two speak of one thing.
_PLANNED, _MORE = 10, 2
#: How far before a reference the sign of its list stands, in characters.
_SIGN = 24


def check(report: Report, maker: Maker) -> Iterator[Finding]:
    """missing_value, appendix_vs_appendix, prose_vs_appendix, repeated_item."""
    tables: dict[int, list[Task]] = {}
    for task in report.tasks:
        tables.setdefault(task.table, []).append(task)
    for tasks in tables.values():
        yield from _without_result(tasks, report, maker)
    if report.tasks:
        yield from _unfinished(report, maker)
        yield from _leads(max(tables.values(), key=len), maker)
        yield from _named_twice(report, maker)


def _without_result(tasks: Sequence[Task], report: Report, maker: Maker) -> Iterator[Finding]:
    """A task whose deadline has passed and that has no result, where nearly all others have one."""
    own = report.document.date
    with_result = sum(1 for task in tasks if (task.result or "").strip())
    if own is None or own.value is None or len(tasks) < _TASKS or with_result < _FILLED * len(tasks):
        return
    for task in tasks:
        value = task.deadline.value if task.deadline else None
        if task.deadline and value and not (task.result or "").strip() and is_before(value, own.value):
            said = (f"thời hạn “{task.deadline.text}” đã qua", f"the deadline “{task.deadline.text}” has passed")
            yield maker.make(
                "missing_value", task.deadline.span, (task.id,), words=shorten(" ".join(task.task.split())), parts=said
            )


def _unfinished(report: Report, maker: Maker) -> Iterator[Finding]:
    """All tasks are counted as done, and the table of tasks says of some that they are not."""
    rows = {row.canonical: row for row in report.indicators if row.canonical in ("plan_tasks", "plan_tasks_done")}
    done = rows.get("plan_tasks_done")
    if done is None or len(rows) < 2 or number(done) is None or number(done) != number(rows["plan_tasks"]):
        return
    tasks = [task for task in report.tasks if fold(task.result or "").startswith(words("unfinished"))]
    if tasks:
        first = f"“{shorten(' '.join((tasks[0].result or '').split()))}”"
        yield maker.make(
            "appendix_vs_appendix",
            done.span,
            (done.id, *(task.id for task in tasks)),
            severity="warning",
            other=tasks[0].span,
            words=name(done),
            a=f"{done.value_text}/{rows['plan_tasks'].value_text}",
            b=first,
        )


def _leads(tasks: Sequence[Task], maker: Maker) -> Iterator[Finding]:
    """ "05 cơ quan chủ trì", where the table of tasks has more bodies in charge."""
    bodies = list(dict.fromkeys(actor.name for task in tasks for actor in task.lead if not actor.collective))
    if len(tasks) < _PLANNED:
        return
    for figure in maker.once(stated):
        if _is_of_leads(figure) and figure.count.value.isdigit() and int(figure.count.value) + _MORE <= len(bodies):
            yield maker.make(
                "prose_vs_appendix",
                figure.count.span,
                (figure.count.id, *(task.id for task in tasks)),
                severity="warning",
                words=("cơ quan chủ trì", "bodies in charge"),
                a=figure.count.text,
                b=(f"{len(bodies)} ({listed(bodies, ', ')[0]})", f"{len(bodies)} ({listed(bodies, ', ')[1]})"),
            )


def _is_of_leads(figure: Stated) -> bool:
    return figure.count.kind == "count" and figure.own.startswith(words("leads"))


def _named_twice(report: Report, maker: Maker) -> Iterator[Finding]:
    """One document twice in the list of one task's results, with the same words."""
    known = {reference.id: reference for reference in report.references}
    for task in report.tasks:
        cited = [reference for one in task.references if (reference := known.get(one)) and reference.title]
        if len({reference.cited_document_id for reference in cited}) == len(cited):
            continue
        seen: dict[str, Reference] = {}
        for reference in cited:
            if reference.title is None or not _is_item(report.text, reference):
                continue
            said = f"{reference.cited_document_id} {' '.join(sorted(subject(reference.title.text).words))}"
            if said in seen:
                yield maker.make(
                    "repeated_item", reference.span, (seen[said].id, reference.id), words=shorten(reference.text)
                )
            seen.setdefault(said, reference)


def _is_item(text: str, reference: Reference) -> bool:
    """Whether a reference begins an item of a list."""
    before = text[max(0, reference.span[0] - _SIGN) : reference.span[0]].rstrip()
    return before.endswith(("-", "–", "+", "•"))

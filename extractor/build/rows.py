"""Rows of tables, and the tables that are none of indicators, tasks or scores."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import zip_longest

from extractor.build.bodies import Bodies
from extractor.build.parts import Locator, Parts
from extractor.build.resolver import Resolver
from extractor.identifiers import Identifiers
from extractor.model import Indicator, Reference, Responsibility, Score, Span, Table, TableCell, Task

#: How sure a rule of each kind is, until confidences are calibrated on held-out documents.
_ROW, _SCORE = 0.95, 0.95


def tables(parts: Parts, resolver: Resolver, ids: Identifiers, locate: Locator) -> tuple[Table, ...]:
    """The tables whose rows are nothing else."""
    text, made = parts.text, []
    for index, (table, facts) in enumerate(zip(text.tables, parts.rows.tables, strict=True)):
        if facts.taken:
            continue
        cells = tuple(TableCell(row, column, text.text[span[0] : span[1]], span) for row, column, span in table.cells)
        first = cells[0].text if cells else ""
        made.append(
            Table(
                id=ids.make("table", first, *table.span),
                span=table.span,
                page=locate.page(table.span[0]),
                section_id=locate.section(table.span[0]),
                rows=table.rows,
                columns=table.columns,
                header_rows=facts.header_rows,
                cells=cells,
                index=index,
                caption=resolver.printed(facts.caption_span) if facts.caption_span else None,
                data_window=resolver.date(facts.data_window),
            )
        )
    return tuple(made)


def indicators(parts: Parts, ids: Identifiers, locate: Locator) -> tuple[Indicator, ...]:
    """The rows of statistics appendices."""
    text = parts.text.text
    return tuple(
        Indicator(
            id=ids.make("ind", f"{row.code} {row.label}", *row.span),
            code=row.code,
            parent_code=row.parent_code,
            label=row.label,
            unit=row.unit,
            value_text=text[row.value_span[0] : row.value_span[1]] if row.value_span else None,
            value=row.value,
            footnote=row.footnote,
            note=row.note,
            canonical=row.canonical,
            table=row.table,
            span=row.span,
            page=locate.page(row.span[0]),
            section_id=locate.section(row.span[0]),
            confidence=_ROW,
            found_by=f"rule:{row.rule}",
        )
        for row in parts.rows.indicators
    )


def tasks(
    parts: Parts,
    references: Sequence[Reference],
    resolver: Resolver,
    bodies: Bodies,
    ids: Identifiers,
    locate: Locator,
) -> tuple[Task, ...]:
    """The rows of work plans."""
    starts = [reference.span[0] for reference in references]
    return tuple(
        Task(
            id=ids.make("task", row.task, *row.span),
            group=row.group,
            task=row.task,
            product=row.product,
            lead=bodies.actors(row.lead),
            coordinating=bodies.actors(row.coordinating),
            deadline=resolver.date(row.deadline),
            deadline_text=resolver.printed(row.deadline_span) if row.deadline_span else None,
            result=resolver.printed(row.result_span) if row.result_span else None,
            references=_inside(references, starts, row.result_span),
            table=row.table,
            span=row.span,
            page=locate.page(row.span[0]),
            section_id=locate.section(row.span[0]),
            confidence=_ROW,
            found_by=f"rule:{row.rule}",
        )
        for row in parts.rows.tasks
    )


def scores(
    parts: Parts,
    duties: Sequence[Responsibility],
    resolver: Resolver,
    bodies: Bodies,
    ids: Identifiers,
    locate: Locator,
) -> tuple[Score, ...]:
    """Scored criteria; the responsibilities between one and the next are its own."""
    found = parts.rows.scores
    starts = [duty.span[0] for duty in duties]
    made = []
    for score, after in zip_longest(found, found[1:]):
        end = after.span[0] if after else parts.text.body_end
        section = locate.section(score.span[0])
        made.append(
            Score(
                id=ids.make("score", f"{score.criterion} {score.achieved}/{score.maximum}", *score.span),
                criterion=score.criterion,
                label=score.label,
                achieved=score.achieved,
                maximum=score.maximum,
                cause=resolver.printed(score.cause_span) if score.cause_span else None,
                unit=bodies.full_name(score.unit) if score.unit else None,
                responsibility_ids=tuple(
                    duty.id
                    for duty in duties[bisect_left(starts, score.span[0]) : bisect_left(starts, end)]
                    if duty.section_id == section
                ),
                span=score.span,
                page=locate.page(score.span[0]),
                section_id=section,
                confidence=_SCORE,
                found_by=f"rule:{score.rule}",
            )
        )
    return tuple(made)


def _inside(references: Sequence[Reference], starts: Sequence[int], span: Span | None) -> tuple[str, ...]:
    if span is None:
        return ()
    within = references[bisect_left(starts, span[0]) : bisect_left(starts, span[1])]
    return tuple(one.id for one in within if one.span[1] <= span[1])

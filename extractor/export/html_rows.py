"""Marks and cards of rows of tables: indicators, tasks, scored criteria.

A row is not marked from end to end, or its every word would open a card: the code and the value stand for an indicator,
its words for a task.
"""

from __future__ import annotations

from collections.abc import Iterator

from extractor.export.html_items import Items, Rows
from extractor.export.html_marks import Mark
from extractor.export.html_words import OTHERS, shortened, shown_confidence, shown_date, shown_number
from extractor.model import Actor, Indicator, Score, Span, Task


def add_rows(items: Items) -> None:
    """Mark them all. Of any other table the box on the page is its place."""
    report = items.report
    for index, indicator in enumerate(report.indicators):
        _add_indicator(items, f"i{index}", indicator)
    for index, task in enumerate(report.tasks):
        _add_task(items, f"k{index}", task)
    for index, score in enumerate(report.scores):
        _add_score(items, f"z{index}", score)
    for index, table in enumerate(report.tables):
        items.put(table.id, f"b{index}", "grid", table.caption or "Bảng", table.span, table.section_id)


def shown_value(indicator: Indicator) -> str | None:
    """The value as it was understood: a number, or several with their labels."""
    value = indicator.value
    if isinstance(value, tuple):
        return "; ".join(f"{one.label}: {shown_number(one.value)}" for one in value)
    return shown_number(value)


def shown_score(score: Score) -> str:
    """What was reached of what can be: "81,45/95"."""
    total = f"/{shown_number(score.maximum)}" if score.maximum else ""
    return f"{shown_number(score.achieved)}{total}"


def shown_actors(actors: tuple[Actor, ...]) -> str:
    """The bodies by their full names, each once."""
    return "; ".join(dict.fromkeys(actor.name for actor in actors))


def shown_task_deadline(task: Task) -> str | None:
    """The day of a deadline, or its words."""
    if task.deadline:
        return shown_date(task.deadline.value) or task.deadline.text
    return task.deadline_text


def _add_indicator(items: Items, key: str, row: Indicator) -> None:
    name = f"{row.code} {row.label}" if row.code else row.label
    cells = list(_cells(items, row.span))
    items.put(row.id, key, "indicator", name, row.span, row.section_id)
    value = next((span for words, span in reversed(cells[1:]) if words == row.value_text), None)
    flagged = items.flagged(row.id)
    _mark(items, key, f"indicator{flagged}", [span for _, span in cells[:1]])
    _mark(items, key, f"indicator value{flagged}", [value] if value else [])
    rows: Rows = [
        ("Giá trị", shown_value(row) or _without_value(row)),
        ("In là", row.value_text),
        ("Đơn vị tính", row.unit),
        ("Chú thích", row.footnote),
        ("Ghi chú", row.note),
        ("Thuộc chỉ tiêu", row.parent_code),
        ("Mẫu thống kê", row.canonical),
        *items.where(row.page, row.section_id),
        ("Độ tin cậy", f"{shown_confidence(row.confidence)} · {row.found_by}"),
    ]
    items.card(key, "indicator", OTHERS["indicator"], name, rows, row.id)


def _without_value(row: Indicator) -> str | None:
    """Why a row has no value; a row without a unit is a heading and wants none."""
    if row.value_text:
        return "không phải là số"
    return "để trống" if row.unit else None


def _add_task(items: Items, key: str, task: Task) -> None:
    cells = list(_cells(items, task.span))
    items.put(task.id, key, "task", task.task, task.span, task.section_id)
    words = [span for words, span in cells if words == task.task] or [span for _, span in cells]
    _mark(items, key, f"task{items.flagged(task.id)}", words[:1])
    rows: Rows = [
        ("Nhiệm vụ chung", task.group),
        ("Sản phẩm", task.product),
        ("Chủ trì", shown_actors(task.lead)),
        ("Phối hợp", shown_actors(task.coordinating)),
        ("Thời hạn", shown_task_deadline(task)),
        ("Kết quả", shortened(task.result, 300) if task.result else None),
        *items.where(task.page, task.section_id),
        ("Độ tin cậy", f"{shown_confidence(task.confidence)} · {task.found_by}"),
    ]
    items.card(key, "task", OTHERS["task"], task.task, rows, task.id)


def _add_score(items: Items, key: str, score: Score) -> None:
    name = f"{score.criterion} {score.label}" if score.label else score.criterion
    items.put(score.id, key, "score", name, score.span, score.section_id)
    places = [span for _, span in _cells(items, score.span)]
    # In prose the whole statement is the mark.
    _mark(items, key, f"score{items.flagged(score.id)}", places[:1])
    rows: Rows = [
        ("Điểm đạt được", shown_score(score)),
        ("Của", score.unit),
        ("Nguyên nhân", shortened(score.cause, 300) if score.cause else None),
        *items.where(score.page, score.section_id),
        ("Độ tin cậy", f"{shown_confidence(score.confidence)} · {score.found_by}"),
    ]
    items.card(key, "score", OTHERS["score"], name, rows, score.id)


def _mark(items: Items, key: str, css: str, spans: list[Span]) -> None:
    items.marks.extend(Mark(span, css, key, rank=0, tabindex=-1) for span in spans)


def _cells(items: Items, span: Span) -> Iterator[tuple[str, Span]]:
    """The cells of a row that hold words, each with its place."""
    if not items.holds(span):
        return
    start = span[0]
    for line in items.report.text[start : span[1]].replace("\n", "\t").split("\t"):
        words = line.strip()
        if words:
            at = start + line.index(words[0])
            yield words, (at, at + len(words))
        start += len(line) + 1

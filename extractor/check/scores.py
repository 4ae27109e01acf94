"""Scored criteria: totals beside the criteria that they are of, scores beside their maximum and their index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from extractor.check.finding import Maker, listed, words
from extractor.check.numbers import is_share, share, total
from extractor.model import Finding, Report, Score


def check(report: Report, maker: Maker) -> Iterator[Finding]:
    """score_total_mismatch, ratio_mismatch (more than the maximum), percent_mismatch (an index)."""
    for score in report.scores:
        if score.maximum is not None and Decimal(score.achieved) > Decimal(score.maximum):
            yield maker.make(
                "ratio_mismatch", score.span, (score.id,), words=score.criterion, a=_said(score), b=_most(score)
            )
    bodies: dict[str | None, list[Score]] = {}
    for score in report.scores:
        bodies.setdefault(score.unit, []).append(score)
    for scores in bodies.values():
        yield from _of_one_body(scores, maker)


def _of_one_body(scores: Sequence[Score], maker: Maker) -> Iterator[Finding]:
    totals = [index for index, score in enumerate(scores) if _is(score, "score_totals") and score.maximum]
    for at, index in enumerate(totals):
        end = totals[at + 1] if at + 1 < len(totals) else len(scores)
        yield from _add_up(scores[index], scores[index + 1 : end], maker)
    for before, after in pairwise(scores):
        if _is(before, "score_totals") and before.maximum and after.maximum is None and _is(after, "score_indexes"):
            yield from _index(before, after, maker)
    yield from _groups(scores, maker)


def _is(score: Score, words_name: str) -> bool:
    name = score.criterion.lower()
    return any(name.startswith(word) for word in words(words_name))


def _add_up(whole: Score, following: Sequence[Score], maker: Maker) -> Iterator[Finding]:
    """The criteria of the first level after a total: those that are named, not numbered inside another."""
    parts = [
        one for one in following if one.maximum is not None and not _numbered(one) and not _is(one, "score_totals")
    ]
    if len(parts) < 3:
        return
    achieved, most = total(Decimal(one.achieved) for one in parts), total(Decimal(one.maximum or 0) for one in parts)
    agree = (achieved == Decimal(whole.achieved), most == Decimal(whole.maximum or 0))
    if all(agree) or (not any(agree) and _far(achieved, whole.achieved)):
        return  # where neither agrees, parts of it are not printed
    for right, stated, values, found in (
        (agree[0], whole.achieved, [one.achieved for one in parts], achieved),
        (agree[1], whole.maximum or "0", [one.maximum or "0" for one in parts], most),
    ):
        if not right:
            yield maker.make(
                "score_total_mismatch",
                whole.span,
                (whole.id, *(one.id for one in parts)),
                words=whole.unit or whole.criterion,
                stated=Decimal(stated),
                parts=listed([Decimal(value) for value in values]),
                found=found,
            )


def _far(found: Decimal, stated: str) -> bool:
    return abs(found - Decimal(stated)) * 10 > Decimal(stated)


def _numbered(score: Score) -> bool:
    return score.criterion[:1].isdigit()


def _groups(scores: Sequence[Score], maker: Maker) -> Iterator[Finding]:
    """Numbered criteria under a numbered group, where all of it is printed: "1" over "1.1" and "1.2"."""
    known = {score.criterion: score for score in scores if _numbered(score) and score.maximum}
    parts: dict[str, list[Score]] = {}
    for criterion, score in known.items():
        parts.setdefault(criterion.rpartition(".")[0], []).append(score)
    for criterion, members in parts.items():
        whole = known.get(criterion)
        most = total(Decimal(one.maximum or 0) for one in members)
        if whole is None or len(members) < 2 or most != Decimal(whole.maximum or 0):
            continue
        found = total(Decimal(one.achieved) for one in members)
        if found != Decimal(whole.achieved):
            yield maker.make(
                "score_total_mismatch",
                whole.span,
                (whole.id, *(one.id for one in members)),
                words=whole.criterion,
                stated=Decimal(whole.achieved),
                parts=listed([Decimal(one.achieved) for one in members]),
                found=found,
            )


def _index(whole: Score, index: Score, maker: Maker) -> Iterator[Finding]:
    """Chỉ số: the score in per cent of the maximum."""
    printed, part, most = Decimal(index.achieved), Decimal(whole.achieved), Decimal(whole.maximum or 0)
    if most and not is_share(printed, part, most):
        yield maker.make(
            "percent_mismatch",
            index.span,
            (index.id, whole.id),
            percent=f"{index.criterion}: {index.achieved}",
            ratio=_said(whole),
            right=share(part, most, max(printed, Decimal("0.01"), key=lambda one: len(str(one)))),
        )


def _said(score: Score) -> tuple[str, str]:
    return score.achieved.replace(".", ",") + "/" + _most(score)[0], f"{score.achieved}/{_most(score)[1]}"


def _most(score: Score) -> tuple[str, str]:
    maximum = score.maximum or ""
    return maximum.replace(".", ","), maximum

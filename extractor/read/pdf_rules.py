"""Ruling lines of a PDF page: what is drawn thin and straight."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from extractor.read import pdf_raw as raw
from extractor.read.pdf_raw import Affine, RawPage, concat

#: A drawn shape up to this thick, in points, is a line.
_THICK = 3.0
#: Guards against drawings with endless paths.
_MAXIMUM_SEGMENTS = 2_000
_MAXIMUM_DEPTH = 4
_MAXIMUM_EDGES = 6_000
_MAXIMUM_PATHS = 50_000

Box = tuple[float, float, float, float]


class Edge(NamedTuple):
    """A straight line: `at` is its y for a horizontal line, its x for a vertical one; it runs from `start` to `end`."""

    at: float
    start: float
    end: float


class Rules(NamedTuple):
    """Lines of a page, sorted by place. `images` counts its pictures."""

    horizontal: list[Edge]
    vertical: list[Edge]
    images: int


def read_rules(page: RawPage) -> Rules:
    """The lines of a page, in the pieces they are drawn in."""
    boxes: list[Box] = []
    images = paths = 0
    for kind, item, matrix in objects_of(page):
        if kind == raw.OBJECT_IMAGE:
            images += 1
        elif kind == raw.OBJECT_PATH and len(boxes) < _MAXIMUM_EDGES and paths < _MAXIMUM_PATHS:
            paths += 1
            boxes.extend(_lines_of_path(item, concat(matrix, page.display)))
    horizontal, vertical = [], []
    for x0, y0, x1, y1 in boxes:
        if y1 - y0 <= _THICK:
            horizontal.append(Edge((y0 + y1) / 2, x0, x1))
        if x1 - x0 <= _THICK:
            vertical.append(Edge((x0 + x1) / 2, y0, y1))
    return Rules(sorted(horizontal), sorted(vertical), images)


def objects_of(page: RawPage) -> Iterator[tuple[int, int, Affine]]:
    """Kind, handle and matrix of each path and image, those inside forms included."""
    stack: list[tuple[int, Affine, int]] = []
    for index in range(raw.count_objects(page.page)):
        item = raw.page_object(page.page, index)
        kind = raw.object_type(item)
        if kind == raw.OBJECT_FORM:
            stack.append((item, raw.IDENTITY, 1))
        elif kind != raw.OBJECT_TEXT:
            yield kind, item, raw.IDENTITY
    while stack:
        form, outer, depth = stack.pop()
        matrix = concat(raw.read_matrix(raw.object_matrix, form), outer)
        for index in range(raw.form_count(form)):
            item = raw.form_object(form, index)
            kind = raw.object_type(item)
            if kind == raw.OBJECT_FORM and depth < _MAXIMUM_DEPTH:
                stack.append((item, matrix, depth + 1))
            elif kind != raw.OBJECT_TEXT:
                yield kind, item, matrix


def _lines_of_path(item: int, matrix: Affine) -> list[Box]:
    """The thin boxes of a path: itself where it is thin, else its thin parts and its straight strokes."""
    values = (ctypes.c_float * 4)()
    start = ctypes.addressof(values)
    if not raw.object_bounds(item, start, start + 4, start + 8, start + 12):
        return []
    left, bottom, right, top = values
    box = _mapped([(left, bottom), (right, top)], matrix)
    if box[2] - box[0] <= _THICK or box[3] - box[1] <= _THICK:
        return [box]
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.path_mode(item, ctypes.addressof(fill), ctypes.addressof(stroke))
    count = raw.path_count(item)
    if not (fill.value or stroke.value) or count > _MAXIMUM_SEGMENTS:
        return []
    own = concat(raw.read_matrix(raw.object_matrix, item), matrix)
    lines: list[Box] = []
    for points in _subpaths(item, count):
        whole = _mapped(points, own)
        if whole[2] - whole[0] <= _THICK or whole[3] - whole[1] <= _THICK:
            lines.append(whole)
        elif stroke.value:
            # A stroked box is a border on four sides; a filled one is a shade behind the text.
            sides = (_mapped(pair, own) for pair in pairwise([*points, points[0]] if len(points) > 2 else points))
            lines.extend(side for side in sides if side[2] - side[0] <= 0.5 or side[3] - side[1] <= 0.5)
    return lines


def _subpaths(item: int, count: int) -> Iterator[list[tuple[float, float]]]:
    """Corner points of the parts of a path; parts with curves are left out."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    curved = False
    for index in range(count):
        segment = raw.path_segment(item, index)
        kind = raw.segment_type(segment)
        if kind == raw.SEGMENT_MOVE:
            if len(points) > 1 and not curved:
                yield points
            points, curved = [], False
        curved = curved or kind == raw.SEGMENT_BEZIER
        raw.segment_point(segment, ctypes.addressof(x), ctypes.addressof(y))
        points.append((x.value, y.value))
    if len(points) > 1 and not curved:
        yield points


def _mapped(points: list[tuple[float, float]] | tuple[tuple[float, float], ...], matrix: Affine) -> Box:
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x, y in points]
    ys = [b * x + d * y + f for x, y in points]
    return min(xs), min(ys), max(xs), max(ys)

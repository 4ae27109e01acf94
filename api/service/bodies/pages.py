"""A page of a document, and what was found on it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from api.service.bodies import examples


class PageMention(BaseModel):
    """Something found, where it stands on the page. `kind` and `id` name it in the report (an organisation is mentioned
    several times); `boxes` are [x0, y0, x1, y1] in points from the top left corner, one for each line that it stands
    on, narrowed to its characters in proportion to their number."""

    kind: str = Field(description='The list of the report that holds it: "references", "dates", "findings" …')
    id: str
    span: tuple[int, int] = Field(description="[start, end) in code points of the report's `text`")
    boxes: list[tuple[float, float, float, float]]
    type: str | None = Field(description="Of a finding: its type; of a reference: its kind")


class Page(BaseModel):
    """A page (trang). An image of it has `scale` × `width` × `height` pixels: multiply the boxes by its real width
    divided by `width`, because a very large page is drawn smaller."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.PAGE]})

    number: int
    pages: int = Field(description="Pages of the document")
    width: float = Field(description="Points (1/72 inch)")
    height: float
    ocr: bool = Field(description="Whether its text was recognised from an image")
    span: tuple[int, int] | None = Field(description="The part of the report's `text` that starts on it")
    located: bool = Field(description="False where places are not known any more; extract the document again")
    mentions: list[PageMention]
    image: str


class PageLine(BaseModel):
    """A line of text where it stands on the page: [start, end) in code points of the report's `text`, and its box in
    points."""

    start: int
    end: int
    box: tuple[float, float, float, float]


class PageLines(BaseModel):
    """The lines of a page from top to bottom as they are read: what lays selectable words over an image, and finds the
    words under a box. Letters stand in proportion along a line."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.PAGE_LINES]})

    number: int
    width: float = Field(description="Points (1/72 inch)")
    height: float
    lines: list[PageLine]

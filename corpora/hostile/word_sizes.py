"""Word files of too many or too large things, and of things that refer to each other in circles."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import partial

from corpora.hostile.archives import MAIN, with_parts
from corpora.hostile.case import READS, Case, Make, case
from corpora.hostile.word_xml import LINE, NAMESPACES, WORDS, document, with_body

Made = tuple[str, str, Make]


def cases() -> Iterator[Case]:
    """All of them."""
    return (case("xml", about, expected, make) for about, expected, make in [*_sizes(), *_circles()])


def _sizes() -> list[Made]:
    def body(make: Callable[[], str]) -> Make:
        return lambda: with_body(make())

    many = "reads|hostile|limit|corrupt"
    return [
        ("attribute of 11 MB", "hostile|limit|corrupt", body(lambda: f'<w:p w:x="{_noise(11_000_000)}"/>' + LINE)),
        ("name of an element of 5 MB", "hostile|limit|corrupt", body(lambda: f"<w:{_noise(5_000_000)}/>" + LINE)),
        ("100000 attributes", many, body(lambda: _attributes("a{0}", "{0}"))),
        ("100000 namespaces", many, body(lambda: _attributes("xmlns:n{0}", "u:{0}"))),
        ("one text of 11 MB", "limit|hostile", body(lambda: f"<w:p><w:r><w:t>{_noise(11_000_000)}</w:t></w:r></w:p>")),
        ("comment of 11 MB", many, body(lambda: f"<!--{_noise(11_000_000)}-->" + LINE)),
        ("instruction of 11 MB", many, body(lambda: f"<?x {_noise(11_000_000)}?>" + LINE)),
        (
            "250000 paragraphs",
            "limit|hostile",
            body(lambda: "".join(f"<w:p><w:r><w:t>{_word(n)}</w:t></w:r></w:p>" for n in range(250_000))),
        ),
        (
            "1200000 elements of no meaning",
            "reads|limit",
            body(lambda: "".join(f"<w:{_word(n)[:4]}/>" for n in range(1_200_000)) + LINE),
        ),
        ("300000 table cells", "limit|hostile", body(lambda: _table(300, 1000))),
        (
            "200000 line breaks in a paragraph",
            "reads|hostile|limit",
            body(lambda: f"<w:p><w:r>{'<w:br/>' * 200_000}</w:r></w:p>" + LINE),
        ),
        ("cell over a thousand million columns", READS, body(lambda: _span("gridSpan", "1000000000"))),
        ("cell over minus one columns", READS, body(lambda: _span("gridSpan", "-1"))),
        ("cell over as many columns as words", READS, body(lambda: _span("gridSpan", "many"))),
        (
            "row that begins in column 1000000000",
            READS,
            body(lambda: _table(3, 3).replace("<w:tr>", f"<w:tr><w:trPr>{_BEFORE}</w:trPr>")),
        ),
        ("2000 rows each one column further", "reads|limit", body(_staircase)),
    ]


_BEFORE = '<w:gridBefore w:val="1000000000"/>'


def _attributes(name: str, value: str) -> str:
    """A paragraph with 100,000 attributes."""
    rows = (f'{name.format(number)}="{value.format(number)}"' for number in range(100_000))
    return f"<w:p {' '.join(rows)}/>" + LINE


def _noise(length: int) -> str:
    """Letters that a zip cannot pack a hundred times."""
    chance = random.Random(3)
    piece = "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=length // 8))
    return (piece * 9)[:length]


def _word(number: int) -> str:
    return f"{chr(97 + number % 26)}{number * 2654435761 % 4294967296:x}"


def _table(rows: int, columns: int) -> str:
    cells = (
        "".join(f"<w:tc><w:p><w:r><w:t>{_word(r * columns + c)}</w:t></w:r></w:p></w:tc>" for c in range(columns))
        for r in range(rows)
    )
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def _span(name: str, value: str) -> str:
    return LINE + _table(2, 2).replace("<w:tc>", f'<w:tc><w:tcPr><w:{name} w:val="{value}"/></w:tcPr>', 1)


def _staircase() -> str:
    cell = "<w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>"
    rows = (f'<w:tr><w:trPr><w:gridBefore w:val="{n}"/></w:trPr>{cell}</w:tr>' for n in range(2000))
    return LINE + f"<w:tbl>{''.join(rows)}</w:tbl>"


def _circles() -> list[Made]:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="S{n}"><w:basedOn w:val="S{(n + 1) % 1000}"/></w:style>'
        for n in range(1000)
    )
    own = styles.replace("S1", "S0")
    styled = f'<w:p><w:pPr><w:pStyle w:val="S0"/></w:pPr><w:r><w:t>{WORDS}</w:t></w:r></w:p>'
    field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    notes = "".join(f'<w:footnote w:id="{n}">{_note(n)}</w:footnote>' for n in range(1, 50))
    often = "reads|limit|hostile"
    return [
        ("styles that follow each other round", READS, partial(_beside, "styles", styles, styled)),
        ("style of itself", READS, partial(_beside, "styles", own, styled)),
        ("footnotes that refer to themselves", often, partial(_beside, "footnotes", notes, _note(1))),
        ("one footnote referred to 20000 times", often, partial(_beside, "footnotes", notes, _note(1) * 20_000)),
        ("fields that never end", READS, lambda: with_body(f"<w:p>{field * 10_000}</w:p>" + LINE)),
        ("numbers of lists beyond all numbers", READS, partial(_beside, "numbering", _LIST, _LISTED * 50)),
        ("lists that are each other's style", READS, partial(_beside, "numbering", _LIST_LOOP, _LISTED * 5)),
    ]


def _beside(part: str, content: str, body: str) -> bytes:
    """The honest file with another part beside another body."""
    return with_parts((f"word/{part}.xml", _part(part, content)), (MAIN, document(body).encode()))


def _part(root: str, content: str) -> bytes:
    return f"<w:{root} {NAMESPACES}>{content}</w:{root}>".encode()


def _note(number: int) -> str:
    return f'<w:p><w:r><w:t>{WORDS}</w:t><w:footnoteReference w:id="{number}"/></w:r></w:p>'


_LEVEL = (
    '<w:lvl w:ilvl="0"><w:start w:val="99999999999999999999"/><w:numFmt w:val="upperRoman"/>'
    '<w:lvlText w:val="%1%9%99"/></w:lvl>'
)
_LIST = (
    f'<w:abstractNum w:abstractNumId="0">{_LEVEL}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
_LIST_LOOP = (
    '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="L"/><w:styleLink w:val="L"/></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
_NUMBER = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
_LISTED = f"<w:p><w:pPr>{_NUMBER}</w:pPr><w:r><w:t>{WORDS}</w:t></w:r></w:p>"

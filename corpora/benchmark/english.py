"""English legal prose with citations as eyecite knows them, made from templates: the same text every time."""

from __future__ import annotations

import random

_PARTIES = ("Harlow", "Bennett", "Ortiz", "Whitfield", "Northern Mills", "Kessler", "Dunmore", "Abbott", "Lindqvist")
_REPORTERS = ("U.S.", "F.2d", "F.3d", "F. Supp. 2d", "S. Ct.", "P.2d", "N.E.2d", "A.2d")
_COURTS = ("2d Cir. ", "9th Cir. ", "D.C. Cir. ", "", "S.D.N.Y. ", "")
_CITING = (
    "The rule was settled in {one} v. {other}, {volume} {reporter} {page}, {pin} ({court}{year}), and followed since. ",
    "See {one} v. {other}, {volume} {reporter} {page} ({court}{year}). ",
    "The duty to report follows from {volume} U.S.C. § {page}, which the district applied in full. ",
    "As the court said in {one}, {volume} {reporter} at {pin}, no further notice is needed. ",
    "Id. at {pin}. ",
)
_PLAIN = (
    "In the first six months of {year} the department received {volume} files and settled {pin} of them in time. ",
    "The committee directed every office to publish its procedures and to name an officer in charge. ",
    "Training was held for {volume} officers; the remaining staff will attend in the next quarter. ",
    "Progress on the inventory was slow, because records of earlier years were kept on paper only. ",
    "Of {page} households that were asked, most said that forms had become shorter and easier to fill in. ",
    "The plan for the coming year keeps the targets and adds a review of how complaints are answered. ",
)


def english(characters: int, per_thousand: float = 2.0, seed: int = 30) -> str:
    """About that many characters, with `per_thousand` citations in each 1,000 of them."""
    pick = random.Random(seed)
    parts: list[str] = []
    length = cited = 0
    while length < characters:
        citing = cited < length * per_thousand / 1000
        cited += citing
        sentence = pick.choice(_CITING if citing else _PLAIN).format(
            one=pick.choice(_PARTIES),
            other=pick.choice(_PARTIES),
            reporter=pick.choice(_REPORTERS),
            court=pick.choice(_COURTS),
            volume=pick.randint(2, 600),
            page=pick.randint(100, 1400),
            pin=pick.randint(101, 990),
            year=pick.randint(1951, 2019),
        )
        # A paragraph now and then, as in a real document.
        parts.append(sentence if pick.random() < 0.85 else sentence.rstrip() + "\n\n")
        length += len(parts[-1])
    return "".join(parts)

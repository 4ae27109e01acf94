"""The honest report cut off or damaged at many points."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from corpora.hostile.case import READS, Case, Make, case
from corpora.hostile.good import pdf, text, word

#: Hundredths of the file that are left.
_SHARES = (1, 3, 5, 8, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90, 95, 97, 99)
#: Bytes that are missing at the end.
_MISSING = (1, 2, 4, 8, 16, 21, 22, 40)


def cases() -> Iterator[Case]:
    """All of them."""
    yield from _cut("docx", word, "corrupt")
    yield from _cut("pdf", pdf, "corrupt")
    for share in (10, 50, 90):
        yield case("cut", f"txt cut to {share} percent", READS, partial(_share, _letters, share), "bao-cao.txt")
        yield case(
            "cut", f"txt cut in a letter at {share} percent", "encoding", partial(_in_letter, share), "bao-cao.txt"
        )
    for about, make in (("docx", word), ("pdf", pdf)):
        name = f"bao-cao.{about}"
        yield case(
            "cut",
            f"{about} without its first 100 bytes",
            "corrupt|unsupported_type|encoding|reads",
            partial(_tail, make, 100),
            name,
        )
        yield case("cut", f"{about} with a hole of zeros", "corrupt|reads|empty", partial(_hole, make), name)
        yield case(
            "cut",
            f"{about} with its line ends changed",
            "corrupt|reads|empty|encrypted",
            partial(_line_ends, make),
            name,
        )
        yield case(
            "cut",
            f"{about} as text of seven bits",
            "corrupt|encoding|unsupported_type|reads|empty|hostile|limit",
            partial(_seven_bits, make),
            name,
        )
        yield case("cut", f"{about} in reverse", "unsupported_type|encoding", partial(_reversed, make), name)


def _cut(suffix: str, make: Make, expected: str) -> Iterator[Case]:
    name = f"bao-cao.{suffix}"
    for share in _SHARES:
        # A hundredth of a Word file is the name of its first member, or less.
        told = f"{expected}|unsupported_type" if share == 1 else expected
        yield case("cut", f"{suffix} cut to {share} percent", told, partial(_share, make, share), name)
    for missing in _MISSING:
        # A PDF's last line end may be missing, and its end mark is forgiven.
        expected_here = READS + "|corrupt" if suffix == "pdf" and missing < 16 else expected
        yield case(
            "cut", f"{suffix} without its last {missing} bytes", expected_here, partial(_head, make, missing), name
        )
    for length, told in ((1, READS), (2, "unsupported_type|reads"), (4, "unsupported_type|reads|corrupt")):
        yield case("cut", f"{suffix} cut to {length} bytes", told, partial(_first, make, length), name)


def _share(make: Make, share: int) -> bytes:
    data = make()
    return data[: len(data) * share // 100]


def _head(make: Make, missing: int) -> bytes:
    return make()[:-missing]


def _first(make: Make, length: int) -> bytes:
    return make()[:length]


def _tail(make: Make, missing: int) -> bytes:
    return make()[missing:]


def _letters() -> bytes:
    return text().decode().replace("đ", "d").encode("ascii", "ignore")


def _in_letter(share: int) -> bytes:
    data = text()
    place = len(data) * share // 100
    while data[place] < 0xC0:
        place += 1
    return data[: place + 1]


def _hole(make: Make) -> bytes:
    data = bytearray(make())
    middle = len(data) // 2
    data[middle : middle + 200] = bytes(200)
    return bytes(data)


def _line_ends(make: Make) -> bytes:
    return make().replace(b"\n", b"\r\n")


def _seven_bits(make: Make) -> bytes:
    return bytes(byte & 0x7F for byte in make())


def _reversed(make: Make) -> bytes:
    return make()[::-1]

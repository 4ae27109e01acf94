"""Charts, fonts and syllables of rules/encodings.toml, and single words: what becomes a letter and what does not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest

from corpora.generate.encoders import encoders
from extractor import rules
from extractor.encodings import charts, viqr
from extractor.encodings.decoder import Decoder, Piece, converted
from extractor.encodings.syllables import is_syllable

BOOK = rules.load()["encodings"]
#: Enough words for the encoding to be believed.
BEFORE = "Căn cứ Luật Tổ chức chính quyền địa phương, thực hiện chương trình cải cách hành chính nhà nước, "
#: All 134 letters that are not ASCII.
LETTERS = (
    "àảãáạằẳẵắặầẩẫấậăâèẻẽéẹềểễếệêìỉĩíịòỏõóọồổỗốộôờởỡớợơùủũúụừửữứựưỳỷỹýỵđ"
    "ÀẢÃÁẠẰẲẴẮẶẦẨẪẤẬĂÂÈẺẼÉẸỀỂỄẾỆÊÌỈĨÍỊÒỎÕÓỌỒỔỖỐỘÔỜỞỠỚỢƠÙỦŨÚỤỪỬỮỨỰƯỲỶỸÝỴĐ"
)


def read(signs: str, font: str | None = None) -> str:
    """What a text is converted to, behind enough other text."""
    decoder = Decoder()
    return converted(signs, decoder.edits([Piece(signs, charts.font(font) if font else None)]))


def behind(encoding: str, words: str, signs: str | None = None) -> str:
    """What `words` become when they were encoded; `signs` where they are written in another way."""
    encode = encoders()[encoding]
    return read(encode(BEFORE) + "\n" + (encode(words) if signs is None else signs)).rpartition("\n")[2]


@pytest.mark.parametrize("row", BOOK["encoding"], ids=lambda row: row["id"])
def test_chart(row: Mapping[str, Any]) -> None:
    chart = charts.encoding(row["id"])
    for example in row["examples"]:
        assert chart.decode(example["legacy"]) == example["text"]


@pytest.mark.parametrize("name", ["tcvn1", "viscii", "vps", "vni", "windows-1258"])
def test_every_letter_there_and_back(name: str) -> None:
    assert len(set(LETTERS)) == 134
    chart, encode = charts.encoding(name), encoders()[name]
    assert [letter for letter in LETTERS if chart.decode(encode(letter)) != letter] == []


def test_tcvn3_has_small_letters_and_seven_capitals() -> None:
    chart, encode = charts.encoding("tcvn3"), encoders()["tcvn3"]
    lost = [letter for letter in LETTERS if chart.decode(encode(letter)) != letter]
    assert len(lost) == 60
    assert all(letter.isupper() and chart.decode(encode(letter)) == letter.lower() for letter in lost)


@pytest.mark.parametrize("row", BOOK["font"], ids=lambda row: row["encoding"])
def test_font(row: Mapping[str, Any]) -> None:
    assert [name for name in row["examples"] if not (f := charts.font(name)) or f.encoding != row["encoding"]] == []
    assert [name for name in row["rejects"] if (f := charts.font(name)) and f.encoding == row["encoding"]] == []


def test_fonts_that_show_capitals() -> None:
    names = (".VnTimeH", "ABCDEF+.VnArialH", ".VnTime", ".VnTimeH,Bold", "ABCDEF+.VnTime-Bold")
    shown = [found.capitals for name in names if (found := charts.font(name))]
    assert shown == [True, True, False, True, False]


def test_syllables() -> None:
    row = BOOK["syllables"]
    assert [word for word in row["examples"] if not is_syllable(word)] == []
    assert [word for word in row["rejects"] if is_syllable(word)] == []


def test_the_first_word_of_a_sentence() -> None:
    row, pattern = BOOK["sentence"], rules.pattern("encodings", "sentence")
    assert [text for text in row["examples"] if not pattern.search(text)] == []
    assert [text for text in row["rejects"] if pattern.search(text)] == []


def test_names_with_a_capital_that_tcvn3_lacks() -> None:
    for row in BOOK["capital"]:
        for name in row["words"]:
            assert behind("tcvn3", f"Chủ tịch {name} nhân dân tỉnh") == f"Chủ tịch {name} nhân dân tỉnh"


@pytest.mark.parametrize(
    "words",
    [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "ỦY BAN NHÂN DÂN TỈNH HÀ TĨNH",
        "SỞ THÔNG TIN VÀ TRUYỀN THÔNG",
        "Số: 25/NQ-HĐND",
        "UBND xã Đắk Rơ Ông",
        "“Về việc” ban hành quy định",
        "6.1. Ứng dụng công nghệ thông tin",
        "ở đó",
    ],
)
def test_capitals_of_tcvn3(words: str) -> None:
    assert behind("tcvn3", words) == words


@pytest.mark.parametrize(
    ("printed", "right"),
    [
        ("ch-¬ng tr×nh, nh- vËy, T- ph¸p, ®Çu t- c«ng", "chương trình, như vậy, Tư pháp, đầu tư công"),
        ("sè 12/2005/Q§-UBND, B7-1-PNX§G-§T, KH-B1", "số 12/2005/QĐ-UBND, B7-1-PNXĐG-ĐT, KH-B1"),
        ("kinh tÕ - x· héi, h-íng dÉn", "kinh tế - xã hội, hướng dẫn"),
        ("nh\x02 vËy", "như vậy"),
    ],
)
def test_a_letter_that_became_a_hyphen(printed: str, right: str) -> None:
    assert behind("tcvn3", "", printed) == right


def test_a_letter_that_was_dropped() -> None:
    words = "người được hưởng lương ở nước ngoài, Thủ tướng, bộ trưởng; thơm, lợi, bơi, đầu tư như CHƯƠNG TRÌNH"
    signs = encoders()["tcvn3"](BEFORE + words)
    assert "\u00ad" in signs
    assert read(signs.replace("\u00ad", "")).endswith(words)


@pytest.mark.parametrize("kept", ["3×4 m", "25°C", "2½ ha", "· ", "120 m²", "10 – 12", "“a”", "§ 5", "http://a.vn/b"])
def test_signs_of_print_stay(kept: str) -> None:
    expected = kept.replace("§", "Đ")  # the font shows no other sign there
    assert behind("tcvn3", "", f"{encoders()['tcvn3']('diện tích')} {kept}") == f"diện tích {expected}"


def test_quotation_marks_of_windows() -> None:
    assert behind("tcvn3", "", "\x93vËt t\u00ad\x94 \x96 \x85") == "“vật tư” – …"


def test_a_font_of_symbols() -> None:
    """Word moves the codes of fonts that say they hold symbols."""
    moved = "".join(chr(0xF000 + ord(sign)) if sign > "\x7f" else sign for sign in encoders()["tcvn3"]("thực hiện"))
    assert behind("tcvn3", "", moved) == "thực hiện"


@pytest.mark.parametrize("mark", ["´ ", "Vie65t Nam", "a^2 + b^2", "address, middle, add", "www.x.vn/?q=a'b"])
def test_what_looks_like_viqr(mark: str) -> None:
    assert not viqr.is_viqr(f"{mark} " * 40)


@pytest.mark.parametrize(
    "words",
    [
        "Căn cứ Nghị định số 61/2018/NĐ-CP của Chính phủ, thực hiện cơ chế một cửa.",
        "I. MỤC TIÊU\nBộ Tài chính, đơn vị sự nghiệp; mặt trận Tổ quốc được giao nhiệm vụ.",
        "Krông Bông, Đắk Lắk (đường bộ) về việc... tháng 6.",
    ],
)
def test_viqr(words: str) -> None:
    before = "Quyết định ban hành chương trình, kế hoạch đầu tư công của tỉnh, đường sắt, thủ đô, cơ quan, đơn vị lớn\n"
    signs = encoders()["viqr"](before + words)
    assert signs.isascii()
    assert viqr.is_viqr(signs)
    assert viqr.decode(signs) == before + words


def test_a_chart_has_each_letter_once() -> None:
    """A chart's cells are letters or tones, each once."""
    for row in BOOK["encoding"]:
        cells = [cell for line in row.get("chart", "").split("\n") for cell in line.split()[1:] if cell != "·"]
        assert len(cells) == len(set(cells)), row["id"]
        assert all(len(re.sub(r"\s", "", cell)) == 1 for cell in cells)

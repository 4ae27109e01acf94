"""Characters of symbol fonts (w:sym), which have no meaning outside their font, as Unicode."""

from __future__ import annotations

_PRIVATE = 0xF000  # Word shifts the characters of symbol fonts here
_BULLET = "•"

#: The font Symbol from 0x20 and from 0xA0 on, as the vendor's table has it.
_SYMBOL = (
    (0x20, " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"),
    (0xA0, "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪"),
    (0xF1, "〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"),
)
#: The signs of Wingdings that reports use: boxes, ticks, arrows, bullets.
_WINGDINGS = {
    0x21: "✏",
    0x22: "✂",
    0x28: "☎",
    0x2A: "✉",
    0x46: "☞",
    0x6C: "●",
    0x6D: "❍",
    0x6E: "■",
    0x6F: "□",
    0x70: "□",
    0x71: "❑",
    0x72: "❒",
    0x73: "⬧",
    0x74: "⧫",
    0x75: "◆",
    0x76: "❖",
    0x9F: "•",
    0xA1: "○",
    0xA7: "▪",
    0xA8: "□",
    0xAB: "★",
    0xD8: "➢",
    0xDF: "←",
    0xE0: "→",
    0xE1: "↑",
    0xE2: "↓",
    0xE8: "➔",
    0xF0: "⇨",
    0xFB: "✗",
    0xFC: "✓",
    0xFD: "☒",
    0xFE: "☑",
}
#: Wingdings 2 has its own boxes and ticks.
_WINGDINGS_2 = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0xA3: "□", 0x30: "□"}
_PICTURES = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "wingdings 3": {}, "webdings": {}}


def symbol(font: str, code: str) -> str:
    """The character of a w:sym: `font` as named, `code` in hexadecimal. A picture that is not known is a bullet, and
    what is no character at all is nothing."""
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    family = font.strip().lower()
    shifted = value - _PRIVATE if _PRIVATE <= value < _PRIVATE + 0x100 else value
    if family in _PICTURES:
        return _PICTURES[family].get(shifted, _BULLET)
    if family == "symbol":
        return next((row[shifted - at] for at, row in _SYMBOL if 0 <= shifted - at < len(row)), _BULLET)
    if shifted < 0x20 or 0x7F <= shifted < 0xA0 or shifted > 0x10FFFF or 0xD800 <= shifted < 0xE000:
        return ""
    return chr(shifted)

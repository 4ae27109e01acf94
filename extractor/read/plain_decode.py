"""The bytes of a text file as text: UTF-8, UTF-16, or one of the old Vietnamese encodings.

A file that is UTF-8 may still hold text that was never converted ("QuyÕt ®Þnh"), or VIQR, which is ASCII.
"""

from __future__ import annotations

from extractor.encodings.suspicion import looks_encoded
from extractor.errors import EncodingError


def decode(data: bytes, name: str, most: int) -> tuple[str, tuple[str, ...]]:
    """The text with its line ends made one, and the ids of the old encodings that it was converted from. A text of more
    than `most` characters, which will be refused, is not converted.

    Raises EncodingError for bytes that are text in no encoding that is known here.
    """
    text, found = _decoded(data, name, most)
    if not found and len(text) <= most:
        if looks_encoded(text):
            text, found = _converted(text)
        if not found and "^" in text:
            text, found = _from_viqr(text)
    return text.replace("\r\n", "\n").replace("\r", "\n"), found


def _decoded(data: bytes, name: str, most: int) -> tuple[str, tuple[str, ...]]:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError as error:
        if encoding == "utf-8-sig" and len(data) > 4 * most:
            return data.decode("latin-1"), ()
        found = _from_bytes(data) if encoding == "utf-8-sig" else None
        if found is None:
            raise EncodingError(
                f"{name}: byte {error.start} is not {encoding.removesuffix('-sig').upper()}, and the text is in no old "
                "Vietnamese encoding that is known; save the file as UTF-8 and send it again"
            ) from None
        return found


def _from_bytes(data: bytes) -> tuple[str, tuple[str, ...]] | None:
    from extractor.encodings import files

    found = files.decode(data)
    return None if found is None else (found[0], tuple(found[1]))


def _converted(text: str) -> tuple[str, tuple[str, ...]]:
    from extractor.encodings.decoder import Decoder, Piece, converted

    decoder = Decoder()
    made = converted(text, decoder.edits([Piece(text)]))
    return made, tuple(decoder.found)


def _from_viqr(text: str) -> tuple[str, tuple[str, ...]]:
    from extractor.encodings import viqr

    return (viqr.decode(text), ("viqr",)) if viqr.is_viqr(text) else (text, ())

"""Digital signatures of a PDF file: who signed, when, and whether the bytes that a signature covers are unchanged.

pdfium finds the signatures; pyHanko checks the cryptography, and is imported only for a file that has one. Nothing is
fetched and no trust is asserted: a certificate that anybody made passes as well as one of the State's.
"""

from __future__ import annotations

import ctypes
import hashlib
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from pypdfium2 import raw

from extractor.model import Signature

#: More signatures than this are not checked, nor more covered bytes (each signature covers the whole file before it).
_MOST, _MOST_BYTES = 50, 1_000_000_000
#: A signature's own data is some 10 to 30 kB; what is much larger is none.
_LARGEST = 4_000_000
_NUMBERS = 16
#: So many bytes of white space may follow the last covered byte.
_TRAILING = 4
#: Characters of a name that are kept.
_NAME = 200


@dataclass(frozen=True, slots=True)
class FoundSignature:
    """A signature as it stands in the file: its data in DER, pairs of (start, length) of the bytes that it covers, its
    kind ("adbe.pkcs7.detached") and its date of signing as printed."""

    contents: bytes
    covered: tuple[tuple[int, int], ...]
    kind: str
    date: str


def find_signatures(document: Any, data: bytes) -> list[FoundSignature]:
    """The signatures of an open document of pdfium, in the order of signing. `data` are the bytes of the file. To be
    called before its pages are read: that dissolves the fields which hold the signatures."""
    if b"/ByteRange" not in data:
        return []
    count = max(int(raw.FPDF_GetSignatureCount(document)), 0)
    handles = (raw.FPDF_GetSignatureObject(document, index) for index in range(min(count, _MOST + 1)))
    found = [_found(handle) for handle in handles if handle]
    return sorted(found, key=lambda one: max((start + length for start, length in one.covered), default=0))


def check_signatures(found: Sequence[FoundSignature], data: bytes) -> tuple[tuple[Signature, ...], tuple[str, ...]]:
    """The signatures checked against the bytes of the file, and warnings about those that cannot be read."""
    signatures, warnings, hashed = list[Signature](), list[str](), 0
    for number, one in enumerate(found, 1):
        hashed += sum(min(max(length, 0), len(data)) for _, length in one.covered)
        if number > _MOST or hashed > _MOST_BYTES:
            warnings.append(f"Digital signatures from number {number} on were not checked: there are too many.")
            break
        try:
            signatures.append(_check(one, data))
        except Exception:
            # The data are a stranger's, and three libraries may raise anything on them.
            signatures.append(Signature(None, _iso(None, _pdf_date(one.date)), False, False))
            warnings.append(f"Digital signature {number} cannot be read; whether the file was changed is not known.")
    return tuple(signatures), tuple(warnings)


def _found(handle: Any) -> FoundSignature:
    numbers = (ctypes.c_int * _NUMBERS)()
    count = int(raw.FPDFSignatureObj_GetByteRange(handle, numbers, _NUMBERS))
    values = list(numbers)[: max(0, min(count, _NUMBERS))]
    pairs = tuple(zip(values[::2], values[1::2], strict=False))
    contents = _bytes(raw.FPDFSignatureObj_GetContents, handle)
    kind = _bytes(raw.FPDFSignatureObj_GetSubFilter, handle).rstrip(b"\0").decode("latin-1")
    date = _bytes(raw.FPDFSignatureObj_GetTime, handle).rstrip(b"\0").decode("latin-1")
    return FoundSignature(contents, pairs, kind, date)


def _bytes(function: Callable[..., int], handle: Any) -> bytes:
    """What a function of pdfium writes into a buffer whose size it tells first."""
    size = int(function(handle, None, 0))
    if not 0 < size <= _LARGEST:
        return b""
    buffer = ctypes.create_string_buffer(size)
    function(handle, buffer, size)
    return buffer.raw


def _check(found: FoundSignature, data: bytes) -> Signature:
    from asn1crypto import cms
    from pyhanko.sign.general import extract_signer_info

    # Loads an HTTP client with it, which is never called.
    from pyhanko.sign.validation import generic_cms

    signed = cms.ContentInfo.load(found.contents)["content"]
    signer = extract_signer_info(signed)
    certificate = generic_cms.extract_certs_for_validation(signed).signer_cert
    time = generic_cms.extract_self_reported_ts(signer)
    algorithm = signer["digest_algorithm"]["algorithm"].native
    inner = signed["encap_content_info"]
    kind = inner["content_type"].native
    stated = True
    if inner["content"].native is None:
        digest = _digest(algorithm, found, data)
    else:
        # The signature is over data of its own, which hold the digest of the file: a time stamp, or an old kind.
        stated, time = _states(kind, inner["content"], time, found, data)
        digest = hashlib.new(algorithm, bytes(inner["content"])).digest()
    intact, valid = generic_cms.validate_sig_integrity(signer, certificate, kind, digest)
    whole = _covers_file(found, data)
    return Signature(
        name=_common_name(certificate),
        time=_iso(time, _pdf_date(found.date)),
        unchanged=bool(whole is not None and stated and intact and valid),
        covers_all=bool(whole),
    )


def _digest(algorithm: str, found: FoundSignature, data: bytes) -> bytes:
    digest = hashlib.new(algorithm)
    view = memoryview(data)
    for start, length in found.covered:
        digest.update(view[start : start + length])
    return digest.digest()


def _states(
    kind: str, content: Any, time: datetime | None, found: FoundSignature, data: bytes
) -> tuple[bool, datetime | None]:
    """Whether data that a signature carries name the digest of the covered bytes, and the time that they state."""
    if kind != "tst_info":
        return bytes(content) == _digest("sha1", found, data), time
    stamp = content.parsed
    imprint = stamp["message_imprint"]
    digest = _digest(imprint["hash_algorithm"]["algorithm"].native, found, data)
    return imprint["hashed_message"].native == digest, stamp["gen_time"].native


def _covers_file(found: FoundSignature, data: bytes) -> bool | None:
    """Whether the covered bytes are the file but for the signature itself, to its end. None where they leave out more:
    then a signature says nothing of what a reader sees."""
    if len(found.covered) != 2:
        return None
    (first, length), (second, rest) = found.covered
    if first != 0 or length <= 0 or rest <= 0 or second <= length or second + rest > len(data):
        return None
    gap = data[length:second]
    if gap[:1] != b"<" or gap[-1:] != b">" or bytes.fromhex(gap[1:-1].decode("ascii")) != found.contents:
        return None
    return len(data) - second - rest <= _TRAILING and not data[second + rest :].strip()


def _common_name(certificate: Any) -> str | None:
    """The name of the certificate's subject (CN), else its organisation."""
    subject = certificate.subject.native
    for key in ("common_name", "organization_name"):
        value = subject.get(key)
        if isinstance(value, list):
            value = value[0] if value else None
        if isinstance(value, str) and value.strip():
            return " ".join(unicodedata.normalize("NFC", value).split())[:_NAME]
    return None


def _pdf_date(printed: str) -> datetime | None:
    """ "D:20241121152944+07'00'" with the zone that it states, None for what is no date."""
    digits = "".join(printed.removeprefix("D:")[:14].split())
    sign, zone = printed.removeprefix("D:")[14:15], printed.removeprefix("D:")[15:].replace("'", "")
    try:
        local = datetime.strptime(digits, "%Y%m%d%H%M%S")
        if sign == "Z":
            return local.replace(tzinfo=UTC)
        if sign not in ("+", "-") or not sign:
            return local
        offset = timedelta(hours=int(zone[:2]), minutes=int(zone[2:4] or 0))
        return local.replace(tzinfo=timezone(offset if sign == "+" else -offset))
    except (ValueError, OverflowError):
        return None


def _iso(signed: datetime | None, printed: datetime | None) -> str | None:
    """The signed time in the zone that the file prints; the printed time where none is signed."""
    if signed is None or signed.tzinfo is None:
        return printed.isoformat() if printed else None
    zone = printed.tzinfo if printed else None
    return signed.astimezone(zone or UTC).isoformat()

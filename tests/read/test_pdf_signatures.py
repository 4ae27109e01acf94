"""Digital signatures of PDF files: made with a key of our own, then left alone, changed, added to and broken."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from extractor import Report, extract
from extractor.read.pdf_signatures import FoundSignature, _pdf_date, check_signatures
from tests.read.pdf_writer import PdfWriter

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLE = ROOT / "corpora" / "samples" / "021-qd67-2024-hanoi-baibo.pdf"
WORDS = "Thực hiện Quyết định số 751/QĐ-UBND ngày 26/12/2020 của UBND tỉnh."


@cache
def signer(name: str = "Nguyễn Văn Hải") -> signers.SimpleSigner:
    """A signer with a certificate that it gave itself."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.KeyUsage(True, True, False, False, False, False, False, False, False),
            critical=True,
        )
        .sign(key, hashes.SHA256())
    )
    loaded = asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return signers.SimpleSigner(
        signing_cert=loaded,
        signing_key=asn1_keys.PrivateKeyInfo.load(pem.unarmor(private)[2]),
        cert_registry=SimpleCertificateStore(),
    )


def plain() -> bytes:
    writer = PdfWriter()
    writer.page()
    writer.text(80, 100, WORDS)
    return writer.build()


def signed(data: bytes, field: str = "Signature1", name: str = "Nguyễn Văn Hải", **chosen: object) -> bytes:
    """The file with one more signature."""
    writer = IncrementalPdfFileWriter(BytesIO(data))
    fields.append_signature_field(writer, fields.SigFieldSpec(field))
    about = signers.PdfSignatureMetadata(field_name=field, md_algorithm="sha256", **chosen)
    out = signers.sign_pdf(writer, about, signer=signer(name))
    return bytes(out.getbuffer())


def read(data: bytes) -> Report:
    return extract(data, name="a.pdf")


def test_a_file_without_signatures_loads_no_cryptography() -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); from extractor import extract; "
        "extract(sys.stdin.buffer.read(), name='a.pdf'); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], input=plain(), capture_output=True, check=True, timeout=60)
    loaded = {name.partition(".")[0] for name in done.stdout.decode().split()}
    assert not loaded & {"pyhanko", "pyhanko_certvalidator", "asn1crypto", "aiohttp", "requests"}


def test_who_signed_and_when() -> None:
    before = datetime.now(UTC) - timedelta(seconds=2)
    report = read(signed(plain()))
    (found,) = report.signatures
    assert (found.name, found.unchanged, found.covers_all) == ("Nguyễn Văn Hải", True, True)
    assert found.time is not None
    when = datetime.fromisoformat(found.time)
    assert when.tzinfo is not None
    assert before <= when <= datetime.now(UTC)
    assert [reference.code for reference in report.references] == ["751/QĐ-UBND"]
    assert report.warnings == ()


def test_a_changed_byte() -> None:
    data = bytearray(signed(plain()))
    data[data.index(b"/MediaBox") + len("/MediaBox [0 0 59")] ^= 1
    (found,) = read(bytes(data)).signatures
    assert (found.name, found.unchanged) == ("Nguyễn Văn Hải", False)


def test_two_signatures() -> None:
    first, second = read(signed(signed(plain()), "Signature2", "Văn phòng UBND")).signatures
    assert (first.name, first.unchanged, first.covers_all) == ("Nguyễn Văn Hải", True, False)
    assert (second.name, second.unchanged, second.covers_all) == ("Văn phòng UBND", True, True)


def test_something_added_behind_a_signature() -> None:
    writer = IncrementalPdfFileWriter(BytesIO(signed(plain())))
    writer.root["/Lang"] = generic.TextStringObject("vi")
    writer.update_root()
    out = BytesIO()
    writer.write(out)
    (found,) = read(out.getvalue()).signatures
    assert (found.unchanged, found.covers_all) == (True, False)


@pytest.mark.parametrize(
    "kind", [fields.SigSeedSubFilter.ADOBE_PKCS7_DETACHED, fields.SigSeedSubFilter.PADES], ids=["pkcs7", "pades"]
)
def test_kinds_of_signatures(kind: fields.SigSeedSubFilter) -> None:
    (found,) = read(signed(plain(), subfilter=kind)).signatures
    assert found.unchanged


def test_the_signature_value_is_checked() -> None:
    data = signed(plain())
    start = data.index(b"/Contents <") + len(b"/Contents <")
    contents = bytes.fromhex(data[start : data.index(b">", start)].decode())
    value = contents.rstrip(b"\0")
    broken = value[:-1] + bytes([value[-1] ^ 1]) + contents[len(value) :]
    (found,) = read(data[:start] + broken.hex().encode() + data[start + 2 * len(contents) :]).signatures
    assert found.unchanged is False


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"/Contents <30", b"/Contents <00"),
        (b"/Contents <30", b"/Contents <FF"),
        (b"/ByteRange [", b"/ByteRange <"),
        (b"/SubFilter", b"/SubFilte_"),
        (b"/Type /Sig", b"/Type /Xig"),
    ],
)
def test_broken_dictionaries_end_in_no_error(old: bytes, new: bytes) -> None:
    data = signed(plain())
    assert old in data
    report = read(data.replace(old, new))
    assert not any(found.unchanged for found in report.signatures)
    assert [reference.code for reference in report.references] == ["751/QĐ-UBND"]


@pytest.mark.parametrize(
    "covered",
    [
        (),
        ((0, 0), (0, 0)),
        ((0, 10),),
        ((5, 10), (40, 10)),
        ((0, -5), (20, 1 << 30)),
        ((0, 10), (5, 10)),
        ((0, 3),) * 8,
    ],
)
def test_hostile_ranges(covered: tuple[tuple[int, int], ...]) -> None:
    data = signed(plain())
    start = data.index(b"/Contents <") + len(b"/Contents <")
    contents = bytes.fromhex(data[start : data.index(b">", start)].decode())
    found = FoundSignature(contents, covered, "adbe.pkcs7.detached", "D:20211231")
    (checked,), _ = check_signatures([found], data)
    assert (checked.unchanged, checked.covers_all) == (False, False)


@pytest.mark.parametrize(
    "contents", [b"", b"\0" * 100, b"\x30\x80" * 5000, bytes(range(256)) * 40, b"\x30\x84\xff\xff\xff\xff"]
)
def test_hostile_contents_are_a_warning(contents: bytes) -> None:
    found = FoundSignature(contents, ((0, 10), (20, 10)), "", "")
    (checked,), (warning,) = check_signatures([found], b"x" * 30)
    assert (checked.name, checked.time, checked.unchanged) == (None, None, False)
    assert "signature 1" in warning


def test_too_many_signatures() -> None:
    found = FoundSignature(b"", ((0, 10), (20, 10)), "", "")
    checked, warnings = check_signatures([found] * 51, b"x" * 30)
    assert len(checked) == 50
    assert "number 51" in warnings[-1]


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        ("D:20241121152944+07'00'", "2024-11-21T15:29:44+07:00"),
        ("D:20241121152944Z", "2024-11-21T15:29:44+00:00"),
        ("D:20241121152944-03'30'", "2024-11-21T15:29:44-03:30"),
        ("20241121152944", "2024-11-21T15:29:44"),
        ("D:20241321152944", None),
        ("D:20241121152944+99'00'", None),
        ("", None),
    ],
)
def test_dates_of_signing(printed: str, wanted: str | None) -> None:
    date = _pdf_date(printed)
    assert (date and date.isoformat()) == wanted


def test_a_decision_signed_by_its_chairman_and_stamped_by_the_office() -> None:
    signatures = extract(SAMPLE).signatures
    assert len(signatures) == 7
    assert signatures[0].name == "Trần Sỹ Thanh"
    assert signatures[0].time == "2024-11-20T12:32:40+07:00"
    assert all(found.unchanged for found in signatures)
    assert [found.covers_all for found in signatures] == [False] * 6 + [True]

"""The files that are measured: the five reports as text, Word and PDF, and a PDF of many pages.

Word and PDF files are made as `python -m corpora.generate` makes them and kept; one is made again when it would differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpora.generate import SofficeError, word_file
from corpora.generate.letterhead import with_letterhead
from corpora.generate.pdf import convert

CORPORA = Path(__file__).resolve().parent.parent
REPORTS = CORPORA / "reports"
#: A real PDF of two pages, for a run without LibreOffice.
SAMPLE = CORPORA / "samples" / "021-qd67-2024-hanoi-baibo.pdf"
#: The report without any table, and the one that is mostly tables.
WITHOUT_TABLES, MOSTLY_TABLES = "002", "000"


@dataclass(frozen=True, slots=True)
class Document:
    """A file's name and bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Case:
    """Files that are measured together. `pages` in all; None where no PDF says how many there are."""

    key: str
    title: str
    files: tuple[Path, ...]
    pages: int | None

    @property
    def documents(self) -> list[Document]:
        """The files with their bytes, read when asked for."""
        return [Document(file.name, file.read_bytes()) for file in self.files]


@dataclass(frozen=True, slots=True)
class Corpus:
    """The cases in the order of the report, the reports' text (footnotes and all, as the files have it) as one, and
    what is missing and why."""

    cases: tuple[Case, ...]
    text: str
    missing: str = ""

    def case(self, key: str) -> Case | None:
        """The case of that key, None where its files could not be made."""
        return next((case for case in self.cases if case.key == key), None)


def page_count(file: Path) -> int:
    """Pages of a PDF."""
    from pypdfium2 import PdfDocument

    with PdfDocument(file.read_bytes()) as document:
        return len(document)


def pages_joined(files: Sequence[Path], pages: int, target: Path) -> None:
    """Write a PDF of that many pages: those of `files` in their order, again and again."""
    from pypdfium2 import PdfDocument

    with PdfDocument.new() as joined:
        while len(joined) < pages:
            for file in files:
                with PdfDocument(file.read_bytes()) as document:
                    taken = min(len(document), pages - len(joined))
                    joined.import_pages(document, list(range(taken)))
        joined.save(str(target))


def full(folder: Path, long_pages: int) -> Corpus:
    """The five reports in all formats and a PDF of `long_pages` pages. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    texts, words, pdfs, missing = [], [], [], ""
    for report in sorted(REPORTS.glob("*.txt")):
        text, word, pdf = (folder / report.with_suffix(suffix).name for suffix in (".txt", ".docx", ".pdf"))
        try:
            _make(report, text, word, pdf)
            pdfs.append(pdf)
        except SofficeError as error:
            missing = str(error)
        texts.append(text)
        words.append(word)
    pages = None if missing else sum(map(page_count, pdfs))
    cases = [
        Case("text", ".txt, five reports", tuple(texts), pages),
        Case("word", ".docx, five reports", tuple(words), pages),
    ]
    if not missing:
        long = folder / f"{long_pages}-pages.pdf"
        pages_joined(pdfs, long_pages, long)
        cases += _pdf_cases(pdfs, long, long_pages)
    return Corpus(tuple(cases), "\n\n".join(text.read_text(encoding="utf-8") for text in texts), missing)


def _make(report: Path, text: Path, word: Path, pdf: Path) -> None:
    """Write the .txt twin, the .docx and, where they changed, the .pdf. Raises SofficeError."""
    twin = with_letterhead(report.read_bytes())
    text.write_bytes(twin)
    made = word_file(twin, text.name)
    if not word.is_file() or word.read_bytes() != made:
        pdf.unlink(missing_ok=True)
        word.write_bytes(made)
    if not pdf.is_file():
        convert(word, pdf)


def _pdf_cases(pdfs: Sequence[Path], long: Path, long_pages: int) -> list[Case]:
    def one(key: str, start: str, what: str) -> Case:
        (file,) = [pdf for pdf in pdfs if pdf.name.startswith(start)]
        return Case(key, f".pdf, report {start} ({what})", (file,), page_count(file))

    return [
        one("pdf", WITHOUT_TABLES, "no tables"),
        one("ruled", MOSTLY_TABLES, "mostly tables"),
        Case("pdfs", ".pdf, five reports", tuple(pdfs), sum(map(page_count, pdfs))),
        Case("long", f".pdf, {long_pages} pages", (long,), long_pages),
    ]


def quick(folder: Path) -> Corpus:
    """One short report as text and Word, and a sample as PDF: nothing that needs LibreOffice. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    (report,) = REPORTS.glob(f"{WITHOUT_TABLES}*.txt")
    twin = with_letterhead(report.read_bytes())
    text, word, long = folder / report.name, folder / f"{report.stem}.docx", folder / "4-pages.pdf"
    text.write_bytes(twin)
    word.write_bytes(word_file(twin, text.name))
    pages_joined([SAMPLE], 4, long)
    cases = (
        Case("text", f".txt, report {WITHOUT_TABLES}", (text,), None),
        Case("word", f".docx, report {WITHOUT_TABLES}", (word,), None),
        Case("pdf", ".pdf, a sample", (SAMPLE,), page_count(SAMPLE)),
        Case("long", ".pdf, 4 pages", (long,), 4),
    )
    return Corpus(cases, twin.decode("utf-8"), "left out by --quick")

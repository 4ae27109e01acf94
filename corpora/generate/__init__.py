"""Test files from text reports: one report as .txt, .docx and .pdf in the official layout of Nghị định 30/2020/NĐ-CP.

    python -m corpora.generate OUTDIR [REPORT...]

`generate` writes the three files of one report. The .txt is the report itself with the lines of the letterhead that it
lacks, the .docx is made from what the text reader reads in it, and LibreOffice makes the .pdf from the .docx;
`older` makes .doc, .rtf and .odt of it too.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corpora.generate.docx import Numbering, write_docx
from corpora.generate.letterhead import with_letterhead
from corpora.generate.pdf import SofficeError, convert
from corpora.generate.plan import plan
from extractor.read.plain import read_plain
from extractor.text import assemble

__all__ = ["Files", "Numbering", "SofficeError", "generate", "older", "word_file"]


@dataclass(frozen=True, slots=True)
class Files:
    """The three files of one report."""

    txt: Path
    docx: Path
    pdf: Path


def word_file(data: bytes, name: str, numbering: Numbering = "typed") -> bytes:
    """A text report as the bytes of a .docx. `numbering="auto"` makes the labels of headings Word lists.

    Raises what the text reader raises for `data`.
    """
    text = assemble(read_plain(data, name))
    return write_docx(plan(text), text, numbering)


def generate(report: Path, folder: Path, numbering: Numbering = "typed") -> Files:
    """Write the .txt twin, the .docx and the .pdf of `report` into `folder`. Raises SofficeError and OSError."""
    twin = with_letterhead(report.read_bytes())
    base = folder / report.stem
    files = Files(base.with_suffix(".txt"), base.with_suffix(".docx"), base.with_suffix(".pdf"))
    folder.mkdir(parents=True, exist_ok=True)
    files.txt.write_bytes(twin)
    files.docx.write_bytes(word_file(twin, files.txt.name, numbering))
    convert(files.docx, files.pdf)
    return files


def older(word: Path) -> tuple[Path, ...]:
    """Write a .docx as .doc (Word 97), .rtf and .odt beside it. Raises SofficeError and OSError."""
    made = tuple(word.with_suffix(ending) for ending in (".doc", ".rtf", ".odt"))
    for target in made:
        convert(word, target)
    return made

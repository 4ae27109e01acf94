"""How much of a stranger's file is read before it is refused. The defaults come from measured hostile files: a 331 kB
.docx with three million paragraphs took every library over 60 s and 2 to 3 GB."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds for one file. Breaking one raises `LimitError`, or `HostileFileError` where no honest file does."""

    #: Size of the file as it is, in bytes.
    file_bytes: int = 50 * 1024 * 1024
    #: Pages of a PDF.
    pages: int = 500
    #: Pages that are recognised from their images.
    recognised_pages: int = 100
    #: Pixels of an image, or of a page's picture: A3 at 600 dots an inch has 70 million.
    image_pixels: int = 80_000_000
    #: Paragraphs and table cells together.
    paragraphs: int = 200_000
    #: Characters of text.
    characters: int = 10_000_000
    #: One member of a .docx, decompressed, in bytes.
    member_bytes: int = 50 * 1024 * 1024
    #: All members of a .docx, decompressed, in bytes.
    archive_bytes: int = 300 * 1024 * 1024
    #: Members of a .docx.
    archive_entries: int = 5_000
    #: Decompressed bytes for each compressed byte of a member larger than 1 MiB.
    compression_ratio: int = 100
    #: Tables inside tables, elements inside elements of an HTML file.
    nesting: int = 20
    #: Seconds that LibreOffice may take for one file, its start included.
    conversion_seconds: float = 45.0
    #: Memory of LibreOffice (address space), in bytes.
    conversion_memory: int = 2 * 1024**3


DEFAULT_LIMITS = Limits()

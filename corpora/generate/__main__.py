"""Command line: python -m corpora.generate OUTDIR [REPORT...] writes .txt, .docx and .pdf of each report."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from corpora.generate import SofficeError, generate, older

REPORTS = Path(__file__).resolve().parent.parent / "reports"


def main() -> int:
    """Exit status 0, or 1 when LibreOffice is missing or fails."""
    parser = argparse.ArgumentParser(prog="python -m corpora.generate", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="OUTDIR", help="folder for the files; created when missing")
    parser.add_argument("reports", type=Path, nargs="*", metavar="REPORT", help="default: corpora/reports")
    parser.add_argument("--numbering", choices=("typed", "auto"), default="typed", help="labels of headings")
    parser.add_argument("--older", action="store_true", help="write .doc, .rtf and .odt too")
    options = parser.parse_args()
    for report in options.reports or sorted(REPORTS.glob("*.txt")):
        try:
            files = generate(report, options.folder, options.numbering)
            made = (files.pdf, *(older(files.docx) if options.older else ()))
        except SofficeError as error:
            print(error, file=sys.stderr)
            return 1
        print(*made)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Scans of PDF files, as good and as bad as those of archives: python -m corpora.generate.scans OUTDIR PDF...

Each page is drawn, harmed in the way that is asked for, and put into a PDF without text, or a TIFF with many pages. The
same seed makes the same pixels; the seed of a page is that of the run and its number.

    clean       drawn, nothing else
    noisy       a scanner: blur, uneven light, yellowed paper, grain, JPEG
    photocopy   a copy of a copy: black and white only, specks, strokes grown thin or thick
    skewed      as noisy, and askew by up to two degrees
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from PIL.Image import Image

    Random = np.random.Generator

#: The widest angle of a skewed page, in degrees.
ANGLE = 2.0


def draw_pages(pdf: bytes, dpi: int) -> Iterator[Image]:
    """The pages of a PDF as grey images."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        for index in range(len(document)):
            yield document[index].render(scale=dpi / 72, grayscale=True).to_pil()
    finally:
        document.close()


def harm(page: Image, kind: str, dpi: int, random: Random) -> Image:
    """A page, grey, as a scan of that kind shows it."""
    return KINDS[kind](page, dpi, random)


def _clean(page: Image, dpi: int, random: Random) -> Image:
    return page


def _noisy(page: Image, dpi: int, random: Random) -> Image:
    import numpy as np
    from PIL import Image, ImageFilter

    blurred = page.filter(ImageFilter.GaussianBlur(0.4 + dpi / 600))
    pixels = np.asarray(blurred).astype(np.float64)
    height, width = pixels.shape
    # Ink is not black, paper is not white, and the light falls from one side.
    left, right, top, bottom = (float(part) for part in random.uniform(0.86, 1.0, 4))
    light = np.linspace(left, right, width)[None, :] * np.linspace(top, bottom, height)[:, None]
    pixels = (45 + pixels * (200 / 255)) * light + random.normal(0, 9, pixels.shape)
    grainy = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    buffer = BytesIO()
    grainy.save(buffer, "JPEG", quality=55)
    return Image.open(buffer).convert("L")


def _photocopy(page: Image, dpi: int, random: Random) -> Image:
    import numpy as np
    from PIL import Image, ImageFilter

    soft = np.asarray(page.filter(ImageFilter.GaussianBlur(dpi / 280))).astype(np.float32)
    ink = soft + random.normal(0, 14, soft.shape) < random.uniform(120, 165)
    specks = random.random(soft.shape) < 0.0006
    return Image.fromarray(np.where(ink ^ specks, 0, 255).astype(np.uint8))


def _skewed(page: Image, dpi: int, random: Random) -> Image:
    from PIL import Image

    angle = float(random.uniform(0.4, ANGLE)) * (1 if random.random() < 0.5 else -1)
    return _noisy(page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255), dpi, random)


KINDS: dict[str, Callable[[Image, int, Random], Image]] = {
    "clean": _clean,
    "noisy": _noisy,
    "photocopy": _photocopy,
    "skewed": _skewed,
}


def write_scan(pdf: Path, target: Path, kind: str, dpi: int, seed: int = 1, pages: int | None = None) -> None:
    """Write the scan of a PDF's first `pages` pages as `target`, a .pdf or a .tif. Raises OSError."""
    import numpy as np

    images: list[Image] = []
    for number, page in enumerate(draw_pages(pdf.read_bytes(), dpi)):
        if pages is not None and number >= pages:
            break
        scan = harm(page, kind, dpi, np.random.default_rng([seed, number]))
        images.append(scan.convert("1") if kind == "photocopy" else scan)
    if target.suffix == ".pdf":
        more = {} if kind == "photocopy" else {"quality": 80}
        images[0].save(target, "PDF", save_all=True, append_images=images[1:], resolution=dpi, **more)
    else:
        images[0].save(target, "TIFF", save_all=True, append_images=images[1:], dpi=(dpi, dpi), compression="tiff_lzw")


def main() -> int:
    """Exit status 0."""
    parser = argparse.ArgumentParser(
        prog="python -m corpora.generate.scans", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path, metavar="OUTDIR", help="folder for the files; created when missing")
    parser.add_argument("files", type=Path, nargs="+", metavar="PDF", help="as python -m corpora.generate writes them")
    parser.add_argument("--kind", choices=sorted(KINDS), default="noisy")
    parser.add_argument("--dpi", type=int, default=200, help="dots an inch (200)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pages", type=int, help="the first so many pages of each file")
    parser.add_argument("--suffix", choices=(".pdf", ".tif"), default=".pdf")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    for file in options.files:
        target = options.folder / f"{file.stem}{options.suffix}"
        write_scan(file, target, options.kind, options.dpi, options.seed, options.pages)
        print(target)
    return 0


if __name__ == "__main__":
    sys.exit(main())

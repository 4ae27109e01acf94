"""`trichluc review`: samples that are reviewed blind, and the honest figure."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from api.commands.common import complain, opened

if TYPE_CHECKING:
    from api.review.sampling import Wilson


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options."""
    parser.add_argument(
        "what",
        choices=("sample", "figures"),
        help="sample: draw random documents, to be reviewed without sight of the extraction; figures: precision and "
        "recall of what was reviewed so",
    )
    parser.add_argument("--n", type=int, default=100, metavar="N", help="sample: documents (default: 100)")
    parser.add_argument("--seed", type=int, metavar="S", help="sample: the same seed draws the same documents")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """Do it. Raises TrichLucError."""
    return _sample(options) if options.what == "sample" else _figures(options)


def _sample(options: argparse.Namespace) -> int:
    from api.review.sampling import draw
    from api.service.access.caller import command_line

    if options.n < 1 or options.seed is None or not 0 <= options.seed < 2**63:
        complain("sample needs --seed, 0 or more; --n is at least 1")
        return 2
    with opened(options) as store:
        drawn = draw(command_line(store), options.n, options.seed)
    for one in drawn:
        mark = "xong" if one.done else "chưa"
        print(json.dumps(asdict(one), ensure_ascii=False) if options.json else f"{one.uid}  {mark}  {one.name}")
    if len(drawn) < options.n:
        complain(f"the archive has {len(drawn)} documents with a report; all were drawn")
    complain(f"{sum(one.done for one in drawn)} of {len(drawn)} reviewed; open /review/ID?blind=true for each")
    return 0


def _figures(options: argparse.Namespace) -> int:
    from api.review.figures import figures

    with opened(options) as store:
        found = figures(store)
    if options.json:
        print(json.dumps(asdict(found), ensure_ascii=False))
        return 0
    print(f"{found.documents} documents reviewed blind")
    shares = {
        "precision (chính xác)": found.precision,
        "recall (đầy đủ)": found.recall,
        "precision, type and number": found.code_precision,
        "recall, type and number": found.code_recall,
    }
    for name, share in shares.items():
        print(f"{name:<28} {_told(share)}")
    return 0


def _told(share: Wilson) -> str:
    if share.value is None:
        return "nothing to count"
    return f"{share.value:.1%}  (95 %: {share.low:.1%} to {share.high:.1%})  {share.hits} of {share.of}"

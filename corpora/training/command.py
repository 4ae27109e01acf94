"""`trichluc train`: the model beside the rules, trained anew, and what it is worth before anybody switches to it.

trichluc train [-o DIR] [--config FILE] [--from-reviews DIR]
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from corpora.training import training
from corpora.training.corpus import load
from corpora.training.measuring import measure
from extractor.errors import TrichLucError
from extractor.learned.model import PLACE, model_version
from extractor.pipeline import Options


def main(args: Sequence[str] | None = None) -> int:
    """The command. 0; 1 where something cannot be read or written."""
    options = _arguments(args)
    try:
        config = training.read_config(options.config)
        reviewed = []
        if options.from_reviews:
            from corpora.training.reviews import read_reviews

            reviewed = list(read_reviews(options.from_reviews))
            _say(f"{len(reviewed)} lines of reviewed documents")
        taught = training.material(config, load("train"), reviewed)
        began = time.monotonic()
        training.train(config, taught, load("dev"), options.output, _say)
        _say(f"trained on {len(taught):,} sentences in {time.monotonic() - began:.0f} s")
        print(compared(options.output))
    except (OSError, ValueError, TrichLucError, ImportError) as error:
        print(f"trichluc train: {error}", file=sys.stderr)
        return 1
    print(f"\nTo use it: trichluc extract --model-from {options.output} FILE, or TRICHLUC_MODEL={options.output}")
    return 0


def _arguments(args: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="trichluc train", description="Train the model that reads beside the rules.")
    parser.add_argument("-o", "--output", type=Path, default=Path("build/model"), metavar="DIR", help="build/model")
    parser.add_argument("--config", type=Path, default=training.CONFIG, metavar="FILE", help="what is trained, and how")
    parser.add_argument(
        "--from-reviews",
        type=Path,
        metavar="DIR",
        help="train on reviewed documents, too",
    )
    return parser.parse_args(args)


def compared(folder: Path) -> str:
    """F1 of rules alone, with the model of the package and with the one of a folder, kind by kind, on the documents
    that no model is trained on; gain or loss of the new one."""
    lines = [f"new model {model_version(folder)}, against {_installed() or 'no other'}"]
    for split in ("dev", "test"):
        documents = load(split)
        rules, new = measure(documents, Options()), measure(documents, Options(model=True, model_place=folder))
        old = measure(documents, Options(model=True)) if _installed() else rules
        lines.append(f"\n{split:18} annotated   rules   before      new    gain")
        for kind, score in new.items():
            if score.annotated:
                figures = f"{rules[kind].f1:7.4f}  {old[kind].f1:7.4f}  {score.f1:7.4f}  {score.f1 - old[kind].f1:+.4f}"
                lines.append(f"{kind:18} {score.annotated:9}  {figures}")
    return "\n".join(lines)


def _installed() -> str | None:
    """The version of the model of the package; None where there is none yet."""
    try:
        return model_version(PLACE)
    except TrichLucError:
        return None


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())

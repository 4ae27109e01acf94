"""`trichluc graph`: the citation graph of the archive, as a file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from api import failures
from api.commands.common import complain, opened
from api.graph.export import graph
from api.store import Store


def arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `graph`."""
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar="FILE|DIR",
        help="FILE.graphml; FILE.parquet (writes FILE.nodes.parquet and FILE.edges.parquet); or a folder, which gets "
        "nodes.parquet and edges.parquet",
    )


def run(options: argparse.Namespace) -> int:
    """Write it. Raises StoreError."""
    output: Path = options.output
    if output.suffix not in ("", ".graphml", ".parquet") and not output.is_dir():
        complain(f"{output}: no format of a graph; name a .graphml or .parquet file, or a folder")
        return 2
    with opened(options) as store:
        try:
            nodes, edges = _write(store, output)
        except OSError as error:
            complain(f"{output}: cannot be written ({error.strerror}); name another place with -o")
            return failures.NOT_WRITTEN
    print(f"{nodes:,} nodes and {edges:,} edges written to {output}", file=sys.stderr)
    return 0


def _write(store: Store, output: Path) -> tuple[int, int]:
    if output.suffix == ".graphml" and not output.is_dir():
        from api.graph.graphml import write_graphml

        return write_graphml(graph(store), output)
    from api.graph.parquet import write_parquet

    if output.suffix == ".parquet" and not output.is_dir():
        places = (output.with_suffix(".nodes.parquet"), output.with_suffix(".edges.parquet"))
    else:
        places = (output / "nodes.parquet", output / "edges.parquet")
    return write_parquet(graph(store), *places)

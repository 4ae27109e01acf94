"""The citation graph as two Parquet files, for pandas, Polars, DuckDB and R; written as it comes."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from dataclasses import fields
from pathlib import Path
from typing import Any

from api.graph.export import Edge, Node
from api.output import written_whole

#: Rows that are written at once, a row group.
GROUP = 20_000
_NUMBERS = ("reports", "mentions")


def write_parquet(items: Iterable[Node | Edge], nodes_file: Path, edges_file: Path) -> tuple[int, int]:
    """Write nodes and edges into two files, whole or not at all; return how many of each. Raises OSError."""
    with (
        written_whole(nodes_file) as nodes_part,
        written_whole(edges_file) as edges_part,
        nodes_part.open("wb") as first,
        edges_part.open("wb") as second,
        closing(_Writer(first, Node)) as nodes,
        closing(_Writer(second, Edge)) as edges,
    ):
        for item in items:
            (nodes if isinstance(item, Node) else edges).add(item)
        return nodes.finish(), edges.finish()


class _Writer:
    """Rows of one kind, in row groups."""

    def __init__(self, target: Any, kind: type[Node] | type[Edge]) -> None:
        import pyarrow
        from pyarrow import parquet

        self._names = [one.name for one in fields(kind)]
        self._schema = pyarrow.schema([(name, _type(name)) for name in self._names])
        self._writer = parquet.ParquetWriter(target, self._schema, compression="zstd")
        self._rows: list[Node | Edge] = []
        self._written = 0

    def add(self, row: Node | Edge) -> None:
        self._rows.append(row)
        if len(self._rows) == GROUP:
            self._flush()

    def _flush(self) -> None:
        import pyarrow

        columns = [[getattr(row, name) for row in self._rows] for name in self._names]
        arrays = [pyarrow.array(column, _type(name)) for column, name in zip(columns, self._names, strict=True)]
        self._writer.write_table(pyarrow.Table.from_arrays(arrays, schema=self._schema))
        self._written += len(self._rows)
        self._rows.clear()

    def finish(self) -> int:
        """Write the rest; return how many rows there are."""
        self._flush()
        return self._written

    def close(self) -> None:
        self._writer.close()


def _type(name: str) -> Any:
    import pyarrow

    if name in _NUMBERS:
        return pyarrow.int64()
    return pyarrow.float64() if name == "confidence" else pyarrow.string()

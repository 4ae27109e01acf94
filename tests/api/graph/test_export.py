"""The citation graph as files: what is in them, that readers take them, and nothing of another workspace."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree
from pyarrow import parquet
from sqlalchemy import update

from api.graph import export
from api.graph.export import Edge, Node, graph
from api.graph.graphml import write_graphml
from api.graph.parquet import write_parquet
from api.store import Settings, Store, open_store, tables
from tests.api.graph.made import report
from tests.api.graph.test_citations import DECISION, FULL, OTHER
from tests.archive import fill

NAMESPACE = "{http://graphml.graphdrawing.org/xmlns}"


def names(items: list[Node | Edge]) -> tuple[list[str], list[tuple[str, str, str]]]:
    """Nodes by kind and label, edges by kind and the labels of their ends. Both ends must come before the edge."""
    nodes: dict[str, Node] = {}
    edges = []
    for one in items:
        if isinstance(one, Node):
            assert one.id not in nodes
            nodes[one.id] = one
        else:
            edges.append((nodes[one.source].label, one.kind, nodes[one.target].label))
    return sorted(f"{one.kind} {one.label}" for one in nodes.values()), sorted(edges)


def test_reports_documents_and_who_cites_what(store: Store) -> None:
    fill(
        store,
        {
            "decision.txt": DECISION,
            "copy.txt": DECISION.replace("Điều 1.", "Điều  1."),
            "full.txt": report(FULL, date="01/3/2021"),
            "other.txt": report(OTHER, date="02/3/2022"),
            "bare.txt": report("Triển khai Quyết định số 751/QĐ-UBND."),
        },
    )
    items = list(graph(store))
    nodes, edges = names(items)
    assert nodes == [
        "document 751/QĐ-UBND (2021-08-03) UBND tỉnh Bình Định",
        "number 751/QĐ-UBND",
        *(f"report {name}.txt" for name in ("bare", "copy", "decision", "full", "other")),
    ]
    assert edges == [
        ("bare.txt", "cites", "751/QĐ-UBND"),
        ("decision.txt", "same", "copy.txt"),
        ("full.txt", "cites", "copy.txt"),
        ("other.txt", "cites", "751/QĐ-UBND (2021-08-03) UBND tỉnh Bình Định"),
    ]
    (full,) = [
        one for one in items if isinstance(one, Edge) and one.fit == "full" and one.issuer == "UBND tỉnh Gia Lai"
    ]
    assert (full.relations, full.mentions, full.date) == ("implements", 1, "2020-12-26")
    assert full.confidence is not None
    assert 0.5 < full.confidence <= 1


def test_graphml_is_read_back(store: Store, tmp_path: Path) -> None:
    fill(store, {"a.txt": report(FULL), "b.txt": report(OTHER)})
    items = list(graph(store))
    file = tmp_path / "new" / "g.graphml"
    assert write_graphml(graph(store), file) == (4, 2)
    root = etree.parse(str(file)).getroot()
    keys = {
        one.get("id"): (one.get("for"), one.get("attr.name"), one.get("attr.type"))
        for one in root.iter(f"{NAMESPACE}key")
    }
    assert keys["edge_mentions"] == ("edge", "mentions", "int")
    found: list[dict[str, str | None]] = []
    for element in root.iter(f"{NAMESPACE}node", f"{NAMESPACE}edge"):
        facts = {keys[one.get("key")][1]: one.text for one in element}
        found.append({**dict(element.attrib), **facts})
    wanted = [{key: str(value) for key, value in dataclasses.asdict(one).items() if value is not None} for one in items]
    assert found == wanted
    assert [one.name for one in file.parent.iterdir()] == ["g.graphml"]


def test_parquet_is_read_back(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.graph.parquet.GROUP", 2)
    monkeypatch.setattr(export, "_DESCRIBED", 1)
    fill(store, {"a.txt": report(FULL), "b.txt": report(OTHER), "c.txt": report("Theo Nghị định số 30/2020/NĐ-CP.")})
    items = list(graph(store))
    files = (tmp_path / "nodes.parquet", tmp_path / "edges.parquet")
    assert write_parquet(graph(store), *files) == (6, 3)
    for file, kind in zip(files, (Node, Edge), strict=True):
        assert parquet.read_table(file).to_pylist() == [
            dataclasses.asdict(one) for one in items if isinstance(one, kind)
        ]
        assert parquet.ParquetFile(file).num_row_groups > 1
    empty = (tmp_path / "none" / "nodes.parquet", tmp_path / "none" / "edges.parquet")
    assert write_parquet(iter(()), *empty) == (0, 0)
    assert parquet.read_table(empty[0]).schema.names == parquet.read_table(files[0]).schema.names


def test_what_xml_cannot_hold_is_replaced(store: Store, tmp_path: Path) -> None:
    fill(store, {"]]>\x0b<&\"'\ufffe.txt": report(FULL)})
    with store.writing() as connection:
        connection.execute(update(tables.citation).values(title="về \x01 \uffff <b>&amp; 𝔙 đ", issuer="UBND \x1f tỉnh"))
    file = tmp_path / "g.graphml"
    write_graphml(graph(store), file)
    texts = [one.text for one in etree.parse(str(file)).getroot().iter(f"{NAMESPACE}data")]
    assert "]]>\ufffd<&\"'\ufffd.txt" in texts
    assert "về \ufffd \ufffd <b>&amp; 𝔙 đ" in texts
    assert "UBND \ufffd tỉnh" in texts


def test_a_file_is_whole_or_not_there(tmp_path: Path) -> None:
    def broken() -> Iterator[Node | Edge]:
        yield Node("a", "report", "a.txt", *(None,) * 6)
        raise RuntimeError("stopped")

    kept = tmp_path / "g.graphml"
    kept.write_text("earlier")
    with pytest.raises(RuntimeError, match="stopped"):
        write_graphml(broken(), kept)
    with pytest.raises(RuntimeError, match="stopped"):
        write_parquet(broken(), tmp_path / "nodes.parquet", tmp_path / "edges.parquet")
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("g.graphml", "earlier")]


def test_nothing_of_another_workspace_is_in_it(settings: Settings, store: Store) -> None:
    with open_store(dataclasses.replace(settings, workspace="other")) as other:
        fill(store, {"decision.txt": DECISION, "ours.txt": report(OTHER)})
        fill(other, {"theirs.txt": report(FULL)})
        nodes, edges = names(list(graph(other)))
        assert nodes == ["document 751/QĐ-UBND (2020-12-26) UBND tỉnh Gia Lai", "report theirs.txt"]
        assert edges == [("theirs.txt", "cites", "751/QĐ-UBND (2020-12-26) UBND tỉnh Gia Lai")]
        assert "report theirs.txt" not in names(list(graph(store)))[0]

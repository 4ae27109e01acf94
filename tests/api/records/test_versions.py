"""Versions of one report: recognised through blanks, revisions and formats; and what only looks like one is not."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from sqlalchemy import event, select

from api.records.joining import refresh, renew
from api.records.likeness import features, likeness
from api.records.listing import Citation, records, steps
from api.records.versions import Versions, titles_alike
from api.store import Store, open_store, tables
from api.store.errors import MissingError
from tests.api.records.variants import (
    DECISION,
    ELSEWHERE,
    FIRST,
    REPORTS,
    ROOT,
    SECOND,
    SIGNED,
    other_figures,
    report,
    revised,
    signed,
)
from tests.archive import fill


def joined(store: Store) -> list[list[str]]:
    """The records by the names of their documents, in order."""
    return sorted([member.name for member in record.members] for record in records(store))


def test_draft_and_signed_copy(store: Store) -> None:
    """The signed copy came first; a draft stands before it nevertheless."""
    fill(store, {"signed.txt": revised(signed("003"), 0.1), "draft.txt": report("003"), "other.txt": report("002")})
    assert refresh(store) == 3
    (record,) = records(store)
    assert [(one.name, one.role, one.code) for one in record.members] == [
        ("draft.txt", "version", None),
        ("signed.txt", "version", "45/BC-UBND"),
    ]


def test_refreshing_again_changes_nothing(store: Store) -> None:
    ids = fill(store, {"a.txt": report("003"), "b.txt": signed("003")})
    refresh(store)
    before = list(records(store))
    assert refresh(store) == 0
    assert refresh(store, ids.values()) == 2
    renew(store)
    assert refresh(store) == 2
    assert list(records(store)) == before


def test_versions_that_come_one_after_the_other(store: Store) -> None:
    """Each import asks for its own documents; the record grows, and keeps its name."""
    names = []
    for name, text in (("b.txt", revised(report("003"), 0.1)), ("c.txt", signed("003")), ("a.txt", report("003"))):
        fill(store, {name: text})
        refresh(store)
        names.append(next((record.record for record in records(store)), None))
    assert joined(store) == [["b.txt", "a.txt", "c.txt"]]
    assert names[0] is None
    assert names[1] == names[2]


def test_document_that_is_no_version_any_more_leaves(store: Store) -> None:
    """A later extraction reads another title: the record loses it, and one alone is no record."""
    ids = fill(store, {"a.txt": report("003"), "b.txt": signed("003")})
    refresh(store)
    with store.writing() as connection:
        changed = tables.report.update().where(tables.report.c.document_id == ids["b.txt"])
        connection.execute(changed.values(title="Công tác văn thư, lưu trữ quý I năm 2021"))
    assert refresh(store, [ids["b.txt"]]) == 1
    assert joined(store) == []
    with store.reading() as connection:
        assert connection.execute(select(tables.membership)).all() == []


def test_two_records_become_one(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A version that is like one of each of two records joins them; without it, they are not parted again."""
    ids = fill(store, {name: DECISION.format(**FIRST, number=name, day="06") for name in "12345"})
    links = {"2": "1", "4": "3", "5": "13"}
    alike = {ids[one]: [ids[other] for other in others] for one, others in links.items()}
    monkeypatch.setattr(Versions, "of", lambda self, row: alike.get(row.document_id, []))
    refresh(store, [ids[name] for name in "1234"])
    assert sorted(map(sorted, joined(store))) == [["1", "2"], ["3", "4"]]
    refresh(store)
    assert list(map(sorted, joined(store))) == [["1", "2", "3", "4", "5"]]


@pytest.mark.parametrize("number", SIGNED)
def test_what_only_looks_alike(number: str, store: Store) -> None:
    """From the same template: of another place, of the next quarter, of the same quarter with other figures."""
    here, elsewhere = ELSEWHERE[number]
    text = report(number)
    later = (
        text.replace("quý I", "quý II").replace("6 tháng đầu năm", "9 tháng đầu năm").replace("năm 2021", "năm 2022")
    )
    files = {
        "draft.txt": text,
        "elsewhere.txt": text.replace(here, elsewhere),
        "later.txt": later,
        "figures.txt": other_figures(signed(number)),
    }
    fill(store, files)
    refresh(store)
    assert joined(store) == []


def test_two_appointments_of_one_day(store: Store) -> None:
    """Their drafts have one title and nearly one text; the signed copy goes with its own."""
    blank, numbered = {"number": "    ", "day": "  "}, {"number": "1254", "day": "06"}
    fill(
        store,
        {
            "hy.txt": DECISION.format(**FIRST, **blank),
            "hai.txt": DECISION.format(**SECOND, **blank),
            "hy-ky.txt": DECISION.format(**FIRST, **numbered),
        },
    )
    refresh(store)
    assert joined(store) == [["hy.txt", "hy-ky.txt"]]


def test_all_real_documents_are_apart(store: Store) -> None:
    """Hold-out: no two of the reports, the samples and the corpus' other texts are versions of each other."""
    places = [*REPORTS.glob("*.txt"), *(ROOT / "corpora").rglob("*.txt")]
    texts = {file.name: file.read_text(encoding="utf-8") for file in places}
    assert len(texts) >= 8
    found = {name: features(text) for name, text in texts.items()}
    alike = [
        (one, other) for one, other in itertools.combinations(found, 2) if likeness(found[one], found[other]).of_one()
    ]
    assert alike == []
    fill(store, {name: text for name, text in texts.items() if (REPORTS / name).exists()})
    refresh(store)
    assert joined(store) == []


@pytest.mark.parametrize("number", SIGNED)
def test_thresholds(number: str) -> None:
    """Versions stay clear of them from above, look-alikes from below."""
    text = report(number)
    for seed in range(3):
        near = likeness(features(text), features(revised(text, 0.3, seed)))
        assert min(near.phrases / 0.5, near.figures / 0.6, near.names / 0.7) > 1.02, near
        far = likeness(features(text), features(other_figures(text, 0.5, seed)))
        assert far.figures < 0.55, far


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Công tác CCHC quý I năm 2021", "CÔNG TÁC CCHC QUÝ I NĂM 2021", True),
        ("Công tác CCHC quý I năm 2021", "công tác cchc quý I, năm 2021.", True),
        ("Công tác CCHC quý I năm 2021", "Công tác CCHC quý II năm 2021", False),
        ("Công tác CCHC năm 2021", "Công tác CCHC năm 2022", False),
        ("Về việc bổ nhiệm ông Nguyễn Tấn Hy", "Về việc bổ nhiệm ông Trần Văn Hải", False),
        ("Công tác cải cách hành chính", "Công tác văn thư, lưu trữ", False),
    ],
)
def test_titles(one: str, other: str, same: bool) -> None:
    assert (titles_alike(one, other) >= 85, titles_alike(other, one) >= 85) == (same, same)


def test_steps_between_versions(store: Store) -> None:
    """What changed from the draft to the signed copy: a citation, a figure, findings of the blanks."""
    text = signed("000").replace("2124/QĐ-UBND", "2126/QĐ-UBND", 1).replace("Người\t53\t", "Người\t54\t")
    fill(store, {"draft.txt": report("000"), "signed.txt": text})
    refresh(store)
    (record,) = records(store, "draft.txt")
    (step,) = steps(store, record)
    assert (step.before.name, step.after.name) == ("draft.txt", "signed.txt")
    assert (step.citations_added, step.citations_removed) == (
        (Citation("2126/QĐ-UBND", "2020-12-29"),),
        (Citation("2124/QĐ-UBND", "2020-12-29"),),
    )
    changes = {(one.kind, one.state, one.code): (one.before, one.after) for one in step.changes}
    assert changes["indicator", "changed", "5.2.4"] == ("53", "54")
    assert ("finding", "gone", "blank_number") in changes
    assert ("finding", "gone", "blank_date") in changes


def test_questions_about_one_document(store: Store) -> None:
    ids = fill(store, {"a.txt": report("003"), "b.txt": signed("003"), "c.txt": report("002")})
    refresh(store)
    with store.reading() as connection:
        uid = connection.scalar(select(tables.document.c.uid).where(tables.document.c.id == ids["a.txt"]))
    for called in ("a.txt", "/archive/b.txt", uid):
        assert [len(record.members) for record in records(store, called)] == [2]
    assert list(records(store, "c.txt")) == []
    with pytest.raises(MissingError, match=r"^d\.txt: no document of this id, name or path"):
        list(records(store, "d.txt"))


def test_workspaces_are_apart(store: Store) -> None:
    fill(store, {"a.txt": report("003")})
    with open_store(replace(store.settings, workspace="other")) as other:
        fill(other, {"b.txt": signed("003")})
        assert (refresh(store), refresh(other)) == (1, 1)
        assert joined(store) == joined(other) == []
        fill(other, {"c.txt": report("003") + "\n"})
        refresh(other)
        assert joined(other) == [["c.txt", "b.txt"]]
        with pytest.raises(MissingError):
            list(records(store, "b.txt"))
        renew(store)
        with other.reading() as connection:
            waiting = connection.scalars(select(tables.report.c.workspace_id).where(~tables.report.c.joined)).all()
        assert waiting == [store.workspace_id]
    assert joined(store) == []


def test_two_questions_a_document_whatever_the_archive_holds(store: Store) -> None:
    """Twenty decisions of other titles by the same body: no text is read, and no pair is looked at."""
    texts = {
        f"{n}.txt": DECISION.format(**FIRST, number=n + 1, day="06").replace("điều động", f"việc số {n}")
        for n in range(20)
    }
    ids = fill(store, texts)
    asked: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    refresh(store, ids.values())
    assert not [statement for statement in asked if "report_text" in statement]
    assert len([statement for statement in asked if "issuer_key =" in statement]) == 40
    assert len(asked) < 55

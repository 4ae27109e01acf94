"""The model beside the rules, from outside: what it adds, when it is loaded, and what it never touches."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from api import cli, engine
from corpora.gold_files import CORPORA
from extractor.errors import MissingToolError, RulesError
from extractor.export import from_json, to_json
from extractor.learned import Reading, load, model_version
from extractor.learned.labels import LAYERS
from extractor.learned.model import PLACE, file_of
from extractor.learned.sentences import paragraphs
from extractor.limits import DEFAULT_LIMITS
from extractor.model import Report
from extractor.pipeline import Options, extract, found_in, pipeline_of
from extractor.read import read as read_file

WITH = Options(model=True)
#: Wording that no rule lists.
FREE = (
    "BÁO CÁO\nKết quả công tác năm 2024\n"
    "Trong năm, Quỹ Bảo trợ trẻ em tỉnh đã phối hợp với Hội Cựu giáo chức huyện tổ chức 12 lớp học.\n"
    "Theo Kế hoạch số 15/KH-UBND ngày 12/3/2024 của UBND tỉnh, Sở Y tế chủ trì, phối hợp với Công an tỉnh kiểm tra.\n"
)


def read(text: str, options: Options = WITH) -> Report:
    return extract(text.encode(), name="x.txt", options=options)


@pytest.fixture(scope="module", params=sorted((CORPORA / "reports").glob("*.txt")), ids=lambda file: file.stem[:3])
def both(request: pytest.FixtureRequest) -> tuple[Report, Report]:
    return extract(request.param), extract(request.param, options=WITH)


def test_rules_stay_as_they_are(both: tuple[Report, Report]) -> None:
    rules, model = both
    for name in ("sections", "dates", "counts", "indicators", "tasks", "scores", "document", "footnotes"):
        assert getattr(model, name) == getattr(rules, name), name
    for one, other in zip(rules.references, model.references, strict=True):
        assert (one.span, one.code, one.date, one.relation) == (other.span, other.code, other.date, other.relation)
    assert {one.span for one in rules.persons} <= {one.span for one in model.persons}
    assert {one.span for one in rules.responsibilities} <= {one.span for one in model.responsibilities}


def test_every_body_of_the_rules_is_still_named(both: tuple[Report, Report]) -> None:
    rules, model = both
    spans = [mention.span for body in model.organisations for mention in body.mentions]
    for body in rules.organisations:
        for mention in body.mentions:
            assert any(start <= mention.span[0] and mention.span[1] <= end for start, end in spans), mention


def test_what_the_model_found_says_so() -> None:
    report = read(FREE)
    found = [one for one in report.organisations if one.found_by == "model"]
    assert any("Hội Cựu giáo chức" in mention.text for body in report.organisations for mention in body.mentions)
    assert all(0.5 <= one.confidence < 1 for one in found)
    rules = read(FREE, Options())
    assert all(one.found_by.startswith("rule:") for one in rules.organisations)


def test_a_person_whom_no_rule_lists() -> None:
    text = "BÁO CÁO\nTham dự có Lò Văn Pành - Trưởng bản, Giàng A Chu - Chi hội trưởng và đồng chí Hà Văn Cầu dự họp.\n"
    names = {one.name for one in read(text).persons}
    assert names > {one.name for one in read(text, Options()).persons}
    assert "Hà Văn Cầu" in names


def test_the_same_input_gives_the_same_bytes() -> None:
    assert to_json(read(FREE)) == to_json(read(FREE))


def test_the_report_says_which_model_read_it() -> None:
    report = read(FREE)
    assert report.pipeline == pipeline_of(WITH)
    assert report.pipeline.model == model_version()
    assert report.pipeline.version != pipeline_of(Options()).version
    assert from_json(to_json(report)) == report
    assert b'"model"' not in to_json(read(FREE, Options()))


def test_numbers_of_documents_are_no_bodies() -> None:
    report = read("BÁO CÁO\nCăn cứ Thông tư số 02/2017/TT-VPCP ngày 31/10/2017, Thông báo số 157/TB-VPCP.\n")
    assert [mention.text for body in report.organisations for mention in body.mentions if "VPCP" in mention.text] == []


def test_only_what_may_name_somebody_is_read() -> None:
    """A sentence that names nobody is not read at all."""
    seen: list[int] = []
    original = Reading.duties

    def counting(self: Reading, *args: object) -> object:
        made = original(self, *args)  # type: ignore[arg-type]
        seen.append(self.characters_read)
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Reading, "duties", counting)
        read("BÁO CÁO\nTình hình ổn định, mùa màng tốt.\n")
        read("BÁO CÁO\nTình hình do Quỹ đất nắm.\n")
    assert seen[0] == 0
    assert 0 < seen[1] <= 30


def test_tables_are_the_rules_own() -> None:
    rows = "".join(f"<tr><td>{at}</td><td>Quỹ Khuyến học bản {at} lo sách</td></tr>" for at in range(3))
    page = f"<html><body><p>BÁO CÁO</p><table border=1>{rows}</table><p>Quỹ Khuyến học huyện chi.</p></body></html>"
    parts, beside = found_in(read_file(page.encode(), "x.html", DEFAULT_LIMITS), WITH)
    assert beside is not None
    text = parts.text
    assert len(text.tables) == 1
    start, end = text.tables[0].span
    assert [span for span in paragraphs(text) if span[0] < end and span[1] > start] == []
    assert any("chi" in text.text[slice(*span)] for span in paragraphs(text))


def test_nothing_is_loaded_before_it_is_asked_for() -> None:
    script = (
        "import sys; from extractor.pipeline import Options, extract\n"
        "extract('Giao Quỹ đất lo việc.'.encode()); assert 'pycrfsuite' not in sys.modules\n"
        "extract('Giao Quỹ đất lo việc.'.encode(), options=Options(model=True)); assert 'pycrfsuite' in sys.modules\n"
        "assert not {'spacy', 'underthesea', 'torch'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


def test_the_model_is_small() -> None:
    assert sum(file.stat().st_size for file in PLACE.glob("*.gz")) <= 8_000_000
    assert set(load().taggers) == set(LAYERS)


def test_a_model_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match="FileNotFoundError"):
        read(FREE, Options(model=True, model_place=tmp_path))


def test_a_model_that_is_broken_is_told(tmp_path: Path) -> None:
    for name in ("model.json", *map(file_of, LAYERS)):
        (tmp_path / name).write_bytes(b"{}")
    with pytest.raises(RulesError, match="cannot be read"):
        read(FREE, Options(model=True, model_place=tmp_path))


def test_a_missing_library_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pycrfsuite", None)
    load.cache_clear()
    with pytest.raises(MissingToolError, match=r"pip install 'trichluc\[ner\]'"):
        read(FREE)
    load.cache_clear()


def test_the_environment_chooses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(engine.VARIABLE, raising=False)
    assert engine.chosen() == Options()
    alone = engine.version()
    monkeypatch.setenv(engine.VARIABLE, engine.PACKAGE)
    assert engine.chosen() == WITH
    assert engine.version() == pipeline_of(WITH).version != alone
    monkeypatch.setenv(engine.VARIABLE, "/models/7")
    assert engine.chosen() == Options(model=True, model_place=Path("/models/7"))
    assert engine.chosen("") == Options()


def test_the_command_line_chooses(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    file = tmp_path / "x.txt"
    file.write_text(FREE, encoding="utf-8")
    assert cli.main(["extract", "--quiet", "--model", str(file)]) == 0
    assert from_json(capsysbinary.readouterr().out).pipeline.model == model_version()
    assert cli.main(["extract", str(file), "--quiet"]) == 0
    assert from_json(capsysbinary.readouterr().out).pipeline.model is None
    assert cli.main(["extract", str(file), "--quiet", "--model-from", str(PLACE)]) == 0
    assert from_json(capsysbinary.readouterr().out).pipeline.model == model_version()


def test_an_archive_is_read_with_the_model(tmp_path: Path) -> None:
    file = tmp_path / "in" / "x.txt"
    file.parent.mkdir()
    file.write_text(FREE, encoding="utf-8")
    store = ["--store", str(tmp_path / "store")]
    out = tmp_path / "out.jsonl"
    # In processes of their own: those that read files have the environment that they were started with.
    for arguments in (
        ["import", "--quiet", *store, str(file.parent)],
        ["export", *store, "--format", "jsonl", "-o", str(out)],
    ):
        command = [sys.executable, "-m", "api.cli", *arguments]
        subprocess.run(command, check=True, timeout=120, env=os.environ | {engine.VARIABLE: engine.PACKAGE})
    assert model_version().encode() in out.read_bytes()

"""A small report made by hand that holds one of everything, for tests of what reports are written as."""

from __future__ import annotations

import dataclasses
from typing import Any

from extractor import model
from extractor.model import Report, Span

TEXT = (
    "ỦY BAN NHÂN DÂN\nI. KẾT QUẢ THỰC HIỆN\n1. Về thể chế: UBND huyện đã ban hành Quyết định số 751/QĐ-UBND ngày "
    "26/12/2020 của UBND tỉnh về kế hoạch năm 2021(1) và Luật sửa đổi Luật Đất đai năm 2013; Kế hoạch này.\n"
    "Nội dung\tKết quả\nTheo Quyết định số 751/QĐ-UBND\t100%\n1. Báo cáo số: /BC-UBND"
)


def span_of(words: str, nth: int = 0) -> Span:
    """Where `words` stand in TEXT."""
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return start, start + len(words)


def reference(index: int, kind: model.ReferenceKind, span: Span, **fields: Any) -> model.Reference:
    """A reference with what the test needs, else nothing."""
    empty = dict.fromkeys((field.name for field in dataclasses.fields(model.Reference)), None)
    known = {"id": f"r{index}", "kind": kind, "text": TEXT[slice(*span)], "span": span, "section_id": "s2"}
    return model.Reference(
        **{**empty, "relation": "issues", "confidence": 0.9, "found_by": "rule:x", **known, **fields}
    )


def references() -> tuple[model.Reference, ...]:
    """Every kind; one nested in another, one in a table, one in a footnote."""
    first = {
        "doc_type": model.DocType("QĐ", "Quyết định"),
        "number": "751",
        "symbol": "QĐ-UBND",
        "code": "751/QĐ-UBND",
        "cited_document_id": "c1",
    }
    stated = model.DateValue("2020-12-26", "day", "ngày 26/12/2020", span_of("ngày 26/12/2020"))
    issuer = model.Issuer("UBND tỉnh Gia Lai", None, "UBND tỉnh", span_of("UBND tỉnh"))
    title = model.Title("về kế hoạch năm 2021", span_of("về kế hoạch năm 2021"))
    return (
        reference(
            1, "numbered", span_of("Quyết định số 751/QĐ-UBND"), **first, date=stated, issuer=issuer, title=title
        ),
        reference(2, "named", span_of("Luật sửa đổi Luật Đất đai")),
        reference(3, "named", span_of("Luật Đất đai"), provision=model.Provision("10", "4", "a")),
        reference(4, "anaphoric", span_of("Kế hoạch này")),
        reference(5, "numbered", span_of("Quyết định số 751/QĐ-UBND", 1), **first),
        reference(6, "blank", span_of("Báo cáo số: /BC-UBND")),
    )


def sample(**changes: Any) -> Report:
    """A small report that holds one of everything."""
    dates = tuple(
        model.Date(f"d{index}", words, span_of(words), 1, "s2", value, precision, None, owner, 0.9, "rule:date")
        for index, (words, value, precision, owner) in enumerate(
            (
                ("ngày 26/12/2020", "2020-12-26", "day", "r1"),
                # It crosses the end of the title: the marks overlap and neither holds the other.
                ("2021(1) và", None, "day", None),
                ("năm 2013", "2013", "year", "r2"),
            )
        )
    )
    body = TEXT.rindex("\n")
    table = span_of("Nội dung\tKết quả\nTheo Quyết định số 751/QĐ-UBND\t100%")
    cells = (("Nội dung", 0, 0), ("Kết quả", 0, 1), ("Theo Quyết định số 751/QĐ-UBND", 1, 0), ("100%", 1, 1))
    grid = tuple(model.TableCell(row, column, words, span_of(words)) for words, row, column in cells)
    known = model.CitedDocument("c1", "751/QĐ-UBND", "urn:lex:vn:x", model.DocType("QĐ", "Quyết định"), "751", None, *(
        ("QĐ-UBND", "751/QĐ-UBND", "2020-12-26", "UBND tỉnh Gia Lai", "về kế hoạch", ("r1", "r5"), (), None, 0.9)
    ))  # fmt: skip
    report = Report(
        schema_version="1",
        source=model.SourceInfo("bao-cao.txt", "ab" * 32, "text/plain", 10, None, "plain/1", False),
        document=model.Document(*[None] * 8, (), None, (), (), *[None] * 4, 0.5),
        text=TEXT,
        sections=(
            model.Section("s1", None, 1, "I", "I", "KẾT QUẢ THỰC HIỆN", "results", (span_of("I. KẾT")[0], body), None),
            model.Section("s2", "s1", 2, "1", "I.1", "Về thể chế", None, (span_of("1. Về")[0], body), None),
        ),
        references=references(),
        cited_documents=(known,),
        dates=dates,
        counts=(),
        responsibilities=(),
        organisations=(),
        indicators=(),
        tasks=(),
        scores=(),
        footnotes=(model.Footnote("f1", "1", "Báo cáo số: /BC-UBND", (body + 1, len(TEXT)), span_of("(1)"), None),),
        findings=(model.Finding("x1", "blank", "warning", "Số để trống.", "No number.", ("r6",), None),),
        tables=(model.Table("t1", table, None, "s2", 2, 2, 1, grid, 0, None, None),),
        persons=(),
        signatures=(),
        evidence=(),
        warnings=("một hình không đọc được",),
        pages=(),
        pipeline=model.Pipeline("1", "c", "r", "p"),
    )
    return dataclasses.replace(report, **changes)


MORE = (
    "\nPhòng Nội vụ chủ trì rà soát 34/34 hồ sơ trước ngày 15 hằng tháng, do ông Nguyễn Văn A, Trưởng phòng, theo dõi; "
    "tiêu chí 1.2.1 đạt 0,25/0,5 điểm.\n"
    "STT\tChỉ tiêu\tSố liệu\n1.1.\tSố văn bản\t94(28)\nSTT\tChỉ tiêu\tSố liệu\n\tTrong đó: cấp huyện\nHết.\n"
    "STT\tNhiệm vụ\tChủ trì\n1\tBan hành Đề án\tPhòng Nội vụ"
)
WHOLE = TEXT + MORE
_SURE = (0.9, "rule:x")


def place_of(words: str, nth: int = 0) -> Span:
    """Where `words` stand in WHOLE, behind TEXT."""
    start = len(TEXT) - 1
    for _ in range(nth + 1):
        start = WHOLE.index(words, start + 1)
    return start, start + len(words)


def _statements() -> dict[str, Any]:
    body, again = place_of("Phòng Nội vụ"), place_of("Phòng Nội vụ", 1)
    unit = model.Unit("625", "huyện Mang Yang", "tỉnh Gia Lai", "23758", "xã Mang Yang")
    actor = model.Actor("Phòng Nội vụ", body, "Phòng Nội vụ huyện Mang Yang", "o1", False)
    duty = model.Responsibility(
        *("u1", "lead", "Phòng Nội vụ chủ trì rà soát", (body[0], place_of("rà soát")[1]), None, "s2", (actor,)),
        *("rà soát 34/34 hồ sơ", place_of("rà soát 34/34 hồ sơ"), "1.2.1", None, "trước ngày 15 hằng tháng", *_SURE),
    )
    count = model.Count(
        *("q1", "ratio", "34/34 hồ sơ", place_of("34/34 hồ sơ"), None, "s2", "12558", "12560", "hồ sơ", "more_than"),
        *(None, False, *_SURE),
    )
    mentions = tuple(model.OrganisationMention("Phòng Nội vụ", span) for span in (body, again))
    known = model.Organisation("o1", actor.name, "x", unit, "Phòng Văn hóa – Xã hội", False, mentions, *_SURE)
    words = "ông Nguyễn Văn A, Trưởng phòng"
    person = model.Person("p1", "Nguyễn Văn A", "Trưởng phòng", words, place_of(words), None, "s2", *_SURE)
    return {"counts": (count,), "responsibilities": (duty,), "organisations": (known,), "persons": (person,)}


def _rows() -> dict[str, Any]:
    first, under = place_of("1.1.\tSố văn bản\t94(28)"), place_of("\tTrong đó: cấp huyện")
    row = model.Indicator(
        *("i1", "1.1", None, "Số văn bản", "Văn bản", "94(28)", 94, "28", "theo mẫu", "documents", 1, first, None),
        *("s2", *_SURE),
    )
    empty: dict[str, Any] = dict.fromkeys(("code", "value_text", "value", "footnote"))
    actor = model.Actor("Phòng Nội vụ", place_of("Phòng Nội vụ", 1), "Phòng Nội vụ huyện Mang Yang", "o1", False)
    day = model.DateValue("2021-12-31", "day", "31/12/2021", (0, 1))
    task = model.Task(
        *("k1", "Cải cách", "Ban hành Đề án", "Đề án", (actor,), (actor,), day, None, "Đã ban hành", ("r1",), 2),
        *(place_of("1\tBan hành Đề án\tPhòng Nội vụ"), None, "s2", *_SURE),
    )
    scored = place_of("tiêu chí 1.2.1 đạt 0,25/0,5 điểm")
    score = model.Score(
        *("z1", "1.2.1", "báo cáo", "0.25", "0.5", "chậm", "UBND huyện", ("u1",), scored, None, "s2", *_SURE)
    )
    other = dataclasses.replace(row, id="i2", span=under, parent_code="1.1", label="Trong đó: cấp huyện", **empty)
    return {"indicators": (row, other), "tasks": (task,), "scores": (score,)}


def everything(**changes: Any) -> Report:
    """The small report with more text, and one of each kind of thing that a report can hold."""
    report = sample()
    day = model.DateValue("2021-01-01/2021-06-30", "half", "6 tháng đầu năm 2021", (0, 1))
    facts = model.Document(
        model.DocType("BC", "Báo cáo"), "9", "BC-UBND", "9/BC-UBND", day, "Mang Yang",
        model.Issuer("UBND huyện Mang Yang", "o1", None, None), "Kết quả", ("UBND tỉnh",),
        model.Signer("Lê Văn B", "PHÓ CHỦ TỊCH", "KT.", (0, 1)), ("Sở Nội vụ",), (model.Recipient("Sở Nội vụ", "b/c"),),
        day, day, "Mật", "Hỏa tốc", 0.9,
    )  # fmt: skip
    whole = "Quyết định số 751/QĐ-UBND ngày 26/12/2020 của UBND tỉnh Gia Lai về kế hoạch"
    cited = dataclasses.replace(
        report.cited_documents[0], first_mention_lacks=("issuer", "title"), complete_citation=whole
    )
    places = ("r1", "d2", "c1", "i1", "i2", "u1", "o1", "q1", "k1", "z1", "p1", "s1", "t1", "f1", "unknown")
    found = (
        model.Finding("x1", "sum", "info", "Nhiều chỗ không khớp.", "Many places disagree.", places, None),
        model.Finding("x2", "window", "error", "Kỳ báo cáo khác nhau.", "Periods differ.", (), place_of("Hết.")),
    )
    more: dict[str, Any] = {
        "text": WHOLE,
        "document": facts,
        "cited_documents": (cited,),
        "findings": found,
        "signatures": (model.Signature("Lê Văn B", "2022-01-05T10:00:00+07:00", False, False),),
        "evidence": (model.Evidence("i1", ("r1", "r5"), 3),),
        "pages": (
            model.PageInfo(1, 595, 842, (0, place_of("STT")[0]), False),
            model.PageInfo(2, 595, 842, (place_of("STT", 1)[0], len(WHOLE)), True),
        ),
    }
    return dataclasses.replace(report, **{**more, **_statements(), **_rows(), **changes})

"""An archive made up for measuring: documents straight into the tables of a SQLite store, seeded, with the sentences of
the real reports in their real frequencies, numbers and places of their own, and what they cite. No files are stored."""

from __future__ import annotations

import hashlib
import random
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table

from api.store import Settings, open_store, tables
from api.store.keys import code_key, fold, name_key, order_key
from api.store.marks import marks

ROOT = Path(__file__).resolve().parents[2]

#: Documents that are cited, of which some are in the archive.
CITED = 5000
#: Documents written in one transaction, and how many of the last ones each in its own, as an import writes them: the
#: full-text index is then in as many pieces as it would be.
BATCH, SINGLE = 2000, 500
FIRST_DAY, DAYS = date(2015, 1, 5), 3600

TITLES = (
    "Kết quả thực hiện công tác cải cách hành chính {period}",
    "Tình hình kinh tế - xã hội {period} và phương hướng, nhiệm vụ thời gian tới",
    "Công tác tiếp công dân, giải quyết khiếu nại, tố cáo và phòng, chống tham nhũng {period}",
    "Kết quả thực hiện Nghị quyết của Hội đồng nhân dân về phát triển kinh tế - xã hội {period}",
    "Tình hình thu, chi ngân sách nhà nước {period}",
    "Công tác giảm nghèo bền vững trên địa bàn {period}",
    "Kết quả xây dựng nông thôn mới {period}",
    "Công tác phòng, chống thiên tai và tìm kiếm cứu nạn {period}",
    "Công tác văn thư, lưu trữ {period}",
    "Kết quả kiểm soát thủ tục hành chính {period}",
)
CHAPTERS = ("CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH", "KẾT QUẢ THỰC HIỆN", "ĐÁNH GIÁ CHUNG", "PHƯƠNG HƯỚNG, NHIỆM VỤ TRỌNG TÂM")
PERIODS = ("quý I", "quý II", "6 tháng đầu năm", "9 tháng đầu năm", "")
TYPES = (
    ("QĐ", "Quyết định", 34), ("KH", "Kế hoạch", 20), ("CV", "Công văn", 14), ("BC", "Báo cáo", 8),
    ("NĐ", "Nghị định", 8), ("TT", "Thông tư", 6), ("NQ", "Nghị quyết", 5), ("CT", "Chỉ thị", 3),
    ("TB", "Thông báo", 2),
)  # fmt: skip
RELATIONS = ("implements", "implements", "based_on", "mentions", "mentions", "issues")
LEADS = ("Thực hiện", "Căn cứ", "Triển khai", "Theo", "Đã ban hành", "Tiếp tục thực hiện")
FINDINGS = ("blank_number", "period_conflict", "prose_vs_appendix", "noun_symbol_mismatch", "score_total_mismatch")
SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Võ", "Đặng", "Bùi", "Đỗ", "Rơ", "Ksor", "Siu")
GIVEN = ("Văn An", "Thị Bích", "Đức Cường", "Quốc Dũng", "Thu Hà", "Hữu Khánh", "H'Linh", "Trọng Nghĩa", "Y Thịnh")


@dataclass(frozen=True, slots=True)
class Unit:
    """An administrative unit and the body that reports for it."""

    code: str
    name: str
    issuer: str
    key: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A document that others cite: the columns of its citation, and how it is written."""

    row: dict[str, Any]
    printed: str
    rest: str


def filled(folder: Path, documents: int) -> Settings:
    """A SQLite store with so many documents, 10 to 30 citations each; made in `folder` unless it is there already from
    an earlier call of the same version. Of 100,000 documents it takes some minutes and three gigabytes."""
    place = folder / f"archive-{documents}-{_version()}"
    settings = Settings(f"sqlite:///{place / 'trichluc.db'}", (place / "files").as_uri())
    if not (place / "ready").exists():
        shutil.rmtree(place, ignore_errors=True)
        _write(settings, documents)
        (place / "ready").touch()
    return settings


def _version() -> str:
    """What the rows depend on."""
    names = ("keys.py", "folding.py", "marks.py", "tables/contents.py", "migrations/versions/0001_first.py")
    files = (Path(__file__), *(ROOT / "api" / "store" / name for name in names))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:8]


def _write(settings: Settings, documents: int) -> None:
    with open_store(settings) as store, store.engine.connect() as connection:
        # Indexes of ten million rows are made faster in one go.
        dropped = connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
            " AND tbl_name IN ('citation', 'mention', 'finding', 'report', 'document', 'extraction')"
        ).all()
        for name, _ in dropped:
            connection.exec_driver_sql(f'DROP INDEX "{name}"')
        connection.commit()
        made = _documents(store.workspace_id, documents)
        sizes = [BATCH] * (max(documents - SINGLE, 0) // BATCH)
        sizes += [1] * (documents - sum(sizes))
        for size in sizes:
            batch = list(islice(made, size))
            # A full-text index takes row ids that grow; for each that does not it writes what it has.
            batch.sort(key=lambda rows: rows["report_text"][0]["newest"])
            for table in _ORDER:
                _insert(connection, table, [row for rows in batch for row in rows[table.name]])
            connection.commit()
        for _, sql in dropped:
            connection.exec_driver_sql(sql)
        connection.exec_driver_sql("ANALYZE")
        connection.commit()


_ORDER = (
    tables.document,
    tables.extraction,
    tables.report,
    tables.report_text,
    tables.citation,
    tables.mention,
    tables.finding,
)

Rows = dict[str, list[dict[str, Any]]]


def _insert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    if not rows:
        return
    columns = list(rows[0])
    named = ", ".join(f'"{column}"' for column in columns)
    statement = f"INSERT INTO {table.name} ({named}) VALUES ({', '.join('?' * len(columns))})"
    connection.exec_driver_sql(statement, [tuple(row.values()) for row in rows])


def _documents(workspace_id: int, documents: int) -> Iterator[Rows]:
    """The rows of all documents, the oldest first: row ids that grow are written faster."""
    rng = random.Random(documents)
    units = _units()
    sentences, weights = _sentences()
    titles = _headings()
    frequent = list(accumulate(1 / (rank + 4) for rank in range(len(titles))))
    cited = _cited(rng, units)
    popular = list(accumulate(1000 / (rank + 8) for rank in range(len(cited))))
    for index in range(documents):
        day = (FIRST_DAY + timedelta(days=index * DAYS // documents)).isoformat()
        unit = units[min(int(rng.expovariate(4) * len(units)), len(units) - 1)]
        chosen = dict.fromkeys(rng.choices(range(CITED), cum_weights=popular, k=rng.randint(10, 30)))
        picked = rng.choices(sentences, cum_weights=weights, k=rng.randint(12, 34))
        headings = [*CHAPTERS, *rng.choices(titles, cum_weights=frequent, k=rng.randint(4, 12))]
        # Some of the cited documents are of the archive.
        own = cited[index % CITED].row["number"] if index % 40 == 0 else str(rng.randint(1, 900))
        yield _rows(rng, workspace_id, index + 1, day, unit, own, headings, [cited[one] for one in chosen], picked)


def _rows(
    rng: random.Random,
    workspace_id: int,
    document_id: int,
    day: str,
    unit: Unit,
    number: str,
    headings: Sequence[str],
    cited: Sequence[Cited],
    sentences: Sequence[tuple[str, int]],
) -> Rows:
    year = day[:4]
    # One in twenty is a draft without its day, one in fifty has no date.
    shown = day if document_id % 20 else day[:7]
    dated = shown if document_id % 50 else None
    title = rng.choice(TITLES).format(period=f"{rng.choice(PERIODS)} năm {year}".strip())
    code = f"{number}/BC-UBND"
    text, mentions = _text(rng, unit, code, day, title, headings, cited, sentences)
    own = {"workspace_id": workspace_id, "document_id": document_id}
    relations: list[list[str]] = [[] for _ in cited]
    firsts: dict[int, str] = {}
    for mention in mentions:
        position = int(mention["citation_item"][1:])
        relations[position].append(mention["relation"])
        firsts.setdefault(position, mention["item"])
    faults = rng.choices(FINDINGS, k=rng.choice((0, 0, 1, 1, 2, 4)))
    digest = hashlib.sha256(f"{document_id}".encode()).hexdigest()
    newest, folded = order_key(workspace_id, dated, document_id), fold(text)
    report = {
        **own, "newest": newest, "extraction_id": document_id, "type_code": "BC", "type_name": "Báo cáo",
        "number": number, "code": code,
        "code_key": code_key(code), "date": dated, "issuer": unit.issuer, "issuer_key": unit.key,
        "unit_code": unit.code, "unit_name": unit.name, "title": title, "characters": len(text),
        "references": len(mentions), "findings": len(faults), "pipeline_version": "made", "joined": True,
    }  # fmt: skip
    return {
        "document": [
            {
                "id": document_id, "workspace_id": workspace_id, "uid": digest[:32], "sha256": digest,
                "name": f"bc-{document_id:06}.docx", "size": len(text), "original": False, "added_at": 1.7e9,
            }
        ],
        "extraction": [
            {
                "id": document_id, **own, "options": "", "pipeline_version": "made", "status": "done", "attempts": 1,
                "report_sha256": digest, "changed_at": 1.7e9,
            }
        ],
        "report": [report],
        "report_text": [
            {
                **own, "newest": newest, "folded": folded, "text": text,
                "marks": marks(
                    report,
                    units=(unit.code, unit.name),
                    cited=(one.row["code_key"] for one in cited),
                    findings=faults,
                    headings=(title, *headings),
                    folded=folded,
                ),
            }
        ],
        "citation": [
            {**own, "newest": newest, "first_mention": firsts[position], **_citation(rng, position, one, found)}
            for position, (one, found) in enumerate(zip(cited, relations, strict=True))
        ],
        "mention": [{**own, **one} for one in mentions],
        "finding": [
            {
                **own, "item": f"f{position}", "type": type_, "severity": "warning", "message_vi": "Cần xem lại.",
                "message_en": "To be looked at.", "start": 0, "end": 10,
            }
            for position, type_ in enumerate(faults)
        ],
    }  # fmt: skip


def _citation(rng: random.Random, position: int, one: Cited, relations: Sequence[str]) -> dict[str, Any]:
    """Three of ten name no date and no issuer; one in a hundred of the others has a slip in the day."""
    row = {
        "item": f"c{position}", **one.row, "relations": " ".join(dict.fromkeys(relations)), "mentions": len(relations)
    }  # fmt: skip
    chance = rng.random()
    if chance < 0.3:
        row |= {"date": None, "issuer": None, "issuer_key": None}
    elif chance < 0.307:
        row["date"] = f"{row['date'][:8]}{rng.randint(1, 28):02}"
    return row


def _text(
    rng: random.Random,
    unit: Unit,
    code: str,
    day: str,
    title: str,
    headings: Sequence[str],
    cited: Sequence[Cited],
    sentences: Sequence[tuple[str, int]],
) -> tuple[str, list[dict[str, Any]]]:
    """A text with all of this in it, and the mentions of documents in it with their places."""
    year, month, _ = day.split("-")
    person = f"{rng.choice(SURNAMES)} {rng.choice(GIVEN)}"
    head = (
        f"{unit.issuer.upper()}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nSố: {code}\n\n"
        f"{unit.name}, ngày {day[8:]} tháng {month} năm {year}\n\nBÁO CÁO\n{title}\n\n"
    )
    paragraphs: list[str | int] = [one % tuple(rng.choices(range(1, 3000), k=count)) for one, count in sentences]
    paragraphs += [*range(len(cited)), *rng.choices(range(len(cited)), k=len(cited) // 3)]
    rng.shuffle(paragraphs)
    parts, length = [head], len(head)
    mentions: list[dict[str, Any]] = []
    per_section = len(paragraphs) // len(headings) + 1
    for position, one in enumerate(paragraphs):
        if position % per_section == 0:
            section = position // per_section
            parts.append(f"{section + 1}. {headings[section]}\n")
            length += len(parts[-1])
        if isinstance(one, int):
            sentence, mention = _mention(rng, one, cited[one], f"m{len(mentions)}", length)
            mentions.append(mention)
        else:
            sentence = one
        parts.append(f"{sentence}\n")
        length += len(parts[-1])
    parts.append(f"\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\n{person}\n")
    return "".join(parts), mentions


def _mention(rng: random.Random, index: int, one: Cited, item: str, start: int) -> tuple[str, dict[str, Any]]:
    lead = rng.choice(LEADS)
    start += len(lead) + 1
    return f"{lead} {one.printed}{one.rest}", {
        "item": item, "citation_item": f"c{index}", "kind": "numbered", "relation": rng.choice(RELATIONS),
        "text": one.printed, "start": start, "end": start + len(one.printed), "page": None, "section_path": "I.1",
        "confidence": 0.98,
    }  # fmt: skip


def _units() -> list[Unit]:
    """Districts in some order, each with the body that reports for it."""
    lines = (ROOT / "rules" / "units.tsv").read_text(encoding="utf-8").splitlines()
    levels = {"T": "tỉnh", "H": "huyện", "S": "thị xã", "X": "xã"}
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    kept = [row for number, row in enumerate(rows) if row[1] in "THS" or (row[1] == "X" and number % 12 == 0)]
    names = [(code, f"{levels[level]} {name}") for code, level, name, *_ in kept]
    units = [Unit(code, name, f"UBND {name}", name_key(f"UBND {name}") or "") for code, name in names]
    random.Random(0).shuffle(units)
    return units


def _sentences() -> tuple[list[tuple[str, int]], list[float]]:
    """Sentences of the real reports without a document number, "%d" for their figures, how many of them, and cumulated
    weights: the first are in nearly every document, the last in few."""
    text = "\n".join(file.read_text(encoding="utf-8") for file in sorted((ROOT / "corpora" / "reports").glob("*.txt")))
    plain = re.sub(r"<[^>]*>|[*#|%]+", " ", text)
    found = dict.fromkeys(" ".join(one.split()) for one in re.split(r"(?<=[.;])\s+|\n+", plain))
    kept = [re.sub(r"\d+", "%d", one) for one in found if 40 < len(one) < 350 and "/" not in one]
    random.Random(1).shuffle(kept)
    places = [f"{unit.name} đã hoàn thành %d công trình với tổng kinh phí %d triệu đồng." for unit in _units()]
    kept += [f"Trên địa bàn {place}" for place in places]
    weights = accumulate(1 / (rank + 12) for rank in range(len(kept)))
    return [(one, one.count("%d")) for one in kept], list(weights)


def _headings() -> list[str]:
    """Numbered headings of the real reports, in some order."""
    text = "\n".join(file.read_text(encoding="utf-8") for file in sorted((ROOT / "corpora" / "reports").glob("*.txt")))
    found = re.findall(r"^[#*\s]*(?:[IVX]+|\d+(?:\.\d+)*)[.)]\s*([^\n*|:;]{12,120})\**$", text, re.MULTILINE)
    titles = sorted({" ".join(one.split()) for one in found})
    random.Random(2).shuffle(titles)
    return titles


def _cited(rng: random.Random, units: Sequence[Unit]) -> list[Cited]:
    weights = [weight for *_, weight in TYPES]
    return [_one_cited(rng, units, *one[:2]) for one in rng.choices(TYPES, weights=weights, k=CITED)]


def _one_cited(rng: random.Random, units: Sequence[Unit], type_code: str, type_name: str) -> Cited:
    fixed = {"NĐ": ("NĐ-CP", "Chính phủ"), "TT": ("TT-BNV", "Bộ Nội vụ")}
    body = "HĐND" if type_code == "NQ" else "UBND"
    issuer = rng.choice(units[:200]).issuer.replace("UBND", body)
    symbol, issuer = fixed.get(type_code, (f"{type_code}-{body}", issuer))
    if type_code == "CV":
        symbol = rng.choice(("UBND-NC", "UBND-VX", "SNV-CCHC"))
    day = (FIRST_DAY + timedelta(days=rng.randrange(DAYS))).isoformat()
    year = day[:4] if type_code in {"NĐ", "TT", "NQ"} else None
    number = str(rng.randint(1, 2500))
    code = "/".join(part for part in (number, year, symbol) if part)
    title = rng.choice(("về việc ", "ban hành ", "quy định ")) + rng.choice(TITLES).format(period=f"năm {day[:4]}")
    row = {
        "key": f"{fold(type_code)}:{number}:{day}", "urn": None, "type_code": type_code, "type_name": type_name,
        "number": number, "year": year, "symbol": symbol, "code": code, "code_key": code_key(code), "date": day,
        "issuer": issuer, "issuer_key": name_key(issuer), "title": title, "confidence": 0.98,
    }  # fmt: skip
    printed_day = "/".join(reversed(day.split("-")))
    return Cited(row, f"{type_name} số {code}", f" ngày {printed_day} của {issuer} {title}.")

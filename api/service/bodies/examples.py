"""Examples of the OpenAPI document. They are of the reports that the tests fill an archive with, and are run there."""

from __future__ import annotations

from typing import Any

#: The document that all examples ask for.
ID = "3f1c9a52d7e84b06a1b2c3d4e5f60718"

_LINKS = {
    "self": f"/v1/documents/{ID}",
    "report": f"/v1/documents/{ID}/report",
    "original": f"/v1/documents/{ID}/original",
    "pages": f"/v1/documents/{ID}/pages/{{number}}",
}

SUMMARY: dict[str, Any] = {
    "id": ID,
    "name": "bao-cao.pdf",
    "status": "done",
    "number": "214/BC-UBND",
    "type": {"code": "BC", "name": "Báo cáo"},
    "date": "2022-09-15",
    "issuer": "UBND huyện Mang Yang",
    "unit": "Huyện Mang Yang",
    "title": "Kết quả công tác văn thư năm 2022",
    "pages": 1,
    "mentions": 3,
    "findings": 1,
    "error": None,
    "external_id": "DVC-2022-0915",
    "added": "2026-11-21T08:30:00Z",
    "links": _LINKS,
}

DOCUMENT: dict[str, Any] = {
    **SUMMARY,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "size": 48_213,
    "characters": 1_204,
    "period": None,
    "urgency": None,
    "cited": 2,
    "findings_by_type": {"date_conflict": 1},
    "pipeline_version": "4f2a90c1d3be",
    "extracted": "2026-11-21T08:30:01Z",
    "seconds": 0.21,
    "metadata": {"folder": {"year": "2022"}},
    "places": [{"path": "/archive/bao-cao.pdf", "seen": "2026-11-21T08:30:00Z"}],
    "record": None,
}

PAGE: dict[str, Any] = {
    "number": 1,
    "pages": 1,
    "width": 595.0,
    "height": 842.0,
    "ocr": False,
    "span": [0, 1204],
    "located": True,
    "mentions": [
        {
            "kind": "references",
            "id": "ref-3f2a91c0",
            "span": [311, 349],
            "boxes": [[85.0, 302.1, 371.4, 318.2]],
            "type": "numbered",
        }
    ],
    "image": f"/v1/documents/{ID}/pages/1.png",
}

SEARCH: dict[str, Any] = {
    "items": [
        {
            "id": ID,
            "name": "bao-cao.pdf",
            "number": "214/BC-UBND",
            "type": {"code": "BC", "name": "Báo cáo"},
            "title": "Kết quả công tác văn thư năm 2022",
            "date": "2022-09-15",
            "issuer": "UBND huyện Mang Yang",
            "unit": "huyện Mang Yang",
            "snippets": [
                {
                    "text": "Kết quả công tác văn thư năm 2022",
                    "spans": [[17, 24]],
                    "start": 160,
                    "end": 193,
                    "page": None,
                    "section": None,
                }
            ],
        }
    ],
    "next": None,
    "total": 1,
    "more": False,
}

REFERENCES: dict[str, Any] = {
    "items": [
        {
            "key": "751/qdubnd:QĐ:2020-12-26:ubnd tinh gia lai",
            "number": "751/QĐ-UBND",
            "type_code": "QĐ",
            "type_name": "Quyết định",
            "date": "2020-12-26",
            "issuer": "UBND tỉnh Gia Lai",
            "title": None,
            "dates": [{"date": "2020-12-26", "reports": 1}],
            "reports": 1,
            "more": False,
            "ambiguous": False,
            "archived": [],
            "verification": {
                "status": "unchecked",
                "fields": [],
                "entry": None,
                "message": "Not checked: no register was loaded",
                "message_vi": "Chưa đối chiếu: chưa nạp sổ đăng ký văn bản",
            },
            "citing": {
                "items": [
                    {
                        "id": ID,
                        "name": "bao-cao.pdf",
                        "number": "214/BC-UBND",
                        "date": "2022-09-15",
                        "issuer": "UBND huyện Mang Yang",
                        "said_date": "2020-12-26",
                        "said_issuer": "UBND tỉnh Gia Lai",
                        "fit": "full",
                        "relations": ["implements"],
                        "mentions": 1,
                        "text": "Quyết định số 751/QĐ-UBND",
                        "page": 1,
                        "section": "I",
                        "start": 262,
                        "confidence": 0.99,
                        "early": False,
                    }
                ],
                "next": None,
            },
        }
    ],
    "documents": 1,
    "complete": True,
}

FINDINGS: dict[str, Any] = {
    "items": [
        {
            "id": "find-2b3c4d5e6f70",
            "type": "date_conflict",
            "severity": "warning",
            "message": "751/QĐ-UBND is dated 2020-12-26 and 2020-12-27",
            "message_vi": "751/QĐ-UBND được ghi ngày 26/12/2020 và ngày 27/12/2020",
            "span": [262, 287],
            "document": {"id": ID, "name": "bao-cao.pdf"},
        }
    ],
    "next": None,
}

CONFLICTS: dict[str, Any] = {
    "items": [
        {
            "type": "cross_date_conflict",
            "severity": "warning",
            "subject": "751/QĐ-UBND · UBND tỉnh Gia Lai",
            "message": "751/QĐ-UBND of UBND tỉnh Gia Lai has several dates",
            "message_vi": "751/QĐ-UBND của UBND tỉnh Gia Lai được ghi nhiều ngày",
            "values": [
                {
                    "value": "2020-12-26",
                    "reports": 2,
                    "examples": [{"id": ID, "name": "bao-cao.pdf"}],
                    "own": False,
                }
            ],
            "likely": None,
        }
    ],
    "next": None,
    "total": 1,
    "as_of": "2026-11-21T08:30:00.000Z",
}

STATS: dict[str, Any] = {
    "as_of": "2026-11-21T08:30:00.000Z",
    "documents": 2,
    "bytes": 96_426,
    "pages": 2,
    "mentions": 6,
    "by_status": [{"key": "done", "name": "done", "count": 2}],
    "by_type": [{"key": "BC", "name": "Báo cáo", "count": 2}],
    "by_issuer": [{"key": "ubnd huyen mang yang", "name": "UBND huyện Mang Yang", "count": 2}],
    "by_year": [{"key": "2022", "name": "2022", "count": 2}],
    "citations_by_type": [{"key": "QĐ", "name": "Quyết định", "count": 4}],
    "findings_by_type": [{"key": "date_conflict", "name": "date_conflict", "count": 1}],
}

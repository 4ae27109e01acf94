"""Examples of the OpenAPI document: answers of an archive that the tests fill, of long lists some items. A test
asks for them again, and compares all but times and sizes."""

from __future__ import annotations

from typing import Any

#: The document that all examples ask for.
ID = "3f1c9a52d7e84b06a1b2c3d4e5f60718"

SUMMARY: dict[str, Any] = {
    "id": ID,
    "name": "bao-cao.pdf",
    "status": "done",
    "number": "214/BC-UBND",
    "type": {"code": "BC", "name": "Báo cáo"},
    "date": "2022-09-15",
    "issuer": "UBND huyện Mang Yang",
    "unit": "huyện Mang Yang",
    "title": "Kết quả công tác văn thư năm 2022",
    "pages": 2,
    "mentions": 3,
    "findings": 1,
    "error": None,
    "external_id": "DVC-2022-0915",
    "added": "2026-11-21T08:30:00.000Z",
    "links": {
        "self": f"/v1/documents/{ID}",
        "report": f"/v1/documents/{ID}/report",
        "original": f"/v1/documents/{ID}/original",
        "first_page": f"/v1/documents/{ID}/pages/1",
    },
}

DOCUMENT: dict[str, Any] = {
    **SUMMARY,
    "sha256": "00b7e28c3dd67b529869654cd74bdfac9fa36df4cee1f48ffed8d9f6c0118762",
    "size": 4841,
    "characters": 509,
    "period": "2022",
    "urgency": None,
    "cited": 3,
    "findings_by_type": {"section_missing": 1},
    "pipeline_version": "898ec025a906",
    "extracted": "2026-11-21T08:30:00.000Z",
    "seconds": 0.21,
    "metadata": {"folder": {"year": "2022"}},
    "differences": [],
    "places": [{"path": "/archive/bao-cao.pdf", "seen": "2026-11-21T08:30:00.000Z"}],
    "record": None,
}

PAGE: dict[str, Any] = {
    "number": 1,
    "pages": 2,
    "width": 595.0,
    "height": 842.0,
    "ocr": False,
    "span": [0, 416],
    "located": True,
    "mentions": [
        {
            "kind": "dates",
            "id": "date-c3944ec12030",
            "span": [122, 146],
            "boxes": [[372.6, 101.2, 531.0, 112.42]],
            "type": None,
        },
        {
            "kind": "references",
            "id": "ref-2de44d58dcd4",
            "span": [220, 245],
            "boxes": [[199.08, 258.8, 414.27, 273.08]],
            "type": "numbered",
        },
    ],
    "image": f"/v1/documents/{ID}/pages/1.png",
}

PAGE_LINES: dict[str, Any] = {
    "number": 1,
    "width": 595.0,
    "height": 842.0,
    "lines": [
        {"start": 189, "end": 209, "box": [113.0, 228.8, 281.0, 243.08]},
        {"start": 210, "end": 261, "box": [113.0, 258.8, 552.0, 273.08]},
    ],
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
                    "text": "phúc Mang Yang, ngày 15 tháng 9 năm 2022 BÁO CÁO Kết quả công "
                    "tác văn thư năm 2022 I. KẾT QUẢ THỰC HIỆN Thực hiện Quyết định "
                    "số 751/QĐ-UBND ngày 26/12/2020 của UBND tỉnh Gia Lai về ban "
                    "hành Kế hoạch văn thư, đã kiểm tra 07 xã. Căn cứ",
                    "spans": [[66, 73], [199, 206]],
                    "start": 106,
                    "end": 339,
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
            "title": "về ban hành Kế hoạch văn thư, đã kiểm tra 07 xã",
            "dates": [{"date": "2020-12-26", "reports": 1}, {"date": "2020-12-27", "reports": 1}],
            "reports": 2,
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
                        "start": 220,
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
            "id": "finding-c91899beb07a",
            "type": "date_conflict",
            "severity": "error",
            "message": "Quyết định số 99/QĐ-UBND has two dates of issue: “ngày 02/02/2021” "
            "(section I) and “ngày 01/02/2021” (section I).",
            "message_vi": "Quyết định số 99/QĐ-UBND có hai ngày ban hành: “ngày 02/02/2021” (mục "
            "I) và “ngày 01/02/2021” (mục I).",
            "span": [392, 407],
            "document": {"id": "00000000000000000000000000000002", "name": "khác.txt"},
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
            "message": "751/QĐ-UBND · UBND tỉnh Gia Lai is cited with different dates of issue: "
            "2020-12-26 (1 report: bao-cao.pdf); 2020-12-27 (1 report: khác.txt).",
            "message_vi": "751/QĐ-UBND · UBND tỉnh Gia Lai được viện dẫn với các ngày ban hành "
            "khác nhau: 26/12/2020 (1 báo cáo: bao-cao.pdf); 27/12/2020 (1 báo cáo: "
            "khác.txt).",
            "values": [
                {"value": "2020-12-26", "reports": 1, "examples": [{"id": ID, "name": "bao-cao.pdf"}], "own": False},
                {
                    "value": "2020-12-27",
                    "reports": 1,
                    "examples": [{"id": "00000000000000000000000000000002", "name": "khác.txt"}],
                    "own": False,
                },
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
    "documents": 4,
    "bytes": 5404,
    "pages": 2,
    "mentions": 6,
    "by_status": [{"key": "done", "name": "done", "count": 2}, {"key": "failed", "name": "failed", "count": 1}],
    "by_type": [{"key": "BC", "name": "Báo cáo", "count": 2}],
    "by_issuer": [
        {"key": "ubnd huyen chu se", "name": "UBND huyện Chư Sê", "count": 1},
        {"key": "ubnd huyen mang yang", "name": "UBND huyện Mang Yang", "count": 1},
    ],
    "by_year": [{"key": "2022", "name": "2022", "count": 1}, {"key": "2023", "name": "2023", "count": 1}],
    "citations_by_type": [
        {"key": "QĐ", "name": "Quyết định", "count": 3},
        {"key": "KH", "name": "Kế hoạch", "count": 1},
    ],
    "citations_by_issuer": [
        {"key": "ubnd tinh gia lai", "name": "UBND tỉnh Gia Lai", "count": 2},
        {"key": "chinh phu", "name": "Chính phủ", "count": 1},
    ],
    "findings_by_type": [
        {"key": "date_conflict", "name": "date_conflict", "count": 1},
        {"key": "section_missing", "name": "section_missing", "count": 1},
    ],
}

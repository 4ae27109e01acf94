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

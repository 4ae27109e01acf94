"""Examples of the bodies of deciding: answers of an archive that the tests fill, of long lists some items."""

from __future__ import annotations

from typing import Any

from api.service.bodies.review_examples import GROUP, ITEM, MISSING

DECISIONS: dict[str, Any] = {
    "decisions": [
        {"action": "accept", "items": ["ref-2de44d58dcd4"], "expected": {"ref-2de44d58dcd4": None}},
        {
            "action": "dismiss",
            "items": ["finding-3cbc17623442"],
            "expected": {"finding-3cbc17623442": None},
            "reason": "báo cáo ngắn",
        },
    ],
    "blind": False,
}

STEP: dict[str, Any] = {
    "version": 2,
    "step": "2c1789a7e3ea45d1bcc4a21b4f641d98",
    "status": "in_review",
    "items": [
        ITEM,
        {
            "id": "finding-3cbc17623442",
            "kind": "finding",
            "state": "dismissed",
            "anchor": {
                "kind": "finding",
                "quote": "I",
                "before": "t quả công tác văn thư năm 2022\n",
                "after": ". KẾT QUẢ THỰC HIỆN\nThực hiện Qu",
                "page": 1,
                "start": 189,
                "end": 190,
            },
            "section": "I",
            "fields": {
                "type": "section_missing",
                "severity": "info",
                "message_vi": MISSING,
                "message_en": "The periodic report has no section “assessment; plans; proposals”.",
                "items": ["sec-0c5a6040ec3b"],
            },
            "extracted": {
                "type": "section_missing",
                "severity": "info",
                "message_vi": MISSING,
                "message_en": "The periodic report has no section “assessment; plans; proposals”.",
                "items": ["sec-0c5a6040ec3b"],
            },
            "source": "section_missing",
            "confidence": None,
            "decision": {
                "id": "5b0d8a81a41a42758c8c73c09faa40f2",
                "step": "2c1789a7e3ea45d1bcc4a21b4f641d98",
                "who": "account:lan",
                "at": "2026-11-21T08:30:00.000Z",
                "action": "dismiss",
                "fields": None,
                "reason": "báo cáo ngắn",
                "comment": None,
                "carried_from": None,
            },
            "earlier": None,
            "comments": [],
            "findings": [],
            "suggestion": None,
        },
    ],
    "gone": [],
    "groups": [GROUP],
    "open": {"reference": 2, "finding": 0, "count": 1, "responsibility": 1, "indicator": 0},
    "orphaned": 0,
    "undo": "2c1789a7e3ea45d1bcc4a21b4f641d98",
    "redo": None,
}

STANDS: dict[str, Any] = {
    "status": "in_review",
    "assignee": "account:lan",
    "assigned": "2026-11-21T08:30:00.000Z",
    "version": 2,
}

HISTORY: dict[str, Any] = {
    "items": [
        {
            "id": "5b0d8a81a41a42758c8c73c09faa40f2",
            "step": "2c1789a7e3ea45d1bcc4a21b4f641d98",
            "version": 2,
            "at": "2026-11-21T08:30:00.000Z",
            "who": "account:lan",
            "action": "dismiss",
            "kind": "finding",
            "item": "finding-3cbc17623442",
            "quote": "I",
            "before": None,
            "after": None,
            "reason": "báo cáo ngắn",
            "comment": None,
            "undone": False,
            "carried_from": None,
            "blind": False,
        },
        {
            "id": "7759bbec2f554d9e8729dcc3b6cff466",
            "step": "2c1789a7e3ea45d1bcc4a21b4f641d98",
            "version": 1,
            "at": "2026-11-21T08:30:00.000Z",
            "who": "account:lan",
            "action": "accept",
            "kind": "reference",
            "item": "ref-2de44d58dcd4",
            "quote": "Quyết định số 751/QĐ-UBND",
            "before": None,
            "after": None,
            "reason": None,
            "comment": None,
            "undone": False,
            "carried_from": None,
            "blind": False,
        },
    ],
    "next": None,
}

SUGGESTIONS: dict[str, Any] = {
    "items": [
        {
            "value": "751/QĐ-UBND",
            "fields": {
                "doc_type": None,
                "number": "751",
                "year": None,
                "symbol": "QĐ-UBND",
                "code": "751/QĐ-UBND",
                "date": "2020-12-26",
                "issuer": "UBND tỉnh Gia Lai",
                "title": "Kế hoạch văn thư",
            },
            "from": "register",
            "documents": 0,
            "place": "so-den.csv, dòng 2",
        },
        {
            "value": "751/QĐ-UBND",
            "fields": {
                "number": "751",
                "year": None,
                "symbol": "QĐ-UBND",
                "code": "751/QĐ-UBND",
                "date": "2020-12-27",
                "issuer": "UBND tỉnh Gia Lai",
                "title": None,
                "doc_type": "QĐ",
            },
            "from": "archive",
            "documents": 1,
            "place": None,
        },
    ]
}

FIGURES: dict[str, Any] = {
    "samples": [],
    "sampled": [],
    "documents": 0,
    "precision": {"value": None, "low": None, "high": None, "hits": 0, "of": 0},
    "recall": {"value": None, "low": None, "high": None, "hits": 0, "of": 0},
    "code_precision": {"value": None, "low": None, "high": None, "hits": 0, "of": 0},
    "code_recall": {"value": None, "low": None, "high": None, "hits": 0, "of": 0},
    "agreement": {"value": 0.5, "low": 0.0945, "high": 0.9055, "hits": 1, "of": 2},
    "reviewers": {"value": None, "low": None, "high": None, "hits": 0, "of": 0},
    "by_status": {"to_review": 1, "in_review": 1, "done": 0},
    "decisions": {"accept": 1, "dismiss": 1},
    "people": [{"who": "account:lan", "decisions": 2, "documents": 1, "median_seconds": None}],
}

"""The JSON Schema of a report, with the sentences of the model's docstrings as descriptions."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

from extractor import model
from extractor.export.json import adapter

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
#: What every record means by these fields, where its own docstring does not say.
_COMMON = {
    "id": "Unique in the report, and stable when other text changes.",
    "span": "[start, end) in code points of the report's `text`.",
    "text": "The words as they stand in the text.",
    "page": "The page that it starts on, counted from 1; null for formats without pages.",
    "section_id": "The innermost section that it stands in, null before the first.",
    "confidence": "From 0 to 1.",
    "found_by": "`rule` and the row's id, or `model`.",
    "raw": "What was read, where it was repaired.",
    "code": 'Number and symbol as this kind of document joins them ("751/QĐ-UBND", "18-NQ/TW").',
    "number": "Digits as printed, leading zeros kept.",
    "year": "The year inside the number (56/2020/QĐ-UBND).",
    "symbol": 'The letters, without spaces and with `-` for any dash ("QĐ-UBND").',
    "doc_type": "Loại văn bản: by the printed noun, else by the symbol.",
    "date": "The date stated with it.",
    "issuer": "Cơ quan ban hành.",
    "provision": "The part that is cited: điểm, khoản, điều.",
    "provision_span": "Where the words of `provision` stand, before or after the mention.",
    "title": "Trích yếu: what it is about, as printed.",
    "relation": "What the report does with the document.",
    "cited_document_id": "The entry of `cited_documents` that it belongs to.",
}
#: Where a field means something of its own in one record.
_OWN = {
    ("Report", "text"): "The whole normalised text (NFC, lines ended by \\n): every span counts in it.",
    ("Report", "cited_documents"): "The mentions gathered: one entry for each distinct document.",
    ("Report", "references"): "Every mention of a document, in reading order.",
    ("Report", "sections"): "A flat list in reading order.",
    ("Report", "dates"): "Every date or period in the text.",
    ("Report", "warnings"): "What could not be read.",
    ("Reference", "kind"): (
        "`numbered` has number and symbol, `short` a number only, `named` is a law by its name, `blank` had its "
        "number left out, `anaphoric` points back."
    ),
    ("CitedDocument", "date"): "The best date of its mentions, ISO 8601.",
    ("CitedDocument", "mentions"): "Ids of its mentions in `references`.",
    ("DocType", "code"): 'The code of the type ("QĐ").',
    ("Section", "title"): "The heading without its label.",
    ("PageInfo", "number"): "Counted from 1.",
    ("Pipeline", "code"): "Version of the code.",
}


def json_schema() -> dict[str, Any]:
    """The schema of `to_json`'s output. Within version 1 there are only additions."""
    made = adapter().json_schema(mode="serialization")
    made.pop("title", None)
    body = {"$schema": _DIALECT, "title": f"Trích Lục report, schema version {model.SCHEMA_VERSION}", **made}
    _describe(body, model.Report)
    for name, definition in body["$defs"].items():
        _describe(definition, getattr(model, name))
    return body


def _describe(definition: dict[str, Any], record: type) -> None:
    """Fill in the descriptions of one record and of its fields."""
    doc = " ".join((record.__doc__ or "").split())
    definition["description"] = doc
    for field in dataclasses.fields(record):
        entry = definition["properties"][field.name]
        entry.pop("title", None)
        said = [sentence for sentence in re.split(r"(?<=[.:])\s+(?=[A-Z`])", doc) if f"`{field.name}`" in sentence]
        own = _OWN.get((record.__name__, field.name))
        description = own or " ".join(said) or _COMMON.get(field.name)
        if description:
            entry["description"] = description.rstrip(":")

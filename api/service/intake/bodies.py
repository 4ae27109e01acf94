"""The bodies of uploads."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from api.service.jobs.bodies import Job


class ExtractedDocument(Job):
    """A document that was uploaded and extracted: the job, which is done, with the report (báo cáo) itself. Offsets in
    the report count code points (Unicode scalar values)."""

    report: dict[str, Any] = Field(description="The Report, as `GET /v1/documents/{id}/report` gives it.")

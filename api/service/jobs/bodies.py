"""The bodies that tell of jobs."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

UID = "3f1c9a52d0f14f0b8f5a7f6f0c0f9b11"


class JobProgress(BaseModel):
    """How far a document is read (tiến độ): pages `done` of `total`."""

    done: int
    total: int


class JobError(BaseModel):
    """Why a document could not be extracted: as in the problem that an upload is answered with."""

    code: str = Field(description="One of the codes of problems; stable.", examples=["encrypted"])
    title: str
    title_vi: str
    detail: str
    detail_vi: str


class Difference(BaseModel):
    """A field of the metadata that says something else than the document (khác với văn bản)."""

    field: Literal["number", "symbol", "date", "issuer", "subject"]
    given: str = Field(description="What was sent along.")
    found: str = Field(description="What the document says.")
    message_en: str
    message_vi: str


class JobLinks(BaseModel):
    """Paths of what belongs to a job."""

    job: str
    events: str = Field(description="Server-sent events.")
    document: str
    report: str | None = Field(description="None until there is one.")


class Job(BaseModel):
    """The work on a document (công việc). Its `id` is that of the document, and stays."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": UID,
                    "status": "running",
                    "progress": {"done": 12, "total": 48},
                    "error": None,
                    "name": "bao-cao.pdf",
                    "size": 482113,
                    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                    "external_id": "VB-2021-00751",
                    "metadata": {"số": "751"},
                    "differences": [],
                    "accepted_at": "2026-11-21T08:15:30.512Z",
                    "changed_at": "2026-11-21T08:15:31.020Z",
                    "links": {
                        "job": f"/v1/jobs/{UID}",
                        "events": f"/v1/jobs/{UID}/events",
                        "document": f"/v1/documents/{UID}",
                        "report": None,
                    },
                }
            ]
        }
    )

    id: str
    status: Literal["pending", "running", "done", "failed"] = Field(
        description="pending: waits; running: is being extracted; done: the report is there; failed: see `error`."
    )
    progress: JobProgress | None = Field(description="While it is read, where that takes more than a second.")
    error: JobError | None
    name: str = Field(description="The name of the file as it came first.")
    size: int = Field(description="Bytes.")
    sha256: str = Field(description="Of the file.")
    external_id: str | None = Field(description="What the calling system calls it.")
    metadata: Annotated[dict[str, Any] | None, Field(description="What the calling system says of it, as it came.")]
    differences: list[Difference] = Field(description="Where the metadata says something else than the document.")
    accepted_at: str = Field(description="ISO 8601, UTC.")
    changed_at: str = Field(description="When its status changed, ISO 8601, UTC.")
    links: JobLinks

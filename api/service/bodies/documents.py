"""Documents, as lists and as themselves."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.service.bodies import examples
from api.service.jobs.bodies import Difference, JobError

Status = Literal["pending", "running", "done", "failed"]


class DocumentType(BaseModel):
    """Loại văn bản: the code of Nghị định 30/2020/NĐ-CP, Phụ lục III ("BC"), and the name ("Báo cáo")."""

    code: str | None
    name: str | None


class Links(BaseModel):
    """Where the parts of a document are, from the root of the service. `first_page` is null where it has none."""

    self: str
    report: str
    original: str
    first_page: str | None


class DocumentSummary(BaseModel):
    """A document (văn bản) in a list. `status` is that of its newest extraction; the facts are those of the newest
    report, null before there is one. `number` is số, ký hiệu ("214/BC-UBND")."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.SUMMARY]})

    id: str = Field(description="Its lasting name")
    name: str = Field(description="The name of its file")
    status: Status
    number: str | None
    type: DocumentType | None
    date: str | None
    issuer: str | None = Field(description="Cơ quan ban hành")
    unit: str | None = Field(description="Đơn vị hành chính")
    title: str | None = Field(description="Trích yếu")
    pages: int | None = Field(description="Null for formats without pages")
    mentions: int | None = Field(description="Mentions of documents in it")
    findings: int | None
    error: JobError | None
    external_id: str | None = Field(description="Its name in the calling system")
    added: str = Field(description="When it was taken in")
    links: Links


class DocumentPage(BaseModel):
    """A page of a list of documents, those taken in last first."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [examples.SUMMARY], "next": None}]})

    items: list[DocumentSummary]
    next: str | None = Field(description="The `cursor` of the next page, null where this is the last")


class Place(BaseModel):
    """A place that a document came under: a path or an address, and when it was last seen there."""

    path: str
    seen: str


class Member(BaseModel):
    """A document of a record."""

    id: str
    name: str
    role: str
    number: str | None


class Record(BaseModel):
    """What the document forms with others: versions (bản dự thảo, bản ký) of one report, or main text and appendices.
    `role` is that of this document: version, main or appendix."""

    id: str
    role: str
    members: list[Member]


class Document(DocumentSummary):
    """A document (văn bản) with all that is known of it beside its report. `metadata` is what the calling system or the
    folders said of it."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.DOCUMENT]})

    sha256: str
    size: int = Field(description="Bytes of the file")
    characters: int | None = Field(description="Code points of the text")
    period: str | None = Field(description="Kỳ báo cáo")
    urgency: str | None = Field(description="Độ khẩn")
    cited: int | None = Field(description="Distinct documents that it cites")
    findings_by_type: dict[str, int]
    pipeline_version: str | None
    extracted: str | None = Field(description="When the newest report was made")
    seconds: float | None = Field(description="How long that took")
    metadata: dict[str, Any] | None
    differences: list[Difference] = Field(description="Where the metadata says something else than the document")
    places: list[Place]
    record: Record | None

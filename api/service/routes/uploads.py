"""Files in: stored and extracted, or extracted only."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from api.extraction import SecretFileError
from api.isolation import IsolationError
from api.service.access.auditing import audit
from api.service.callers import Caller, Writer
from api.service.describing import told
from api.service.intake import keys
from api.service.intake.bodies import ExtractedDocument
from api.service.intake.described import Said, said
from api.service.intake.failures import failure, problem
from api.service.intake.receiving import Received, received
from api.service.intake.running import Intake, intake_of
from api.service.intake.taking import Taken, check, take
from api.service.jobs.bodies import Job
from api.service.jobs.state import Standing, report_json
from api.service.jobs.waiting import ended
from api.service.problems import Problem
from api.service.state import settings_of
from extractor.errors import TrichLucError

router = APIRouter(tags=["uploads"])

_FILE = {
    "type": "string",
    "format": "binary",
    "description": "The file: .docx, .doc, .rtf, .odt, .xlsx, .xls, .pdf, .txt, .html",
}
_FIELDS: dict[str, Any] = {
    "external_id": {"type": "string", "maxLength": 200},
    "metadata": {
        "type": "string",
        "contentMediaType": "application/json",
        "description": "A JSON object; of these fields differences from the document are findings: "
        "number (số), symbol (ký hiệu), date (ngày), issuer (cơ quan), subject (trích yếu).",
    },
}


def _body(fields: dict[str, Any]) -> dict[str, Any]:
    """The two ways in: a form with a file and these fields, or the file itself."""
    form = {"type": "object", "required": ["file"], "properties": {"file": _FILE, **fields}}
    content = {"multipart/form-data": {"schema": form}, "application/octet-stream": {"schema": _FILE}}
    return {"requestBody": {"required": True, "content": content}}


Name = Annotated[str | None, Query(max_length=1000, description="The file's name, where the body is the file.")]
ExternalId = Annotated[str | None, Query(description="As the part of the form, where the body is the file.")]
Metadata = Annotated[str | None, Query(description="As the part of the form, where the body is the file.")]
Wait = Annotated[
    float | None, Query(ge=0, allow_inf_nan=False, description="Seconds to wait for the result at most (chờ).")
]
Key = Annotated[str | None, Header(description="Makes a request that is sent again the same request, for a day.")]


#: What may be wrong with any file.
_FILE_PROBLEMS = (
    *("too_large", "slow_upload", "unsupported_media_type", "unsupported_type", "empty", "corrupt", "encrypted"),
    *("encoding", "unreadable", "hostile", "limit", "secret", "fault"),
)
_UPLOAD = told(
    "uploadDocument",
    "Take in a file; answer with the report, or with a job",
    problems=(
        *("invalid_metadata", "idempotency_key_reused", "idempotency_key_in_flight", "queue_full", "not_found"),
        *_FILE_PROBLEMS,
    ),
    answers={
        200: {"model": ExtractedDocument, "description": "It is extracted"},
        202: {"model": Job, "description": "It is stored, and waits"},
    },
    openapi_extra=_body(_FIELDS),
)
_EXTRACT = told(
    "extract",
    "Extract a file and keep nothing of it",
    problems=(*_FILE_PROBLEMS, "busy"),
    answers={200: {"description": "The Report", "content": {"application/json": {"schema": {"type": "object"}}}}},
    openapi_extra=_body({}),
)


@router.post("/documents", **_UPLOAD)
async def upload(
    request: Request,
    who: Writer,
    name: Name = None,
    external_id: ExternalId = None,
    metadata: Metadata = None,
    wait: Wait = None,
    idempotency_key: Key = None,
) -> Response:
    """Take in a file (nhận văn bản). It is stored before it is answered: with the report (200) where that is there
    within `wait`, else with a job to ask for (202). The same content again is the same document."""
    desk, settings = intake_of(request), settings_of(request)
    await run_in_threadpool(desk.queue.admit)
    before = await run_in_threadpool(keys.begin, who.store, idempotency_key) if idempotency_key is not None else None
    try:
        place = who.store.blobs.place_for_one_coming()
        async with received(request, place, settings.max_upload) as came:
            fields = {"external_id": external_id, "metadata": metadata, **came.fields}
            what = said(fields["external_id"], fields["metadata"])
            taken = await run_in_threadpool(_taken, who, came, what, desk, before, idempotency_key)
    except BaseException:
        if idempotency_key is not None and before is None:
            await run_in_threadpool(keys.drop, who.store, idempotency_key)
        raise
    desk.came(taken.document_id)
    seconds = settings.default_wait if wait is None else wait
    stands = await ended(desk.waiters, who.store, taken.uid, min(seconds, settings.max_wait))
    if stands is None:
        raise Problem("not_found", "the document was deleted meanwhile", "văn bản vừa bị xóa")
    return await run_in_threadpool(_answer, who, stands)


@router.post("/extract", **_EXTRACT)
async def extract(request: Request, who: Writer, name: Name = None) -> Response:
    """Extract a file (trích xuất) and keep nothing of it: no document, no text, no log of what it says. The answer is
    the Report; its offsets count code points."""
    desk = intake_of(request)
    desk.extractor.admit()
    place = request.app.state.private.place()
    async with received(request, place, settings_of(request).max_upload) as came:
        await run_in_threadpool(check, came.file, came.name)
        try:
            report = await desk.extractor.report(came.name, came.file)
        except SecretFileError as error:
            await run_in_threadpool(_log_secret, who, came)
            raise problem(failure(error.code, None, came.name)) from None
        except IsolationError:
            raise Problem("busy", headers={"Retry-After": "2"}) from None
        except TrichLucError as error:
            raise problem(failure(error.code, str(error), came.name)) from None
        except Exception:  # a fault of ours in one file
            raise problem(failure(None, None, came.name)) from None
    return Response(report, media_type="application/json")


def _taken(who: Caller, came: Received, what: Said, desk: Intake, before: str | None, key: str | None) -> Taken:
    check(came.file, came.name)
    print_ = keys.fingerprint(came.file.digest, came.name, what)
    if before is not None and before != print_:
        raise keys.reused()
    taken = take(who, came, what, desk.version)
    if key is not None:
        keys.finish(who.store, key, print_, taken.document_id)
    return taken


def _answer(who: Caller, stands: Standing) -> Response:
    job = stands.job
    headers = {"Location": f"/v1/jobs/{job.id}"}
    if job.error is not None:
        raise problem(job.error, job.id)
    if stands.report_sha256 is None:
        return JSONResponse(job.model_dump(mode="json"), 202, {**headers, "Retry-After": "1"})
    # The report stands in the answer as it is stored.
    report = report_json(who.store, stands.report_sha256)
    body = b'%s,"report":%s}' % (job.model_dump_json().encode()[:-1], report)
    return Response(body, 200, {"Location": job.links.document}, "application/json")


def _log_secret(who: Caller, came: Received) -> None:
    with who.store.writing() as connection:
        audit(connection, who, "extract.withhold", None, sha256=came.file.digest)

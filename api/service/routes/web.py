"""The pages for people, and the files that they are made of. Not part of the interface that systems use."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Response
from fastapi.responses import RedirectResponse

from api.service.problems import Problem
from api.service.reading.headers import matches
from api.service.web import files

router = APIRouter(include_in_schema=False)

_METHODS = ["GET", "HEAD"]
_IfNoneMatch = Annotated[str | None, Header()]
_SAFETY = {
    "Content-Security-Policy": files.CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@router.api_route("/", methods=_METHODS)
def root() -> Response:
    """The queue is where work begins."""
    return RedirectResponse("/review", 302, _SAFETY)


@router.api_route("/review", methods=_METHODS)
def queue(if_none_match: _IfNoneMatch = None) -> Response:
    """The documents that wait to be reviewed."""
    return _sent(files.page("queue"), if_none_match)


@router.api_route("/review/{document_id}", methods=_METHODS)
def review(document_id: str, if_none_match: _IfNoneMatch = None) -> Response:
    """One document. Whether there is one, the scripts of the page find out as whoever is signed in."""
    return _sent(files.page("review"), if_none_match)


@router.api_route("/dashboard", methods=_METHODS)
def dashboard(if_none_match: _IfNoneMatch = None) -> Response:
    """Figures and charts."""
    return _sent(files.page("dashboard"), if_none_match, policy=files.CHARTS_POLICY)


@router.api_route("/sign-in", methods=_METHODS)
def sign_in(if_none_match: _IfNoneMatch = None) -> Response:
    """Name and password."""
    return _sent(files.page("sign-in"), if_none_match)


@router.api_route("/static/{version}/{name:path}", methods=_METHODS)
def static(version: str, name: str, if_none_match: _IfNoneMatch = None) -> Response:
    """A file. One of another version is not there: whoever asks for it has an old page, and loads a new one."""
    site = files.site()
    file = site.files.get(name) if version == site.version else None
    if file is None:
        raise Problem("not_found")
    return _sent(file, if_none_match, "public, max-age=31536000, immutable")


def _sent(
    file: files.File, known: str | None, caching: str = "no-cache", policy: str = files.CONTENT_SECURITY_POLICY
) -> Response:
    headers = {**_SAFETY, "Content-Security-Policy": policy, "ETag": file.tag, "Cache-Control": caching}
    if matches(known, file.tag):
        return Response(None, 304, headers)
    return Response(file.content, 200, headers, file.media_type)

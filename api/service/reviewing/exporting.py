"""Files that a review becomes, with the names under which they are saved."""

from __future__ import annotations

import threading

from api.isolation import Bounds, Isolation, IsolationError
from api.review.exporting.commenting import commented as with_comments
from api.review.exporting.commenting import remarks
from api.review.exporting.reviewed import reviewed_json
from api.review.exporting.sheet import sheet as made_sheet
from api.review.exporting.word import cited_documents as made_list
from api.review.folding import State, fold
from api.review.standing import Standing, look
from api.review.subject import Subject
from api.service.problems import Problem
from api.service.reading import lookup
from api.service.reading.original import not_kept
from api.service.reviewing.asking import reviewed as under_review
from api.store import Store
from extractor.errors import TrichLucError
from extractor.read.sniff import sniff

#: What writing comments into one file may take, and how many are written at a time.
BOUNDS = Bounds(seconds=30, page_seconds=0, memory=1024**3, result=256 * 1024**2, files=1)
_ROOM = threading.BoundedSemaphore(2)


def reviewed(store: Store, uid: str) -> tuple[bytes, str]:
    """The reviewed report as JSON."""
    one, state, stands = _state(store, uid)
    return reviewed_json(one, state, stands), f"{_stem(one)}.reviewed.json"


def cited_documents(store: Store, uid: str) -> tuple[bytes, str]:
    """The list of cited documents as .docx."""
    one, state, stands = _state(store, uid)
    return made_list(one, state, stands), f"{_stem(one)}.viện dẫn.docx"


def sheet(store: Store, uid: str) -> str:
    """The checking sheet as HTML."""
    return made_sheet(*_state(store, uid))


def commented(store: Store, uid: str) -> tuple[bytes, str]:
    """The original with its comments, written in a process of its own. Raises Problem `no_docx`, `not_kept`, `busy`."""
    one, state, _ = _state(store, uid)
    known = lookup.known(store, uid)
    if not known.original:
        raise not_kept()
    data = lookup.content(store, known.sha256)
    if sniff(data) != "docx":
        raise Problem(
            "no_docx",
            "comments are written into .docx files; the checking sheet lists the findings of others",
            "chỉ ghi chú được vào tệp .docx; phiếu kiểm tra liệt kê phát hiện của tệp khác",
        )
    if not _ROOM.acquire(blocking=False):
        raise Problem("busy", headers={"Retry-After": "2"})
    try:
        with Isolation(1, BOUNDS) as isolation:
            return isolation.run(one.name, with_comments, data, remarks(state)), f"{_stem(one)}.ghi chú.docx"
    except IsolationError:
        raise Problem("busy", headers={"Retry-After": "2"}) from None
    except TrichLucError as error:
        raise Problem("limit" if error.code == "limit" else "corrupt") from None
    except Exception:  # what a library raises at a file that Word itself may open
        raise Problem(
            "corrupt",
            "comments cannot be written into this file; save it anew with Word and upload that",
            "không ghi chú được vào tệp này; hãy lưu lại bằng Word rồi tải lên",
        ) from None
    finally:
        _ROOM.release()


def _state(store: Store, uid: str) -> tuple[Subject, State, Standing]:
    one = under_review(store, uid)
    stands = look(store, one)
    return one, fold(one.report.text, one.extracted, stands.decisions), stands


def _stem(one: Subject) -> str:
    return one.name.rpartition(".")[0] or one.name

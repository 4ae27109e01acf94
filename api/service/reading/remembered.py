"""Answers that cost a look at the whole archive: each is computed once for all who ask, and remembered a while."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as StillComputing
from dataclasses import dataclass
from typing import Any, TypeVar

from api.service.problems import Problem

Answer = TypeVar("Answer")

#: An answer is as old as this at most, seconds; one that took long as many times as long as it took, so that no more
#: than a part of one processor is spent on it.
FRESH, TIMES, STALE = 5.0, 20.0, 3600.0
#: How long a caller waits, seconds. Who asks again later finds it done.
PATIENCE = 20.0
#: Answers that are remembered.
KEPT = 200
#: Answers that are computed at a time.
AT_ONCE = 2


@dataclass(slots=True)
class _Kept:
    answer: Future[Any]
    begun: float
    ended: float | None = None

    def stale(self, now: float) -> bool:
        if self.ended is None:
            return False
        return now - self.ended > min(max(FRESH, TIMES * (self.ended - self.begun)), STALE)


class Remembered:
    """Answers by what was asked. It may be used by several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()
        self._lock = threading.Lock()
        self._room = threading.BoundedSemaphore(AT_ONCE)
        self._clock = clock

    def answer(self, key: Hashable, compute: Callable[[], Answer]) -> Answer:
        """The answer for `key`, which `compute` gives. Raises Problem `computing`, and what `compute` raises."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is None or kept.stale(self._clock()):
                kept = self._kept[key] = self._begin(compute)
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        try:
            answer: Answer = kept.answer.result(PATIENCE)
        except StillComputing:
            raise Problem(
                "computing",
                "the archive is large, and this is still being computed; ask again in a moment",
                "kho lưu trữ lớn, đang tính toán; vui lòng thử lại sau",
                headers={"Retry-After": "10"},
            ) from None
        except BaseException:
            with self._lock:
                if self._kept.get(key) is kept:
                    del self._kept[key]
            raise
        return answer

    def _begin(self, compute: Callable[[], Any]) -> _Kept:
        kept = _Kept(Future(), self._clock())

        def work() -> None:
            try:
                with self._room:
                    kept.begun = self._clock()
                    result = compute()
            except BaseException as error:
                kept.answer.set_exception(error)
            else:
                kept.ended = self._clock()
                kept.answer.set_result(result)

        # Of no use any more when the process ends: it must not wait for it.
        threading.Thread(target=work, name="remembered", daemon=True).start()
        return kept

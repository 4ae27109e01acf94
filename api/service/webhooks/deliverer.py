"""Sends what waits, in threads of the service: to each webhook one message at a time, in their order."""

from __future__ import annotations

import json
import logging
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor

from api.service.intake.keys import forget_old
from api.service.jobs.state import standing
from api.service.webhooks import deliveries
from api.service.webhooks.addresses import Networks
from api.service.webhooks.deliveries import Due
from api.service.webhooks.sending import DELIVERY, EVENT, send
from api.store import Store, everyone
from api.times import iso

_LOG = logging.getLogger("trichluc.webhooks")
#: Between two looks at the table, seconds; what ends in this process wakes it at once.
LOOK_SECONDS = 1.0
#: Between two times that old messages and keys of requests are removed, seconds.
TIDY_SECONDS = 3600.0
#: Messages at a time.
AT_ONCE = 4


class Deliverer:
    """Begins with `start`, and ends with `stop`; what is on its way then is sent again later."""

    def __init__(self, store: Store, allowed: Networks) -> None:
        self._store, self._allowed = store, allowed
        self._busy: dict[Future[None], int] = {}
        self._awake, self._stopping = threading.Event(), threading.Event()
        self._threads = ThreadPoolExecutor(AT_ONCE, "webhook")
        self._thread = threading.Thread(target=self._run, name="webhooks", daemon=True)
        self._next_tidy = 0.0

    def start(self) -> None:
        """Begin. Returns at once."""
        self._thread.start()

    def wake(self) -> None:
        """There may be something to send."""
        self._awake.set()

    def stop(self) -> None:
        """End, when what is on its way has arrived."""
        self._stopping.set()
        self._awake.set()
        self._thread.join()
        self._threads.shutdown(cancel_futures=True)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._awake.clear()
            for future in [one for one in self._busy if one.done()]:
                del self._busy[future]
                if (error := future.exception()) is not None:
                    _LOG.warning("a webhook was not told: %s", type(error).__name__)
            try:
                self._tidy()
                room = AT_ONCE - len(self._busy)
                for one in deliveries.due(self._store, set(self._busy.values()), room) if room else ():
                    future = self._threads.submit(self._send, one)
                    self._busy[future] = one.webhook_id
                    future.add_done_callback(lambda _: self._awake.set())
            except Exception as error:  # whatever it is, the next look may find it gone
                _LOG.warning("webhooks wait: %s", type(error).__name__)
            self._awake.wait(LOOK_SECONDS)

    def _tidy(self) -> None:
        if time.monotonic() >= self._next_tidy:
            self._next_tidy = time.monotonic() + TIDY_SECONDS
            forget_old(self._store)
            deliveries.forget_old(self._store)

    def _send(self, one: Due) -> None:
        body = message(self._store, one)
        if body is not None:
            headers = {EVENT: one.event, DELIVERY: one.uid}
            deliveries.note(self._store, one, send(one.url, self._allowed, one.secret, body, headers))


def message(store: Store, one: Due) -> bytes | None:
    """What is sent: the event, and the job of the document; None where the document is gone."""
    stands = standing(everyone.of_workspace(store, one.workspace_id), one.document)
    if stands is None:
        return None
    told = {
        "id": one.uid,
        "event": one.event,
        "code": one.code,
        "at": iso(one.created_at),
        "document": stands.job.model_dump(mode="json"),
    }
    return json.dumps(told, ensure_ascii=False).encode()

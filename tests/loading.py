"""Many clients that upload at once, in a process of its own (gevent changes what it is imported into):

python -m tests.loading http://127.0.0.1:8000 --users 64 --seconds 300 < token > told
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import random
import sys
import time
import urllib.request
from collections import Counter
from typing import Any

import gevent
from locust import FastHttpUser, task
from locust.env import Environment

from tests.importing import report
from tests.sending import another

#: One upload in so many is a real report as a Word file, the others are short texts.
REAL = 10
#: How long a caller waits before it comes again, seconds: no longer, so that the load lasts.
PAUSE = 0.2
#: What a server that is started anew answers nobody with.
NO_ANSWER = 0


def loaded(address: str, token: str, users: int, seconds: float, most: float, reals: list[bytes]) -> dict[str, Any]:
    """Upload for so long, or until so many files were accepted, and tell what was answered: how often by status, which
    documents were accepted, how long it took. A caller that is told to come again does so soon."""
    statuses: dict[int, int] = Counter()
    accepted: list[str] = []
    wrong: list[str] = []
    times: list[float] = []
    count, chance = itertools.count(), random.Random(users)

    class Uploader(FastHttpUser):
        host = address
        network_timeout = connection_timeout = 120.0

        @task
        def upload(self) -> None:
            number = next(count)
            real = number % REAL == 0
            name = f"{number}.docx" if real else f"{number}.txt"
            content = another(reals[number // REAL % len(reals)], number) if real else report(f"{number}").encode()
            # Some wait for the report; the others come again with the next file at once, and so fill the queue.
            wait = 10 if chance.random() < 0.5 else 0
            began = time.perf_counter()
            with self.client.post(
                f"/v1/documents?wait={wait}&name={name}",
                data=content,
                headers={"Authorization": f"Bearer {token}", "Content-Type": "application/octet-stream"},
                catch_response=True,
            ) as answer:
                took = time.perf_counter() - began
                answer.success()
                heard(answer)
            if answer.status_code == 200:
                times.append(took)

    def heard(answer: Any) -> None:
        status = answer.status_code
        statuses[status] += 1
        if status in (200, 202):
            accepted.append(answer.json()["id"])
        elif status == 503 and answer.headers.get("Retry-After"):
            gevent.sleep(min(float(answer.headers["Retry-After"]), PAUSE))
        elif status == NO_ANSWER:
            gevent.sleep(PAUSE)
        else:
            wrong.append(f"{status} {answer.text[:300]}")

    while not answers(address):
        gevent.sleep(PAUSE)
    environment = Environment(user_classes=[Uploader], catch_exceptions=False)
    runner = environment.create_local_runner()
    runner.start(users, spawn_rate=users)
    until = time.monotonic() + seconds
    while time.monotonic() < until and len(accepted) < most:
        gevent.sleep(PAUSE)
    runner.quit()
    took = time.monotonic() - until + seconds
    return {"statuses": statuses, "accepted": accepted, "wrong": wrong, "times": times, "seconds": took}


def answers(address: str) -> bool:
    """Whether the service is there."""
    try:
        with urllib.request.urlopen(f"{address}/livez") as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def main() -> None:
    """The token is read from standard input."""
    parser = argparse.ArgumentParser(prog="python -m tests.loading", description=__doc__)
    parser.add_argument("address")
    parser.add_argument("--users", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--uploads", type=int, default=math.inf)
    parser.add_argument("--files", nargs="*", default=[])
    options = parser.parse_args()
    reals = []
    for place in options.files:
        with open(place, "rb") as file:
            reals.append(file.read())
    token = sys.stdin.readline().strip()
    json.dump(loaded(options.address, token, options.users, options.seconds, options.uploads, reals), sys.stdout)


if __name__ == "__main__":
    main()

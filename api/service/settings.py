"""What an operator may set, by environment variables; `trichluc config` prints it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from api.store import Settings
from api.store.settings import from_environment as store_from_environment


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """Each field stands in the environment as TRICHLUC_ and its name in capitals. Sizes in bytes, times in seconds."""

    store: Settings
    #: The largest file that is taken.
    max_upload: int = 100 * 1024 * 1024
    #: Documents that may wait; more are refused with 503 and Retry-After.
    max_queue: int = 10_000
    #: Processes for files in each process of the service; 0 where `trichluc worker` does the work.
    workers: int = 2
    #: How long an upload waits for its result when it does not say (`wait=`), and how long it may ask for.
    default_wait: float = 10.0
    max_wait: float = 60.0


def from_environment(environment: Mapping[str, str] = os.environ) -> ServiceSettings:
    """The settings of this process. Raises ServiceError where a variable has no known form."""
    return ServiceSettings(store_from_environment(None, environment))

"""Looking at folders again and again: by asking, because network shares tell nobody what changed in them."""

from __future__ import annotations

from dataclasses import dataclass, field

from api.importing.found import Found

#: Files that are remembered from one look to the next. More wait for a later one.
REMEMBERED = 100_000


@dataclass(slots=True)
class Steady:
    """Which files stood still between two looks: nobody writes on them any more."""

    _before: dict[str, tuple[int, int]] = field(default_factory=dict)
    _now: dict[str, tuple[int, int]] = field(default_factory=dict)

    def __call__(self, found: Found) -> bool:
        """Whether the file is as it was at the last look; it is remembered for the next one."""
        state = (found.size, found.mtime_ns)
        if self._before.get(found.path) == state:
            return True
        if len(self._now) < REMEMBERED:
            self._now[found.path] = state
        return False

    def next_look(self) -> None:
        """A look begins."""
        self._before, self._now = self._now, {}

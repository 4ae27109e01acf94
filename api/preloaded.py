"""What the server of worker processes imports once: the engine with its rules compiled, shared by all workers. Nobody
else imports this module; its work at import is its purpose."""

from __future__ import annotations

import api.extraction  # noqa: F401
from extractor.pipeline import load

load()

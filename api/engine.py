"""How this process extracts: by rules alone, or with the model beside them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.pipeline import Options

#: Empty: rules alone. "package": the model that comes with the package. Anything else: the folder of another model.
VARIABLE, PACKAGE = "TRICHLUC_MODEL", "package"


def chosen(model: str | None = None) -> Options:
    """The options of extraction; `model` in place of what the environment says. The processes that read files have the
    environment of the one that started them."""
    from extractor.pipeline import Options

    named = os.environ.get(VARIABLE, "").strip() if model is None else model
    if not named:
        return Options()
    return Options(model=True, model_place=None if named == PACKAGE else Path(named))


def version() -> str:
    """The version of the pipeline that this process extracts with. Raises RulesError where its model is missing."""
    from extractor.pipeline import pipeline_of

    return pipeline_of(chosen()).version

"""What the server of worker processes imports once: the engine with its rules compiled, shared by all workers. Nobody
else imports this module; its work at import is its purpose."""

from __future__ import annotations

import gc
from importlib import import_module

import api.extraction
import api.isolation.inside

#: What the readers import when they first meet a file of theirs.
READERS = ("lxml.etree", "lxml.html", "pypdfium2", "pdfplumber.table")

for name in READERS:
    import_module(name)
# A first document makes what is made when it is first needed.
api.extraction.prepare("first.txt", "BÁO CÁO\nCăn cứ Quyết định số 1/QĐ-UBND ngày 01/01/2020.\n".encode(), None)
# What is here stays: collections of garbage in the workers leave it alone, so that its memory goes on being shared.
gc.collect()
gc.freeze()

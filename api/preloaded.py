"""What the server of worker processes imports once: the engine with its rules compiled, shared by all workers. Nobody
else imports this module; its work at import is its purpose."""

from __future__ import annotations

import gc
import signal
from importlib import import_module

#: The engine, and what the readers import when they first meet a file of theirs.
MODULES = ("api.extraction", "api.isolation.inside", "lxml.etree", "lxml.html", "pypdfium2", "pdfplumber.table")

# Ctrl-C is for the program that was started; it ends its workers itself.
signal.signal(signal.SIGINT, signal.SIG_IGN)
loaded = {name: import_module(name) for name in MODULES}
# A first document makes what is made when it is first needed.
FIRST = "BÁO CÁO\nCăn cứ Quyết định số 1/QĐ-UBND ngày 01/01/2020.\n"
loaded["api.extraction"].prepare("first.txt", FIRST.encode(), None)
# What is here stays: collections of garbage in the workers leave it alone, so that its memory goes on being shared.
gc.collect()
gc.freeze()

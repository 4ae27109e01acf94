"""Benchmarks of the archive: import, search, citations. `make bench` runs them after those of the engine.

Each module holds `measure(folder, quick) -> list[Bar]`: it makes what it needs in `folder`, `quick` with so little that
a test can run it. No test asserts a time.
"""

"""Annotated text, generators of test files, evaluation and benchmarks. Needed to work on the engine, not to use it."""

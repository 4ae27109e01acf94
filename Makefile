# Needs GNU make, bash and Python 3.11 or later; everything else is installed by the first target that wants it.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.SILENT:
.DEFAULT_GOAL := help
.PHONY: help run test lint format bench soak bundle lock clean

BIN := .venv/bin
# For pytest, uv or the benchmark: make test ARGS="-k citations"
ARGS ?=
# Where make run listens.
PORT ?= 8000
export PYTHON

help: ## This list
	grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | sort | while IFS=$$'\t' read -r name text; do
		printf '  make %-8s %s\n' "$$name" "$$text"
	done

# The environment; made again when what it is made from changed.
.venv/ready: pyproject.toml requirements.lock
	.ci/environment

run: .venv/ready ## Read the five reports of corpora/reports, and serve their review until Ctrl-C (PORT=8000)
	$(BIN)/trichluc extract corpora/reports/*.txt -o build/reports
	$(BIN)/trichluc summary build/reports
	$(BIN)/trichluc import --quiet --store build/archive corpora/reports
	exec $(BIN)/trichluc serve --local --store build/archive --port $(PORT)

test: lint ## Everything that must hold: lint, types, tests
	.ci/packages libreoffice-writer-nogui fonts-liberation2 postgresql systemd chromium tesseract-ocr tesseract-ocr-vie
	$(BIN)/python -m pytest -q -n 2 $(ARGS)

lint: .venv/ready ## Style, format and types
	$(BIN)/ruff check
	$(BIN)/ruff format --check --quiet || { echo "Some files are not formatted; run: make format" >&2; exit 1; }
	$(BIN)/mypy --strict extractor api corpora trichluc

format: .venv/ready ## Mend style and format
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: .venv/ready ## Speed and memory, written to BENCHMARKS.md
	.ci/packages libreoffice-writer-nogui fonts-liberation2 postgresql chromium tesseract-ocr tesseract-ocr-vie
	$(BIN)/python -m corpora.benchmark $(ARGS)
	$(BIN)/python -m tests.benchmarks $(ARGS)

soak: .venv/ready ## The property tests with far more random input
	$(BIN)/python -m pytest -q -n 2 -m "soak or hypothesis" --hypothesis-profile=soak $(ARGS)

bundle: .venv/ready ## What a machine without network needs, in build/bundle
	deploy/bundle

# Universal: one file for every Python from 3.11 on. Names, versions and hashes; no addresses. What is pinned stays,
# unless ARGS=--upgrade. All extras first, so that the other files agree with them.
UV := build/uv/bin/uv
PIN = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --custom-compile-command "make lock" $(ARGS)
COMPILE = $(PIN) pyproject.toml

$(UV):
	$${PYTHON:-python3} -m venv build/uv
	build/uv/bin/python -m pip install --quiet uv==0.13.9

lock: $(UV) ## Pin the dependencies anew from pyproject.toml
	$(COMPILE) --extra all --output-file requirements-all.lock
	$(COMPILE) --extra dev --constraint requirements-all.lock --output-file requirements.lock
	for extra in ner store service cluster; do
		$(COMPILE) --extra "$$extra" --constraint requirements-all.lock --output-file "requirements-$$extra.lock"
	done
	$(COMPILE) --extra service --extra postgres --constraint requirements-all.lock --output-file requirements-server.lock
	$(PIN) --group build --constraint requirements.lock --output-file requirements-build.lock

clean: ## Remove everything that make made
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find extractor api corpora trichluc tests -name __pycache__ -type d -prune -exec rm -rf {} +

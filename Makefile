# Two commands for a stranger: `make demo` and `make test`. Both set up what they need first.
# On Windows, without make: py tools\setup.py   then   .venv\Scripts\python -m census_desktop demo

PYTHON ?= python3
VENV_PYTHON := .venv/bin/python
PEOPLE ?=
DIR ?=
AGAIN ?=

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint format bench build clean

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/'

setup: ## everything for developing: system libraries, .venv, pinned packages
	@$(PYTHON) tools/setup.py

demo: ## a demonstration town in ./demo, then its window (PEOPLE=60191 AGAIN=1: the whole town, anew)
	@$(PYTHON) tools/setup.py --runtime-only
	@$(VENV_PYTHON) -m census_desktop demo $(if $(DIR),--dir $(DIR)) $(if $(PEOPLE),--people $(PEOPLE)) $(if $(AGAIN),--again)

test: setup ## style, types, all tests, coverage by layer
	@$(VENV_PYTHON) tools/check.py

lint: setup ## style and types only
	@$(VENV_PYTHON) tools/check.py --lint

format: setup ## put every file into the common form
	@$(VENV_PYTHON) -m ruff check --fix --quiet . || true
	@$(VENV_PYTHON) -m ruff format .

bench: setup ## measure against baselines; results in tests/benchmarks/results
	@$(VENV_PYTHON) -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements-bench.txt
	@$(VENV_PYTHON) -m tests.benchmarks

build: setup ## the installable program in dist/, proved by its own self-test
	@$(VENV_PYTHON) -m tools.build

clean: ## remove everything made by the other commands, except demo/
	rm -rf .venv build dist *.egg-info .coverage coverage.json .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

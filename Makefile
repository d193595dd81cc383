# Every target sets up what it needs on a machine that has python3 >= 3.11.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
HOST ?= 127.0.0.1
PORT ?= 7860

.PHONY: run test lint types install screenshots clean help

help: ## show the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

run: $(READY) ## build the index if it is missing or stale, then serve the chat
	$(BIN)/policy-assistant serve --host $(HOST) --port $(PORT)

test: $(READY) lint types ## style, types, tests
	$(BIN)/python -m pytest

lint: $(READY) ## ruff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY) ## mypy --strict
	$(BIN)/mypy

install: $(READY) ## create .venv and install the pinned packages

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; set PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

screenshots: $(READY) ## pictures of every page in results/screenshots (needs Chromium)
	$(BIN)/python -m evals.screenshots

clean: ## remove the environment and the index
	rm -rf $(VENV) .index

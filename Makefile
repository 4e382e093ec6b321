# One word for each daily act. Every target sets up .venv by itself: with uv where it is installed,
# with plain pip where it is not. Only this first set-up needs a network.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
ARGS ?=

.PHONY: help run test bench chaos house lint fmt types pins man build clean
.DEFAULT_GOAL := help

help: ## show the words
	@grep -hE '^[a-z]+:.*##' Makefile | sed 's/:.*##/\t/' | expand -t 10

$(READY): pyproject.toml requirements/dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "On Record wants Python 3.11 or later; name it with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@echo "setting up $(VENV) (once) ..."
	@if command -v uv >/dev/null 2>&1; then \
	  uv venv -q --clear --python $(PYTHON) $(VENV) && \
	  uv pip install -q --python $(BIN)/python --require-hashes -r requirements/dev.txt && \
	  uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e . ; \
	else \
	  $(PYTHON) -m venv --clear $(VENV) && \
	  $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt && \
	  $(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e . ; \
	fi
	@touch $(READY)

run: $(READY) ## set up, gather, and serve the page with today's digest (ARGS="--once" and the like)
	@$(BIN)/onrecord run $(ARGS)

test: $(READY) ## all tests that this machine can run
	@$(BIN)/python -m pytest -q -n auto --dist loadfile --no-loadscope-reorder $(ARGS)

bench: $(READY) ## our figures beside the references
	@$(BIN)/python -m tests.bench $(ARGS)

bench-%: $(READY) ## one of them, as in make bench-quotes
	@$(BIN)/python -m tests.bench $*

chaos: $(READY) ## kill the program 300 times, count what stands in the channels (ARGS="--kills 30")
	@$(BIN)/python -m tests.chaos $(ARGS)

house: $(READY) ## how many modules, how full, and how many a question passes
	@$(BIN)/python tools/house.py $(ARGS)

lint: $(READY) ## style, types, import contracts, pins
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python tools/pins.py check

fmt: $(READY) ## format the code
	@$(BIN)/ruff check --fix -q . || true
	@$(BIN)/ruff format .

pins: $(READY) ## compute requirements/*.txt anew from pyproject.toml (needs uv)
	@$(BIN)/python tools/pins.py update

man: $(READY) ## the man page, anew from the commands: docs/onrecord.1
	@$(BIN)/python -m tools.manual > docs/onrecord.1

build: $(READY) ## the wheel, in dist/
	@rm -rf dist
	@$(BIN)/python -m hatchling build -t wheel

clean: ## remove what the targets made
	@rm -rf $(VENV) dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

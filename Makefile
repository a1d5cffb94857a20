# make run: everything needed, then the site. make test, make check, make bench: for developers.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
FINGERPOST_HOME ?= var
export FINGERPOST_HOME
# Python keeps what it compiled: else every process that starts compiles everything again.
unexport PYTHONDONTWRITEBYTECODE

VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/stamps
ASSETS := src/fingerpost/web/static/web/fingerpost.css
ASSET_SOURCES := $(shell find src/fingerpost/web/assets -type f 2>/dev/null)
# Node from PATH; where there is none, the one that PyPI carries.
NODE_PATH_DIR := $(abspath $(BIN))/node-bin

.PHONY: run setup test test-sqlite test-postgres check format bench clean docs

run: setup
	@$(BIN)/python -m fingerpost.installation.serve --host $(HOST) --port $(PORT)

setup: $(STAMPS)/base $(ASSETS)

$(STAMPS)/uv: requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Fingerpost needs Python 3.11 or newer: make PYTHON=python3.12 run"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "Could not make a virtual environment. On Debian: apt install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/base: requirements/base.txt pyproject.toml $(STAMPS)/uv
	@echo "Installing what Fingerpost needs ..."
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/base.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@

$(STAMPS)/dev: requirements/dev.txt $(STAMPS)/base
	@echo "Installing what the tests need ..."
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@touch $@

$(STAMPS)/node: package.json package-lock.json $(STAMPS)/uv requirements/node.txt
	@command -v npm >/dev/null || $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/node.txt
	@PATH="$$PATH:$(abspath $(BIN))" npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(ASSETS): $(STAMPS)/node $(ASSET_SOURCES)
	@echo "Building the page styles ..."
	@PATH="$$PATH:$(abspath $(BIN))" node src/fingerpost/web/assets/build.mjs
	@touch $@

# The tests on SQLite, then on PostgreSQL all but those that open no database (or are the same
# there), then the browser.
PURE := $(addprefix src/tests/,common exchange rules measures engines)
PURE += $(addprefix src/tests/architecture/test_,docs.py house_rules.py start.py)
# What a figure counts and how many queries a page takes is the same on both; each takes minutes.
PURE += $(addprefix src/tests/architecture/test_,figures.py queries.py)
# Scripts of pages, and how the server's processes begin and end: no database of its own matters.
PURE += src/tests/web src/tests/installation/test_serve.py
# Files in the order of their names: else those of one long test would come last, and one by one.
PYTEST := $(BIN)/python -m pytest -q -n 2
BY_FILE := --dist loadfile --no-loadscope-reorder

test: setup $(STAMPS)/dev
	$(PYTEST) $(BY_FILE) src/tests --ignore=src/tests/journeys
	FINGERPOST_TEST_DATABASE=postgres $(PYTEST) $(BY_FILE) src/tests --ignore=src/tests/journeys $(addprefix --ignore=,$(PURE))
	$(PYTEST) --dist loadgroup src/tests/journeys

check: setup $(STAMPS)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint src/fingerpost --lint --quiet
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/fingerpost makemigrations --check --dry-run
	$(BIN)/python -m docs.generate --check

format: $(STAMPS)/dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(STAMPS)/dev
	$(BIN)/python -m docs.generate

bench: setup $(STAMPS)/dev
	$(BIN)/python -m bench

clean:
	rm -rf $(VENV) node_modules $(ASSETS) src/fingerpost/web/static/web/vendor

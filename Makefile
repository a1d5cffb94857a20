# make run: everything needed, then the site. make test, make check, make bench: for developers.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
FINGERPOST_HOME ?= var
export FINGERPOST_HOME

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

# Tests that need no database, then the rest on SQLite and on PostgreSQL, then the browser.
PURE := src/tests/common src/tests/exchange src/tests/rules src/tests/measures src/tests/engines
PYTEST := $(BIN)/python -m pytest -q -n 2 --dist loadfile

test: setup $(STAMPS)/dev
	$(PYTEST) src/tests --ignore=src/tests/journeys
	FINGERPOST_TEST_DATABASE=postgres $(PYTEST) src/tests --ignore=src/tests/journeys $(addprefix --ignore=,$(PURE))
	$(BIN)/python -m pytest -q src/tests/journeys

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

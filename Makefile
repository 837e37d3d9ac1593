# `make help` lists the targets. Nothing but Python >= 3.11 and the package index is needed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# Packages resolved for every Python from 3.11 on and every platform; the lock holds hashes and no address.
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--no-annotate

.DEFAULT_GOAL := help
.PHONY: help install demo test check lint types imports current score bench docs lock hooks clean

help: ## list the targets
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

install: $(STAMP) ## make .venv with the locked packages and this one

$(STAMP): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(STAMP)

demo: install ## read the samples, print the tolls, write page and ledger, open the desk (HASILA_NO_SERVE=1: write only)
	$(BIN)/hasila demo

test: install ## run the tests
	$(BIN)/python -m pytest -q -n auto

check: lint types imports current ## lint, format, types, import order, documents

lint: install
	$(BIN)/ruff check --output-format concise .
	$(BIN)/ruff format --check --quiet .

types: install
	$(BIN)/mypy

imports: install
	$(BIN)/lint-imports --no-cache --no-logo

current: install
	$(BIN)/python scripts/make_docs.py --check

score: install ## score against the gold sets and hold the floors (RAISE=1 lifts them)
	$(BIN)/python score/score.py $(if $(RAISE),--raise)

bench: install $(VENV)/.rival ## measure speed and memory
	$(BIN)/python bench/bench.py

# The rival asks for old releases of shared packages, hence its own environment, installed without resolving.
$(VENV)/.rival: requirements/bench.txt $(STAMP)
	$(PYTHON) -m venv $(VENV)/rival
	$(VENV)/rival/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r $<
	@touch $@

docs: install ## write the generated documents anew
	$(BIN)/python scripts/make_docs.py

lock: $(STAMP) ## resolve requirements/*.txt anew (UPGRADE=1 takes newer versions)
	$(COMPILE) pyproject.toml --group dev $(if $(UPGRADE),--upgrade) --output-file requirements/dev.txt
	$(COMPILE) pyproject.toml --group test --constraint requirements/dev.txt --output-file requirements/test.txt
	$(COMPILE) pyproject.toml --constraint requirements/dev.txt --output-file requirements/run.txt
	$(COMPILE) --group data --constraint requirements/dev.txt --output-file requirements/data.txt
	$(COMPILE) --group rival --override requirements/rival-override.txt --output-file requirements/bench.txt

hooks: install ## check each commit before it is made
	$(BIN)/pre-commit install

clean: ## remove what the other targets made
	rm -rf $(VENV) build dist hasila-demo.html hasila-demo.db* .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests score bench scripts -name __pycache__ -type d -prune -exec rm -rf {} +

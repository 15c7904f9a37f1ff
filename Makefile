# `make` lists what there is. Everything runs in .venv/, which `setup` makes from a bare machine with Python 3.11 or later.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
export CIVORA_HOME ?= $(CURDIR)/.civora
unexport PYTHONDONTWRITEBYTECODE  # without compiled files every command and every test reads all sources again

.DEFAULT_GOAL := help
.PHONY: help setup system demo test check bench fix

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/.made: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed; this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@$(BIN)/python -m compileall -q src
	@touch $@

$(VENV)/.made-dev: $(VENV)/.made
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

setup: $(VENV)/.made ## install into .venv/

demo: $(VENV)/.made ## load the example city and serve it at http://localhost:8000 (PORT= to change)
	@$(BIN)/civora demo --port $(PORT)

system: $(VENV)/.made-dev
	@scripts/system.sh

test: system ## run all tests
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --ignore tests/journeys
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile tests/journeys  # by themselves: a browser keeps an event loop in the thread of the tests

check: $(VENV)/.made-dev ## lint, types, floors, house rules, stale files
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python scripts/vendor.py --check
	@CIVORA_HOME=$(VENV)/check-home $(BIN)/python scripts/reference.py --check
	@CIVORA_SURFACES=web CIVORA_HOME=$(VENV)/check-home $(BIN)/python manage.py makemigrations --check --dry-run $(notdir $(patsubst %/migrations/,%,$(wildcard src/civora/*/migrations/)))
	@$(BIN)/python -m pytest -q tests/house

bench: $(VENV)/.made-dev ## measure speed against the named peer and the raw engine
	@$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[bench]'
	@$(BIN)/python -m bench.run

fix: $(VENV)/.made-dev ## format, and mend what can be mended
	@$(BIN)/ruff check --fix --exit-zero .
	@$(BIN)/ruff format .

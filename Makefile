# All targets share one virtual environment, made when it is missing or pyproject.toml is newer.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
GRAPH := graph

.DEFAULT_GOAL := help
.PHONY: help demo test lint bench clean

help: ## list the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "onrecord needs Python 3.11 or newer; name one with: make PYTHON=python3.12" >&2; exit 1; }
	@echo "making $(VENV) (once; a few minutes)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --editable '.[dev]'
	@touch $@

demo: $(STAMP) ## read the articles in data/articles, then ask four questions
	@$(BIN)/onrecord build data/articles/*.txt -o $(GRAPH)
	@for name in attacks-by-place attack-responsibility support-halts quoted-statements; do \
	  printf '\n$$ onrecord query %s\n' "$$name"; \
	  $(BIN)/onrecord query "$$name" --in $(GRAPH) || exit 1; \
	done

test: $(STAMP) ## run the tests
	@$(BIN)/python -m pytest $(TESTS)

lint: $(STAMP) ## check style and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

bench: $(STAMP) ## measure speed and accuracy
	@for file in $(wildcard benchmarks/*.py); do $(BIN)/python "$$file" || exit 1; done

clean: ## remove what was made
	rm -rf $(VENV) $(GRAPH) dist build

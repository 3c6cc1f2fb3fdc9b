# All targets share one virtual environment, made when it is missing or pyproject.toml is newer.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
GRAPH := graph
QUESTIONS := attack-responsibility ascribed-beliefs-and-aims people-rescued support-halts
CORPORA ?= ../shared/corpora

.DEFAULT_GOAL := help
.PHONY: help demo test test-servers lint bench transcript clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 15

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "onrecord needs Python 3.11 or newer; name one with: make PYTHON=python3.12" >&2; exit 1; }
	@echo "making $(VENV) (once; a few minutes)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --editable '.[dev]'
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --only-binary=pyrudof,reasonable --editable '.[engines]' || \
	  echo "pyrudof and reasonable have no wheel for this machine: their tests are skipped" >&2
	@touch $@

demo: $(STAMP) ## read the articles in data/articles, then ask four questions
	@echo '  $$ onrecord build data/articles'
	@$(BIN)/onrecord build data/articles -o $(GRAPH)
	@for name in $(QUESTIONS); do \
	  echo; sed -n 's/^#+ summary: //p' "queries/answers/$$name.rq"; \
	  echo "  $$ onrecord query $$name"; \
	  $(BIN)/onrecord query "$$name" --in $(GRAPH) || exit 1; \
	done
	@echo; echo 'To go on: . $(BIN)/activate'
	@echo '  onrecord show data/articles/*.txt   the article with its claims'
	@echo '  onrecord query --list               every question that is saved'

test: $(STAMP) ## run the tests
	@$(BIN)/python -m pytest $(TESTS)

test-servers: $(STAMP) ## run the tests of real stores: Oxigraph and Virtuoso 7 (root; installs Debian packages)
	@sh tests/servers/install.sh
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --editable '.[test,servers]'
	@$(BIN)/python -m pytest tests/servers

lint: $(STAMP) ## check style and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

bench: $(STAMP) ## measure speed, and accuracy on the corpora in CORPORA
	@$(BIN)/python benchmarks/speed.py
	@for corpus in fakes re3d muc4; do \
	  file="$(CORPORA)/$$corpus-dev.jsonl"; \
	  if [ -e "$$file" ]; then $(BIN)/python benchmarks/accuracy.py "$$corpus" "$$file" || exit 1; \
	  else echo "no $$file: its accuracy is not measured"; fi; \
	done

transcript: $(STAMP) ## run the commands of README.md again and renew their outputs
	@$(BIN)/python tests/test_readme.py --update

clean: ## remove what was made
	rm -rf $(VENV) $(GRAPH) dist build

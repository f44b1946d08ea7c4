# Two commands are all one needs: `make run` and `make test`. Each sets up .venv when it is missing or out of date.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.DEFAULT_GOAL := help
.PHONY: help run test lint format docs lock clean distclean

help:
	@echo "make run     set up, fill the warehouse from the starter data, answer a question"
	@echo "make test    set up, lint, type-check, run the tests"
	@echo "make lint    only the linter and the type checker"
	@echo "make docs    write docs/commands.md and docs/data-dictionary.md anew"
	@echo "make lock    write requirements.lock anew from pyproject.toml (needs uv)"
	@echo "make clean   remove caches (distclean: also .venv); data/ is never touched"

# 1 means published with problems to look at: the question can still be answered.
run: $(READY)
	@$(BIN)/byelections backfill --offline || test $$? -eq 1
	@echo
	@echo "The ten largest swings at a by-election on record ($(BIN)/byelections sql opens the DuckDB command line):"
	@$(BIN)/byelections sql "select poll_date, constituency, winning_party, outcome, swing_from, swing_to, \
	    round(100 * swing, 1) as swing_points from by_elections where swing is not null order by swing desc limit 10"

test: lint
	@$(BIN)/python -m pytest

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: $(READY)
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

docs: $(READY)
	@$(BIN)/python -m warehouse.dictionary > docs/data-dictionary.md
	@$(BIN)/typer flows.cli utils docs --name byelections \
	    | $(BIN)/python -c 'import html, sys; sys.stdout.write(html.unescape(sys.stdin.read()))' > docs/commands.md

# --no-deps: the lock is complete, and resolving extras again would look for hashes that nobody needs.
# A set-up that was broken off leaves no .ready behind, and starts from an empty .venv next time.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	    echo "byelections needs Python 3.11 or later; name one with make PYTHON=python3.12 ..." >&2; exit 1; }
	@echo "Setting up .venv (a minute or two, once) ..."
	@test -e $(READY) || $(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip --disable-pip-version-check -qq install --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip --disable-pip-version-check -qq install --no-deps --no-build-isolation --no-index -e .
	@touch $(READY)

lock:
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --custom-compile-command "make lock" --quiet --output-file requirements.lock

clean:
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist
	find . -path ./.venv -prune -o -name __pycache__ -type d -print0 | xargs -0 rm -rf

distclean: clean
	rm -rf .venv

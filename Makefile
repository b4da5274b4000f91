# The one entrance. The first call sets everything up inside the checkout (Python 3.11 or newer and this
# file are all it needs); later calls start at once and set up again only when the dependencies changed.
# Progress goes to standard error, so that `make demo ARGS="--exit --json"` prints one document.

SHELL := /bin/sh
BIN := .venv/bin
TOOLS := .dondoc/tools
READY := .venv/.ready

# A `make` that a test or the program starts shall not take this one's words for its own.
unexport MAKEFLAGS MFLAGS MAKELEVEL ARGS BENCH DIR
MAKEFLAGS += --no-print-directory

.SILENT:
.DEFAULT_GOAL := help
.PHONY: help demo up test check bench bench-long faults bench-intake

help:
	echo 'make demo          the story of one conclusion, on real servers   ARGS="--exit --json --all"'
	echo 'make up            the system itself, on this machine             ARGS=...'
	echo 'make test          the test suite                                 ARGS="tests/local -k start"'
	echo 'make check         format, lint, types, imports, dependencies, lock'
	echo 'make bench         figures against their budgets, 10 minutes      BENCH=name of one figure'
	echo 'make bench-long    the same at full size'
	echo 'make faults        every fault at full size, then kills until 1,000     SOAK="--minutes 60"'
	echo 'make bench-intake  how well documents are read                    DIR=folder'

# `exec`: no shell stands between make and the program, so signals and the exit code pass through.
demo: $(READY)
	exec $(BIN)/dondoc demo $(ARGS)

up: $(READY)
	exec $(BIN)/dondoc up $(ARGS)

test: $(READY)
	exec $(BIN)/python -m pytest $(ARGS)

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .
	PATH="$(CURDIR)/$(TOOLS)/bin:$$PATH" uv lock --check

bench: $(READY)
	exec $(BIN)/python -m bench $(BENCH)

bench-long: $(READY)
	exec $(BIN)/python -m bench --long $(BENCH)

faults: $(READY)
	$(BIN)/python -m pytest tests/faults tests/process/test_long_life.py tests/process/test_broken_release.py \
	  -m "long or not long" $(ARGS)
	exec $(BIN)/python -m tests.faults.soak $(SOAK)

bench-intake: $(READY)
	exec $(BIN)/python -m bench.intake $(DIR)

# An uv that is too old cannot read the lock file; then, or without one, a private one is fetched.
$(READY): pyproject.toml uv.lock
	set -eu; \
	say() { echo "$$*" >&2; }; \
	python=; \
	for candidate in python3.14 python3.13 python3.12 python3.11 python3; do \
	  if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    python=$$candidate; break; \
	  fi; \
	done; \
	if [ -z "$$python" ]; then \
	  say 'Python 3.11 or newer is needed and was not found. On Debian or Ubuntu: apt install python3 python3-venv'; \
	  exit 1; \
	fi; \
	is_new_enough() { \
	  "$$1" --version 2>/dev/null | "$$python" -c 'import re, sys; found = re.findall(r"\d+", sys.stdin.read()); sys.exit([int(n) for n in found[:3]] < [0, 9, 17])'; \
	}; \
	uv=$(TOOLS)/bin/uv; \
	if [ ! -x "$$uv" ] && is_new_enough uv; then uv=uv; fi; \
	if ! is_new_enough "$$uv"; then \
	  say 'Fetching uv, the package installer, into $(TOOLS) ...'; \
	  if ! "$$python" -m venv --clear $(TOOLS) >&2; then \
	    version=$$("$$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])'); \
	    say "$$python cannot make a virtual environment: its modules venv and ensurepip are missing."; \
	    say "On Debian or Ubuntu: apt install python$$version-venv    (or install uv yourself)"; \
	    exit 1; \
	  fi; \
	  $(TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check 'uv>=0.9.17' >&2; \
	  uv=$(TOOLS)/bin/uv; \
	fi; \
	quiet=--quiet; if [ -t 2 ]; then quiet=; fi; \
	if [ -x $(BIN)/python ]; then \
	  say 'Bringing .venv up to date ...'; choice=; \
	else \
	  say 'Setting up .venv (about half a minute, once) ...'; choice="--python=$$python"; \
	fi; \
	UV_PYTHON_DOWNLOADS=never UV_COMPILE_BYTECODE=1 "$$uv" sync --frozen --extra embedded $$quiet $$choice >&2; \
	touch $@

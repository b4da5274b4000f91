# The one entrance. The first call sets everything up inside the checkout (Python 3.11 or newer and this
# file are all it needs); later calls start at once and set up again only when the dependencies changed.
# Progress goes to standard error, so that `make demo ARGS="--exit --json"` prints one document.

SHELL := /bin/sh
BIN := .venv/bin
TOOLS := .dondoc/tools
READY := .venv/.ready
# The same version as in deploy/; a test compares them.
TEMPORAL := 1.32.0
CLUSTER := .dondoc/cluster-tools/$(TEMPORAL)

# A `make` that a test or the program starts shall not take this one's words for its own.
unexport MAKEFLAGS MFLAGS MAKELEVEL ARGS BENCH DIR
MAKEFLAGS += --no-print-directory

.SILENT:
.DEFAULT_GOAL := help
.PHONY: help demo up test check bench bench-long bench-cluster faults bench-intake cluster-tools cluster-test verapdf

help:
	echo 'make demo          the story of one conclusion, on real servers   ARGS="--exit --json --all"'
	echo 'make up            the system itself, on this machine             ARGS=...'
	echo 'make test          the test suite                                 ARGS="tests/local -k start"'
	echo 'make check         format, lint, types, imports, dependencies, lock'
	echo 'make bench         figures against their budgets, 10 minutes      BENCH=name of one figure'
	echo 'make bench-long    the same at full size'
	echo 'make cluster-test  a real Temporal cluster, broken and secured     ARGS="-k history_dies"'
	echo 'make bench-cluster the same figures on a cluster, and its costs    BENCH=name'
	echo 'make faults        every fault at full size, then kills until 1,000     SOAK="--minutes 60"'
	echo 'make verapdf       fetches the validator of PDF/A for the tests  (needs java and maven)'
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

cluster-test: $(READY) cluster-tools
	exec $(BIN)/python -m pytest tests/cluster -m cluster -n 0 --timeout 600 $(ARGS)

bench-cluster: $(READY) cluster-tools
	exec $(BIN)/python -m bench.cluster $(BENCH)

# Built once per version from the Go module proxy: 4 minutes and 4 GB of Go's own caches, which may be deleted
# afterwards; 190 MB are kept. Without Go nothing is built, and what needs it skips and says so.
cluster-tools: $(CLUSTER)/temporal-server

$(CLUSTER)/temporal-server:
	set -eu; \
	go=$$(PATH="$$PATH:/usr/local/go/bin" command -v go || true); \
	if [ -z "$$go" ]; then \
	  echo 'NO CLUSTER: Go is missing, so the servers of a cluster cannot be built (https://go.dev/dl, 1.26 or newer).' >&2; \
	  exit 0; \
	fi; \
	echo 'Building the Temporal server $(TEMPORAL) and its SQL tool (4 minutes, once) ...' >&2; \
	mkdir -p $(CLUSTER)/built; \
	cd $(CLUSTER); \
	GOBIN="$$PWD/built" GOFLAGS= "$$go" install -trimpath -ldflags '-s -w' \
	  go.temporal.io/server/cmd/server@v$(TEMPORAL) go.temporal.io/server/cmd/tools/sql@v$(TEMPORAL); \
	mv built/sql temporal-sql-tool; \
	mv built/server temporal-server; \
	rmdir built

bench-intake: $(READY)
	exec $(BIN)/python -m bench.intake $(DIR)

# One pinned version, checked; the tests of papers find it here.
VERAPDF := .dondoc/verapdf/greenfield-apps.jar
verapdf: $(VERAPDF)
$(VERAPDF):
	mkdir -p $(@D)
	mvn --quiet --batch-mode dependency:copy -Dartifact=org.verapdf.apps:greenfield-apps:1.28.2 \
	  -DoutputDirectory=$(abspath $(@D)) -Dmdep.stripVersion=true >&2
	echo '687d4d8bcfec48c9f7e931cf78ed061f1eeccfba55d4cdc000ba9b4d8aa46ce6  $@' | sha256sum --check --quiet || { rm -f $@; exit 1; }

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

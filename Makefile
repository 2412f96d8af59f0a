# make run opens the dashboard, make test checks everything. Both set up .venv first where it is missing or out of date.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: run test check audit sbom lock locked slow bench clean

run: $(VENV)/.run-ready
	@$(BIN)/relevance app

test: $(VENV)/.test-ready check
	$(BIN)/pytest -n 2 --dist loadfile -m 'not browser and not slow and not cluster and not bench'
	$(BIN)/pytest -m 'browser and not slow and not cluster and not bench'

check: $(VENV)/.test-ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	@$(BIN)/python -m tests.supply audit

audit: $(VENV)/.test-ready
	@$(BIN)/python -m tests.supply audit

# Licences and bill of materials of what constraints.txt pins; then the hashes of the same.
sbom: $(VENV)/.fuzz-ready
	@$(BIN)/python -m tests.supply list

lock: $(VENV)/.test-ready
	@$(BIN)/python -m tests.supply lock

# As `make run` installs, but an installer that is given other bytes refuses them. torch has no hash, see requirements.lock.
locked: | $(VENV)/bin/python
	@$(PIP) install --require-hashes --no-deps -r requirements.lock
	@$(PIP) install -c constraints.txt --no-build-isolation -e .

slow: $(VENV)/.cluster-ready $(VENV)/.fuzz-ready
	HYPOTHESIS_PROFILE=thorough $(BIN)/pytest -n 2 --dist loadfile -m 'not browser and not cluster and not bench' --timeout 3600
	$(BIN)/pytest -m cluster --timeout 3600

bench: $(VENV)/.test-ready
	$(BIN)/pytest -m bench --timeout 3600 -s -o python_files='test_*.py tests/benchmarks/*.py'

clean:
	rm -rf $(VENV)

$(VENV)/bin/python:
	@echo "Making $(VENV) ..."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or later is needed; name one with: make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run-ready: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing what is needed (some minutes, once) ..."
	@$(PIP) install -c constraints.txt hatchling editables
	@$(PIP) install -c constraints.txt --no-build-isolation -e .
	@$(BIN)/relevance --db data/demo.duckdb demo
	@touch $@

$(VENV)/.test-ready: $(VENV)/.run-ready
	@echo "Installing what the tests need ..."
	@$(PIP) install -c constraints.txt --no-build-isolation -e '.[dev]'
	@$(BIN)/python -m tests.browser.chromium
	@touch $@

$(VENV)/.cluster-ready: $(VENV)/.test-ready
	@echo "Installing Ray, which the tests of the cluster need ..."
	@$(PIP) install -c constraints.txt --no-build-isolation -e '.[dev,cluster]'
	@touch $@

$(VENV)/.fuzz-ready: $(VENV)/.test-ready
	@echo "Installing the fuzzer ..."
	@$(PIP) install -c constraints.txt --no-build-isolation -e '.[fuzz]'
	@touch $@

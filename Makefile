# Two commands on a fresh machine: `make run` installs and does the main job, `make test` installs and tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PERSONS ?= 100000

.PHONY: run test check bench install install-dev format lock dev clean

run: install  ## rehearse a fictitious territory and run it, 2014 and 2026
	$(BIN)/justedroit rehearse --period 2014-05 --persons $(PERSONS) --departments 44,77 --seed 1
	$(BIN)/justedroit run --period 2014-05
	$(BIN)/justedroit campaign print rsa-socle-demandeurs-emploi --period 2014-05
	$(BIN)/justedroit rehearse --period 2026-05 --persons $(PERSONS) --departments 44,77 --seed 1
	$(BIN)/justedroit run --period 2026-05

test: check  ## formatting, lint, types, import rules, then every test
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile

check: install-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: install-dev  ## the whole line against its floor, in one run
	$(BIN)/python -m benchmarks.scale --persons $(PERSONS)

dev: install  ## Dagster's page on the same graph
	mkdir -p var/dagster && cp dagster.yaml var/dagster/
	DAGSTER_HOME=$(CURDIR)/var/dagster $(BIN)/dagster dev

install: $(VENV)/installed
install-dev: $(VENV)/installed-dev

$(VENV)/installed: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.lock requirements-oracle.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-oracle.lock
	touch $@

format: install-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock:  ## after a change of dependencies; needs uv
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url --no-header pyproject.toml requirements-build.in -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url --no-header --extra dev pyproject.toml requirements-build.in -c requirements.lock -o requirements-dev.lock
	uv pip compile -q --no-deps --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements-oracle.in -o requirements-oracle.lock

clean:
	rm -rf $(VENV) var .mypy_cache .pytest_cache .ruff_cache .hypothesis *.egg-info

# Three commands do everything: `make demo`, `make studio` and `make test`. They set up what they need, in .venv, from
# the lock files.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_READY := $(VENV)/.run-ready
STUDIO_READY := $(VENV)/.studio-ready
PAGE := engine/callsheet/studio/web
TEST_READY := $(VENV)/.test-ready
FUZZ := .venv-fuzz
FUZZ_SECONDS ?= 600
ATHERIS := atheris==3.0.0
OTHERS := .venv-others
OTHERS_LOCK := tests/bench/others/requirements.lock

.PHONY: demo studio page test lint types schemas bench bench-others bench-live bench-studio bench-understanding bench-values soak prove fuzz lock clean

# The call of the shipped script on fresh sample data. With no terminal attached, a caller confirms once and refuses once.
demo: $(BIN)/callsheet
	@set -- $(BIN)/callsheet run flows/interactive_notifications.flow.yaml --rehearse --database $(VENV)/demo.db && \
	if [ -t 0 ] && [ -t 1 ]; then \
	  echo "Type what the caller says. #1 presses a key, an empty line is silence, Ctrl-C hangs up."; "$$@"; \
	else printf '%s\n' "okay, got it" "no, call me" | "$$@"; fi

# The page on which scripts are read, edited and tried, with the example scripts; what is spoken there needs no network.
studio: $(STUDIO_READY) $(BIN)/callsheet
	@$(BIN)/callsheet studio flows --open

# Builds what the studio's server serves from its sources; what is built is committed, so that only this needs Node.
page:
	cd $(PAGE) && npm ci --no-audit --no-fund && npm run build

test: $(TEST_READY)
	@$(BIN)/python tests/run_all.py

lint: $(TEST_READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(TEST_READY)
	$(BIN)/mypy

# Assembles schemas/flow.schema.json from its hand-written fragments, the reference part of flows.md from that,
# docs/checks.md from the pages of the codes, and the picture in README.md from the shipped script.
schemas: $(RUN_READY)
	$(BIN)/python -m callsheet.schema.assemble
	$(BIN)/python -m callsheet.diagnostics.pages
	$(BIN)/python -m callsheet draw flows/interactive_notifications.flow.yaml --output docs/interactive_notifications.svg

# How fast everything is, as ratios; writes the table in README.md.
bench: $(TEST_READY)
	$(BIN)/python -m tests.bench --readme

# The same steps in other engines, in one run with Callsheet's; writes their table in README.md.
bench-others: $(OTHERS)/.ready
	PYTHONPATH=engine $(OTHERS)/bin/python -m tests.bench.others --readme

$(OTHERS)/.ready: $(OTHERS_LOCK)
	@$(PYTHON) -m venv $(OTHERS)
	@$(OTHERS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(OTHERS_LOCK)
	@touch $@

# How well calls are served: `callsheet serve` and the platform as two processes, in real time, for half an hour on a
# quiet machine. LIVE names parts and options: make bench-live LIVE="calls --quick".
bench-live: $(TEST_READY)
	@$(BIN)/python -m tests.bench.live $(LIVE)

# How fast the studio's page is, in a real Chromium, on a quiet machine. STUDIO names parts: opening, keystrokes, speaking.
bench-studio: $(TEST_READY)
	@$(BIN)/python -m tests.bench.studio $(STUDIO)

# How well answers of people are understood without a model. DATA names files with a label, a tab and words on each line.
bench-understanding: $(TEST_READY)
	@$(BIN)/python -m tests.bench.understanding $(DATA)

# How well values are understood over the telephone, by the product's own voice, and by others whose clips stand in the
# folder that CLIPS names (tests/channel/voices.py makes them).
bench-values: $(TEST_READY)
	@$(BIN)/python -m tests.channel.values $(CLIPS)

# What an engine under attack loses: processes killed and stopped, floods, full disks, cut lines; ten minutes, seeded.
# SOAK names attacks and options: make soak SOAK="killed_runs --seconds 60 --seed 1".
soak: $(TEST_READY)
	@$(BIN)/python -m tests.soak $(SOAK)

# Walks scripts that are made by chance, and follows each move of the walks as a whole call, for ten minutes.
# PROVE names how long and from which seed: make prove PROVE="--seconds 60 --seed 7".
prove: $(TEST_READY)
	@$(BIN)/python -m tests.prove $(PROVE)

# A thousand examples for each property of the tests; then coverage-guided fuzzing, FUZZ_SECONDS in all, in an
# environment of its own. What it finds and has seen is in .fuzz.
fuzz: $(FUZZ)/.ready $(TEST_READY)
	@$(BIN)/python -m pytest -q -n auto -m hypothesis --hypothesis-profile fuzz
	@for target in script queries schema expression edit; do \
	  PYTHONPATH=engine $(FUZZ)/bin/python -m tests.fuzz $$target $$(($(FUZZ_SECONDS) / 5)) || exit 1; \
	done

$(FUZZ)/.ready: requirements.lock
	@$(PYTHON) -m venv $(FUZZ)
	@$(FUZZ)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(FUZZ)/bin/python -m pip install --quiet --disable-pip-version-check $(ATHERIS)
	@touch $@

# Versions and hashes only: a lock file names no download address.
lock: $(TEST_READY)
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-trusted-host \
	  --no-emit-find-links --no-header --output-file requirements.lock pyproject.toml
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-trusted-host \
	  --no-emit-find-links --no-header --all-extras --output-file requirements-dev.lock \
	  pyproject.toml requirements-dev.in
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-trusted-host \
	  --no-emit-find-links --no-header --extra serve --extra speech --extra studio --extra telcoflow \
	  --output-file requirements-serve.lock pyproject.toml
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-trusted-host \
	  --no-emit-find-links --no-header --output-file $(OTHERS_LOCK) pyproject.toml $(OTHERS_LOCK:.lock=.in)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Callsheet needs Python 3.11 or newer: make PYTHON=python3.11")'
	@echo "Setting up .venv (once) ..."
	@$(PYTHON) -m venv $(VENV)

# Written by hand: to install this package, pip would have to download what builds packages. `make test` does, and puts
# its own in this place.
$(BIN)/callsheet: Makefile | $(RUN_READY)
	@printf '#!/bin/sh\nPYTHONPATH="%s$${PYTHONPATH:+:$$PYTHONPATH}" exec "%s/python" -P -m callsheet "$$@"\n' \
	  "$(CURDIR)/engine" "$(abspath $(BIN))" > $@
	@chmod +x $@

$(RUN_READY): requirements.lock pyproject.toml | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(STUDIO_READY): requirements-serve.lock pyproject.toml | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-serve.lock
	@touch $(RUN_READY) $@

$(TEST_READY): requirements-dev.lock requirements.lock pyproject.toml | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(RUN_READY) $@

clean:
	rm -rf $(VENV) $(FUZZ) $(OTHERS) .fuzz .mypy_cache .pytest_cache .ruff_cache .hypothesis dist build

# Two commands for a fresh machine: `make demo` and `make test`. Everything else helps developers.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo gate test snapshots random lint types check bench faults many team long lowest upper installs audit mutants fuzz docs pictures clean

demo: $(VENV)/.runs
	CALLQ_HOME="$(CURDIR)/.demo" $(BIN)/callq demo

test: $(STAMP)
	$(BIN)/python -m pytest -n auto

# Rewrites the snapshots: the wording tests that show every message and view. Read the diff.
snapshots: $(STAMP)
	$(BIN)/python -m pytest -q -n auto --snapshot-update tests -k wording

# The properties again on histories and texts nobody has tried; `test` always tries the same.
random: $(STAMP)
	$(BIN)/python -m pytest -q -n auto -m hypothesis --hypothesis-profile random

lint: $(STAMP)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports

types: $(STAMP)
	$(BIN)/mypy

check: lint types test

bench: $(STAMP)
	$(BIN)/python -m compileall -q src
	$(BIN)/python tools/bench/run.py

# Kills callq at random moments, a thousand times; docs/reliability.md gets the figures.
faults: $(STAMP)
	nice -n 19 $(BIN)/python tools/faults/kills.py --kills 1000 --write

gate: $(STAMP)
	CALLQ_GATE_HISTORIES=2600 $(BIN)/python -m pytest -q --hypothesis-profile random tests/never_offered

fuzz: $(STAMP)
	nice -n 19 $(BIN)/python tests/fuzz.py --inputs 1000000 --write

# Eight reps at once, and their rate against the standard library's.
many: $(STAMP)
	$(BIN)/python tools/faults/many.py --write

# The same on a PostgreSQL server, with killed clients and a server that crashes.
team: $(STAMP)
	nice -n 19 $(BIN)/python tools/faults/team.py --write

# The same for an hour: does anything grow?
long: $(STAMP)
	nice -n 19 $(BIN)/python tools/faults/many.py --minutes 60 --write

# Changes the engine bit by bit and looks whether a test notices; all of it takes hours.
# ONLY='callq.engine.hours*' takes a part, SAMPLE=20 so many of each module, AGAIN=1 those that lived.
mutants: $(STAMP)
	$(BIN)/python -m pip install --quiet "mutmut>=3.8,<4"
	nice -n 19 $(BIN)/python tools/faults/mutants.py --write $(if $(ONLY),--only $(ONLY)) \
	    $(if $(SAMPLE),--sample $(SAMPLE)) $(if $(SEED),--seed $(SEED)) $(if $(AGAIN),--again)

# The tests on the lowest versions that pyproject.toml allows.
lowest:
	nice -n 10 $(PYTHON) tools/faults/ends.py lowest --write

# The tests on the newest versions inside its ranges, whatever constraints.txt says. PYTHON=python3.13
upper:
	nice -n 10 $(PYTHON) tools/faults/ends.py upper --write

# Installs callq with every Python there is, where installing is hard, and uses it.
installs:
	$(PYTHON) tools/faults/installs.py --write

# Known weaknesses of what constraints.txt pins; one that can't be looked up is a failure.
audit:
	$(PYTHON) -m venv .venv-audit
	.venv-audit/bin/python -m pip install --quiet "pip-audit>=2.10,<3"
	.venv-audit/bin/pip-audit --strict --no-deps --disable-pip --requirement constraints.txt

docs: $(STAMP)
	$(BIN)/python tests/docs/update.py

pictures: $(STAMP)
	$(BIN)/python docs/pictures/draw.py

# What running needs, without the linters and the test tools.
$(VENV)/.runs: pyproject.toml constraints.txt
	test -x "$(BIN)/python" || $(PYTHON) -m venv "$(VENV)"
	"$(BIN)/python" -m pip install --quiet --upgrade pip
	"$(BIN)/python" -m pip install --quiet --constraint constraints.txt --editable .
	"$(BIN)/python" -m compileall -q src
	touch "$(VENV)/.runs"

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv "$(VENV)"
	"$(BIN)/python" -m pip install --quiet --upgrade pip
	"$(BIN)/python" -m pip install --quiet --constraint constraints.txt --editable . --group dev
	"$(BIN)/python" -m compileall -q src
	touch "$(STAMP)"

clean:
	rm -rf "$(VENV)" .demo

# Two commands for a fresh machine: `make demo` and `make test`. Everything else helps developers.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo gate test random lint types check bench faults many long lowest mutants fuzz docs pictures clean

demo: $(STAMP)
	CALLQ_HOME="$(CURDIR)/.demo" $(BIN)/callq demo

test: $(STAMP)
	$(BIN)/python -m pytest -n auto

# The properties again on histories and texts nobody has tried; `test` always tries the same.
random: $(STAMP)
	$(BIN)/python -m pytest -q -n auto -m hypothesis --hypothesis-profile random

lint: $(STAMP)
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(STAMP)
	$(BIN)/mypy

check: lint types test

bench: $(STAMP)
	$(BIN)/python -m compileall -q src
	$(BIN)/python bench/run.py

# Kills callq at random moments, a thousand times; docs/reliability.md gets the figures.
faults: $(STAMP)
	nice -n 19 $(BIN)/python faults/kills.py --kills 1000 --write

gate: $(STAMP)
	CALLQ_GATE_HISTORIES=2600 $(BIN)/python -m pytest -q --hypothesis-profile random tests/gate

fuzz: $(STAMP)
	$(BIN)/python tests/fuzz.py --inputs 1000000

# Eight reps at once, and their rate against the standard library's.
many: $(STAMP)
	$(BIN)/python faults/many.py --write

# The same for an hour: does anything grow?
long: $(STAMP)
	nice -n 19 $(BIN)/python faults/many.py --minutes 60 --write

# Changes core/ line by line and looks whether a test notices; hours of work. ONLY="callq.core.hours*"
mutants: $(STAMP)
	$(BIN)/python -m pip install --quiet "mutmut>=3.8,<4"
	PYTHONPATH="$(CURDIR)/mutants/src" nice -n 19 $(BIN)/mutmut run $(ONLY)
	$(BIN)/mutmut results

# The tests on the lowest versions that pyproject.toml allows.
lowest:
	$(PYTHON) -m venv --clear .venv-lowest
	$(PYTHON) faults/lowest.py > .venv-lowest/lowest.txt
	.venv-lowest/bin/python -m pip install --quiet --upgrade pip
	.venv-lowest/bin/python -m pip install --quiet -c .venv-lowest/lowest.txt --editable . --group test
	.venv-lowest/bin/python -m pytest -n auto -p no:cacheprovider

docs: $(STAMP)
	$(BIN)/python tests/docs/update.py

pictures: $(STAMP)
	$(BIN)/python docs/pictures/draw.py

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv "$(VENV)"
	"$(BIN)/python" -m pip install --quiet --upgrade pip
	"$(BIN)/python" -m pip install --quiet --constraint constraints.txt --editable . --group dev
	"$(BIN)/python" -m compileall -q src
	touch "$(STAMP)"

clean:
	rm -rf "$(VENV)" .demo

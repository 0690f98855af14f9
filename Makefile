# Each target is one visible command. The first call makes .venv and installs what is locked.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
# nbgrader by itself ignores a configuration that it cannot read, and then grades without a judge.
export TRAITLETS_APPLICATION_RAISE_CONFIG_FILE_ERROR = 1
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: demo test bench lab notebooks release grade docs lint lock clean

demo: $(READY)       ## the whole loop with a mock class
	$(BIN)/python -m autograder demo

test: $(READY)       ## the tests, without the slow ones and those that need real data
	$(BIN)/python -m pytest

bench: $(READY)      ## speeds of training and grading against others, 20 minutes at most
	$(BIN)/python -m tests.benchmarks.bench

lab: $(READY)        ## JupyterLab with the students' notebooks
	$(BIN)/jupyter lab --notebook-dir=notebooks

notebooks: $(READY)  ## the students' notebooks from notebooks/src
	$(BIN)/python -m autograder build

release: $(READY)    ## dist/students.zip, and the gradebook's cells
	$(BIN)/python -m autograder release

grade: $(READY)      ## grade one assignment: make grade ASSIGNMENT=08_your_variant
	$(BIN)/python -m autograder grade $(ASSIGNMENT)
	$(BIN)/python -m autograder feedback $(ASSIGNMENT)
	$(BIN)/python -m autograder grades $(ASSIGNMENT)

docs: $(READY)       ## the map of the code, and pages of the public API into build/docs
	$(BIN)/python docs/map.py
	$(BIN)/python docs/api.py

lint: $(READY)       ## format, lint, spelling, and which room may import which
	$(BIN)/ruff format .
	$(BIN)/ruff check .
	$(BIN)/codespell
	$(BIN)/lint-imports

lock: $(READY)       ## pin the newest versions that pyproject.toml allows
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 \
	  --generate-hashes --upgrade --no-emit-index-url --no-annotate --no-header \
	  --output-file requirements.lock

clean:               ## everything that can be made again, but neither the course nor downloaded data
	rm -rf .venv build dist demo

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c "import sys; v = sys.version_info[:2]; sys.exit(None if (3, 11) <= v <= (3, 13) else \
	  f'Python {v[0]}.{v[1]} is too old or too new for TensorFlow: use 3.11 to 3.13, for example make PYTHON=python3.12 demo')"
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $(READY)

# Each target is one visible command. The first call makes .venv and installs what is locked.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
# nbgrader by itself ignores a configuration that it cannot read, and then grades without a judge.
export TRAITLETS_APPLICATION_RAISE_CONFIG_FILE_ERROR = 1
export PATH := $(CURDIR)/$(BIN):$(PATH)
# Two processes of tests, however many cores there are: each loads TensorFlow, which needs its own
# memory, and which uses the other cores by itself.
TWO := -n 2

.PHONY: demo test fast test-notebooks test-grader test-real-data test-lowest coverage bench lab \
  notebooks release grade docs lint lock clean

demo: $(READY)       ## the whole loop with a mock class
	$(BIN)/python -m autograder demo

test: $(READY)       ## the tests, without the slow ones and those that need real data
	$(BIN)/python -m pytest $(TWO)

fast: $(READY)       ## the tests that need no TensorFlow, in less than a minute
	$(BIN)/python -m pytest -m fast

test-notebooks: $(READY)  ## run every notebook, as handed out and solved, on drawn images
	$(BIN)/python -m pytest $(TWO) --dist worksteal -m "not real_data" \
	  tests/test_notebooks.py

test-grader: $(READY)  ## the sandbox, PostgreSQL, a browser, and submissions that attack
	COURSE_NO_SKIPS=1 $(BIN)/python -m pytest $(TWO) -m "ci and not slow and not real_data" \
	  tests/autograder tests/submissions tests/browser

test-real-data: $(READY)  ## fetch CIFAR-10, MNIST and SVHN, and run the tests on them
	$(BIN)/python -m course_utils.data --data_dir build/real-data --fetch cifar10 mnist svhn
	$(BIN)/python -m tests.official_files build/real-data build/real-data
	COURSE_NO_SKIPS=1 COURSE_REAL_DATA=$(CURDIR)/build/real-data \
	  $(BIN)/python -m pytest $(TWO) -m real_data

test-lowest: $(READY)  ## the tests with the lowest versions that pyproject.toml allows
	$(BIN)/uv venv --clear --quiet --python $(PYTHON) build/lowest
	$(BIN)/uv pip install --quiet --python build/lowest/bin/python --resolution lowest-direct \
	  --requirements pyproject.toml --all-extras
	$(BIN)/uv pip install --quiet --python build/lowest/bin/python --no-deps pip --editable .
	PATH=$(CURDIR)/build/lowest/bin:$$PATH build/lowest/bin/python -m pytest $(TWO)

coverage: $(READY)   ## which lines of both packages no test runs: tests, table, build/coverage
	$(BIN)/coverage run -m pytest $(TWO) $(TESTS)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage html --quiet
	$(BIN)/coverage report

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

lint: $(READY)       ## format, lint, spelling, contracts, types, stale files, workflows
	$(BIN)/ruff format .
	$(BIN)/ruff check .
	$(BIN)/codespell
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python -m autograder build --check
	$(BIN)/python docs/map.py --check
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.github-issue-forms \
	  $(filter-out %/config.yml,$(wildcard .github/ISSUE_TEMPLATE/*.yml))
	$(BIN)/check-jsonschema --builtin-schema vendor.github-issue-config .github/ISSUE_TEMPLATE/config.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.citation-file-format CITATION.cff
	$(BIN)/zizmor --offline --quiet .github

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

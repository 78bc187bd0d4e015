# Bereik: `make run` serves the demo city, `make test` checks everything.
BIN := .venv/bin
PORT ?= 8000
BUILD := pyproject.toml scripts/hatch_build.py scripts/bootstrap.sh \
  $(shell find crm/web/frontend -name node_modules -prune -o -type f -print 2>/dev/null) $(shell find crm/locale -name '*.po')

# A process that keeps no bytecode compiles everything again at each start: 4 s, and the tests start a hundred.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test faults check-all bench bench-large bench-nation pictures catalogue lock clean test-parts

run: .venv/.run
	@$(BIN)/bereik demo --if-empty
	@$(BIN)/bereik serve --port $(PORT)

# Formatting, lint, typing, import contracts, then every test; those that use a store run on SQLite and on PostgreSQL.
# Three processes share them, since many tests wait for servers; who is done first takes over from the others; pytest's summary is the last line.
test: .venv/.dev test-parts
	@$(BIN)/ruff format --check --quiet . || { echo "Run '$(BIN)/ruff format .' first."; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --config pyproject.toml >/dev/null || { $(BIN)/lint-imports --config pyproject.toml; exit 1; }
	@$(BIN)/pytest -n 3 --dist worksteal

# The long form of the fault tests: what each fault lost, doubled or made of nothing. Some ten minutes.
faults: .venv/.dev test-parts
	@BEREIK_FAULTS=full $(BIN)/pytest tests/faults

# The long forms of the tests, the looks of every page over PostgreSQL too, and the speed table.
check-all: test faults
	@$(BIN)/pytest -n 2 --dist worksteal --store postgresql -m one_store
	@$(MAKE) --no-print-directory bench

bench: .venv/.bench
	@$(BIN)/python -m tests.benchmarks

# Twenty people at once over half a million contact moments, then what a city costs as it grows; both stores, about an hour.
bench-large: .venv/.dev
	@$(BIN)/python -m tests.benchmarks.large
	@$(BIN)/python -m tests.benchmarks.growth

# Reach alone, for a million nodes and five million ties: a few minutes and some 2 GB.
bench-nation: .venv/.bench
	@$(BIN)/python -m tests.benchmarks.reach nation

# Pictures of the product for docs/ and README.md, taken from the demo city by a headless browser.
pictures: .venv/.dev test-parts
	@$(BIN)/python scripts/pictures.py

# Collects the texts of the code and templates into the catalogues; translate what is new, then commit.
catalogue: .venv/.dev
	@$(BIN)/python scripts/catalogue.py

# Pins the dependencies again, with hashes and without any host.
lock: .venv/.dev
	@for part in uv node run dev bench; do $(BIN)/python -m uv pip compile -q --universal -p 3.11 --generate-hashes --no-header --no-annotate requirements/$$part.in -o requirements/$$part.txt; done

# Chromium for the browser tests: Debian's, when we may install it.
test-parts:
	@sh scripts/test_parts.sh

.venv/.run: requirements/run.txt requirements/uv.txt requirements/node.txt $(BUILD)
	@sh scripts/bootstrap.sh requirements/run.txt && touch $@

.venv/.dev: requirements/dev.txt requirements/uv.txt requirements/node.txt $(BUILD)
	@sh scripts/bootstrap.sh requirements/dev.txt && touch $@ .venv/.run

# The benchmarks compare our reach with other engines, which nothing else needs.
.venv/.bench: .venv/.dev requirements/bench.txt
	@sh scripts/bootstrap.sh requirements/bench.txt && touch $@

clean:
	rm -rf .venv crm/web/frontend/node_modules crm/web/static/build build dist

# make run: the app on this machine. make test: everything that must hold. make check: the fast part of it.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: run test check test-long sample pictures benchmark benchmark-room clean

run: $(VENV)/.run-ready
	$(BIN)/streamlit run app.py

test: $(VENV)/.test-ready
	sh tools/need_browser.sh
	sh tools/need_database.sh
	$(MAKE) --no-print-directory lint
	$(BIN)/python -m pytest -n 2 --dist worksteal --durations=20 -m "not long"

check: $(VENV)/.test-ready lint
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not browser and not office and not long" tests/scoring tests/governance tests/portfolio/test_selection.py tests/portfolio/test_constraints.py tests/portfolio/test_rules.py tests/intake/test_own_layout.py tests/intake/test_amounts.py tests/intake/test_findings.py tests/planning/test_sample.py tests/planning/test_governing.py tests/planning/test_pilots_and_rules.py tests/planning/test_differences.py tests/planning/test_endings.py tests/planning/test_codec.py tests/planning/test_draft.py tests/planning/test_merge.py tests/planning/test_log.py tests/reports tests/test_house.py

.PHONY: lint
lint: $(VENV)/.test-ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

# What "make test" does with few random cases, with many; and what is marked long on top.
test-long: $(VENV)/.test-ready
	sh tools/need_browser.sh
	sh tools/need_database.sh
	ROUNDS_PROFILE=long $(BIN)/python -m pytest --timeout=3600

sample: $(VENV)/.run-ready
	$(BIN)/python -m data.make_sample

pictures: $(VENV)/.test-ready
	sh tools/need_browser.sh
	$(BIN)/python -m tools.take_pictures

benchmark: $(VENV)/.run-ready
	$(BIN)/python benchmarks/select.py
	$(BIN)/python benchmarks/store.py
	$(BIN)/python -m benchmarks.workbook

# The room's screen in a real Chromium, and twenty who follow it.
benchmark-room: $(VENV)/.test-ready
	sh tools/need_browser.sh
	$(BIN)/python benchmarks/room.py
	$(BIN)/python benchmarks/followers.py

$(VENV)/.run-ready: requirements.txt
	sh tools/make_venv.sh "$(PYTHON)" "$(VENV)" requirements.txt
	touch $@

$(VENV)/.test-ready: requirements.txt requirements-dev.txt
	sh tools/make_venv.sh "$(PYTHON)" "$(VENV)" requirements-dev.txt
	touch $@ $(VENV)/.run-ready

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

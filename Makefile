# canbao: `make run` and `make test` are all a newcomer needs; the rest is for those who work on it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: run test check proof bench catalogues lock model clean

run: $(READY)
	@if [ -n "$$CANBAO_TOKEN" ] || grep -qs '^CANBAO_TOKEN=.' .env; then \
		exec $(BIN)/canbao run; \
	else \
		exec $(BIN)/canbao demo; \
	fi

test: $(READY)
	$(BIN)/pytest

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/canbao pack check

# crash loops, a million inputs, half a million rows
proof: $(READY)
	$(BIN)/pytest -n 0 -m proof

bench: $(READY)
	$(BIN)/python -m benchmarks

# trains knowledge/understand/model.npz from knowledge/topics and knowledge/lexicon: some five minutes
model: $(READY)
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m knowledge.understand.training

# message catalogues from knowledge/phrases/*.yaml
catalogues: $(READY)
	$(BIN)/pybabel extract -F babel.cfg -o knowledge/locales/canbao.pot --no-location --sort-output --project canbao .
	for locale in zh_Hant en; do \
		$(BIN)/pybabel update -i knowledge/locales/canbao.pot -d knowledge/locales -D canbao -l $$locale --no-fuzzy-matching --omit-header; \
	done

# pinned, with hashes, without addresses
lock: $(READY)
	$(BIN)/uv pip compile pyproject.toml --all-extras --generate-hashes --universal \
		--python-version 3.11 --no-header --no-annotate --quiet --output-file requirements.lock

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'canbao needs Python 3.11 or newer: make PYTHON=python3.12 …'; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q bot handlers knowledge storage  # a quick start where Python may not write beside its modules
	@touch $@

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis

# make demo : set everything up, build the demo guide, serve it on http://localhost:8000
# make test : set everything up, run lint, types and all tests, browser tests included
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEMO_OPTIONS ?=
ROOM := 6000000

.PHONY: demo test setup chromium fork nu hunspell postgresql nginx lint types unit bench clean

demo: setup
	$(BIN)/guide demo $(DEMO_OPTIONS)

test: setup chromium fork nu hunspell postgresql nginx lint types unit

setup: $(READY)

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Il faut Python 3.11 ou plus récent (PYTHON=... make ... pour le nommer)."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || $(MAKE) --no-print-directory _apt PACKAGE=python3-venv
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --no-deps openfisca-france
	$(BIN)/python -m compileall -q pipeline search site # who may not write beside the code would compile it at each start
	touch $(READY)

# The live fork of Whoosh, in a folder of its own: a test runs our search with it in Whoosh's place.
fork: $(VENV)/fork/.ready

$(VENV)/fork/.ready: $(READY)
	-$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --upgrade --target $(VENV)/fork whoosh3==3.54.0 && touch $@

# The W3C's checker of HTML, where npm is there (with Java, it needs both). Its tests are skipped otherwise, and say so.
TOOLS := tests/browser/tools
nu:
	@test -f $(TOOLS)/node_modules/vnu-jar/build/dist/vnu.jar \
	|| timeout 60 npm install --prefix $(TOOLS) --omit=dev --no-package-lock --no-audit --no-fund --ignore-scripts >/dev/null 2>&1 \
	|| echo "Sans npm, ou sans son registre, les tests du vérificateur Nu seront sautés."

chromium:
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || $(MAKE) --no-print-directory _apt PACKAGE=chromium

hunspell:
	@echo maison | hunspell -d fr -l >/dev/null 2>&1 || $(MAKE) --no-print-directory _apt PACKAGE='hunspell hunspell-fr'

postgresql:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || $(MAKE) --no-print-directory _apt PACKAGE=postgresql

nginx:
	@PATH="$$PATH:/usr/sbin" command -v nginx >/dev/null || $(MAKE) --no-print-directory _apt PACKAGE=nginx-light

.PHONY: _apt
_apt:
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(PACKAGE); \
	else echo "Il manque le paquet Debian $(PACKAGE) : sudo apt-get install $(PACKAGE)"; exit 1; fi

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types:
	$(BIN)/mypy

# Temporary files in memory where there is room for all of them: the tests flush thousands of files to the disk.
unit:
	@room=$$(df --output=avail /dev/shm 2>/dev/null | tail -n 1); \
	if [ "$${room:-0}" -gt $(ROOM) ]; then export PYTEST_DEBUG_TEMPROOT=$$(mktemp -d -p /dev/shm guide-tests.XXXXXX); fi; \
	$(BIN)/pytest -n auto --dist loadscope --no-loadscope-reorder; status=$$?; \
	[ -z "$$PYTEST_DEBUG_TEMPROOT" ] || rm -rf "$$PYTEST_DEBUG_TEMPROOT"; exit $$status

clean:
	rm -rf $(VENV) var build .pytest_cache .mypy_cache .ruff_cache .hypothesis

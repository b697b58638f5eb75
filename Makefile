# The one door: run, test, check. Needs Python 3.11 or newer; everything else goes into .venv.

PYTHON ?= python3
PORT ?= 8000
ARGS ?=
# Browser tests are one group, which begins first: see tests/conftest.py.
PROCESSES ?= -n 2 --dist loadgroup --no-loadscope-reorder
BIN := .venv/bin

# One stamp a set of requirements: a changed file is installed again, an unchanged one costs nothing.
hash = $(shell cat $(1) | cksum | cut -d ' ' -f 1)
RUNTIME := .venv/.stamp-$(call hash,requirements.txt)
DEVELOPMENT := .venv/.stamp-dev-$(call hash,requirements.txt requirements-dev.txt)

.PHONY: load help run test test-postgresql coverage covered check static bench slow chaos faults fuzz pack tamper tenants backups lock messages documents audit mutate keep-release image

help:
	@echo "make run              start Remit on http://127.0.0.1:$(PORT) (PORT=...)"
	@echo "make test             run the tests on SQLite (ARGS=... goes to pytest)"
	@echo "make test-postgresql  run the tests on a real PostgreSQL server"
	@echo "make check            format, lint, types, contracts, migrations, tests"
	@echo "make coverage         100 % of branches in services, selectors, scoring and readers"
	@echo "make covered          the same, of the tests that last ran with ARGS='--cov --cov-report='"
	@echo "make bench            how work grows with the data, as ratios"
	@echo "make slow             measure which tests make test leaves to make check and CI"
	@echo "make chaos            8 processes write 8,000 answers, and are killed 100 times, on each engine"
	@echo "make fuzz             100,000 damaged files through every importer, in limited processes"
	@echo "make faults           disks full, databases down, connections cut, on each engine (as root)"
	@echo "make load             200 people at work on PostgreSQL, 50 on SQLite, on a real server"
	@echo "make pack             an evidence pack of 2 GB from a real server, in flat memory"
	@echo "make tamper           10,000 tamperings with the log, on each engine: each is found"
	@echo "make tenants          every route as everybody, with ids of others, on each engine"
	@echo "make backups          20 backups while people write, restored and compared, on each engine"
	@echo "make mutate           break the rules of rights, scoping, audit and guards: are tests red?"
	@echo "make audit            ask for known weaknesses of what is pinned; 3 when it could not be asked"
	@echo "make documents        write what docs/ has from code and lock: asvs, permissions, licences, sbom"
	@echo "make keep-release     keep a filled database of this release for the next one's upgrade test"
	@echo "make image            do the steps of Dockerfile and install guide with pip, in empty folders"
	@echo "make lock             resolve requirements*.in again"
	@echo "make messages         compile the translations"

run: $(RUNTIME)
	@PORT=$(PORT) exec $(BIN)/python -m gunicorn --config python:raci_project.server

test: $(DEVELOPMENT)
	@exec $(BIN)/python -m pytest $(PROCESSES) $(ARGS)

test-postgresql: $(DEVELOPMENT)
	@exec $(BIN)/python -m tests.postgres -- $(BIN)/python -m pytest $(PROCESSES) $(ARGS)

# Branches of everything that writes, counts, reads or understands files.
MEASURED = */services/*,*/services.py,*/selectors/*,*/selectors.py,*/scoring.py,*/readers/*
MEASURED := $(MEASURED),matrix/accountability.py,assessments/charts/*,audit/sealing.py
MEASURED := $(MEASURED),evidence/guard.py,evidence/vault.py,evidence/http.py,backups/manifest.py

coverage: $(DEVELOPMENT)
	$(BIN)/python -m pytest -q --ignore tests/browser --ignore tests/test_canaries.py \
		--cov --cov-report= $(PROCESSES) $(ARGS)
	@$(MAKE) --no-print-directory covered

covered:
	$(BIN)/coverage report --include='$(MEASURED)' --skip-covered --show-missing --fail-under=100

# Both take minutes to hours, on either engine.
chaos: export REMIT_REQUIRE := whole
chaos: export REMIT_EDITS := 1000
chaos: export REMIT_KILLS := 100
chaos: $(DEVELOPMENT)
	$(BIN)/python -m pytest -s tests/assessments/test_writers.py $(ARGS)
	$(BIN)/python -m tests.postgres -- $(BIN)/python -m pytest -s tests/assessments/test_writers.py $(ARGS)

load: $(DEVELOPMENT)
	$(BIN)/python -m tests.postgres --durable -- $(BIN)/python -m tests.load
	$(BIN)/python -m tests.load

fuzz: $(DEVELOPMENT)
	$(BIN)/python -m tests.fuzzing.campaign

faults: export REMIT_REQUIRE := whole
faults: export REMIT_FAULTS := 1
faults: $(DEVELOPMENT)
	$(BIN)/python -m pytest tests/faults tests/jobs/test_living.py $(ARGS)
	$(BIN)/python -m tests.postgres -- $(BIN)/python -m pytest tests/faults tests/jobs/test_living.py $(ARGS)

TAMPERED := tests/audit/test_tampering.py tests/audit/test_honest_histories.py
tamper: export REMIT_REQUIRE := whole
tamper: export REMIT_TAMPERINGS := 10000
tamper: $(DEVELOPMENT)
	$(BIN)/python -m pytest -s $(TAMPERED) $(ARGS)
	$(BIN)/python -m tests.postgres -- $(BIN)/python -m pytest -s $(TAMPERED) $(ARGS)

tenants: $(DEVELOPMENT)
	$(BIN)/python -m tests.tenants $(ARGS)
	$(BIN)/python -m tests.postgres -- $(BIN)/python -m tests.tenants $(ARGS)

backups: export REMIT_REQUIRE := whole
backups: export REMIT_BACKUPS ?= 20
backups: export REMIT_BACKUP_ROWS ?= 20000
backups: $(DEVELOPMENT)
	$(BIN)/python -m pytest -n 0 tests/backups/test_under_load.py -k one_moment $(ARGS)
	$(BIN)/python -m tests.postgres -- $(BIN)/python -m pytest -n 0 tests/backups/test_under_load.py -k one_moment $(ARGS)

pack: export REMIT_REQUIRE := whole
pack: export REMIT_PACK_BYTES := 2000000000
pack: $(DEVELOPMENT)
	$(BIN)/python -m pytest tests/assessments/test_packs_served.py -s -k large $(ARGS)

slow: export REMIT_REQUIRE := whole
slow: $(DEVELOPMENT)
	$(BIN)/python -m pytest -q --ignore tests/browser --junitxml .venv/times.xml $(PROCESSES)
	$(BIN)/python -m tests.slow .venv/times.xml

bench: $(DEVELOPMENT)
	@exec $(BIN)/python -m tests.bench

check: export REMIT_REQUIRE := $(if $(REMIT_REQUIRE),$(REMIT_REQUIRE),whole)
check: static test

# The folder is temporary so that checking makes no database and no secrets.
static: $(DEVELOPMENT)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	find templates -name '*.html' -exec $(BIN)/djade --check --target-version 5.2 {} +
	$(BIN)/mypy .
	$(BIN)/lint-imports
	@export REMIT_DATA=$$(mktemp -d) && mkdir $$REMIT_DATA/static && \
	$(BIN)/python manage.py makemigrations --check --dry-run && \
	SITE_URL=https://remit.example ALLOWED_HOSTS=remit.example MAIL_FROM=remit@remit.example \
		EMAIL_URL=smtp+tls://mail.remit.example:587 \
		$(BIN)/python manage.py check --deploy --fail-level WARNING && rm -r $$REMIT_DATA

# MUTATE_SECONDS bounds the time for the mutants of each subject, half an hour unless told.
mutate: $(DEVELOPMENT)
	@exec nice -n 19 $(BIN)/python -m tests.mutation $(ARGS)

audit: $(DEVELOPMENT)
	@$(BIN)/python -m tests.auditing

documents: $(DEVELOPMENT)
	@$(BIN)/python -m tests.documents

keep-release: $(DEVELOPMENT)
	@$(BIN)/python -m tests.releases

image: export REMIT_REQUIRE := whole,pip,postgresql,recipes
image: $(DEVELOPMENT)
	@exec $(BIN)/python -m tests.postgres -- $(BIN)/python -m pytest \
		tests/deploy/test_image.py tests/deploy/test_install.py $(ARGS)

UV_COMPILE = uv pip compile --universal --python-version 3.11 --generate-hashes --no-header

lock:
	$(UV_COMPILE) requirements.in -o requirements.txt
	$(UV_COMPILE) requirements-s3.in -o requirements-s3.txt
	$(UV_COMPILE) requirements-dev.in -o requirements-dev.txt
	$(UV_COMPILE) requirements-uv.in -o requirements-uv.txt
	$(UV_COMPILE) requirements-audit.in -o requirements-audit.txt

messages: $(DEVELOPMENT)
	@$(BIN)/python -m tests.messages

# uv where there is one, else the one pip puts into .venv, else pip alone.
define install
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Remit needs Python 3.11 or newer: make PYTHON=python3.11 ..." >&2; exit 1; }
	@if uv --version >/dev/null 2>&1; then \
		test -x $(BIN)/python || uv venv --quiet --python $(PYTHON) .venv; \
		uv pip install --quiet --python $(BIN)/python --require-hashes $(1); \
	else \
		test -x $(BIN)/python -a -x $(BIN)/pip || $(PYTHON) -m venv --clear .venv || exit 1; \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes \
			-r requirements-uv.txt 2>/dev/null && \
			$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes $(1) || \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes $(1); \
	fi
	@touch $@
endef

$(RUNTIME):
	@echo "Installing what Remit runs on, once."
	$(call install,-r requirements.txt)

$(DEVELOPMENT): $(RUNTIME)
	@echo "Installing what the tests need, once."
	$(call install,-r requirements.txt -r requirements-dev.txt)

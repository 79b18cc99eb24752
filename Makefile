# Two commands: `make report` and `make test`. Both create the environment on first use.
SHOP ?= data/demo
MONTH ?=
LANGUAGE ?=
AS_OF ?=
OUT ?=

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
KNOWN := SHOP MONTH LANGUAGE AS_OF OUT PYTHON
GIVEN := $(foreach override,$(MAKEOVERRIDES),$(firstword $(subst =, ,$(override))))
UNKNOWN := $(filter-out $(KNOWN),$(GIVEN))
ifneq ($(strip $(UNKNOWN)),)
$(error unknown parameter $(UNKNOWN); known are $(KNOWN))
endif

.PHONY: report test lab lock notebooks demo fuzz clean

report: $(READY)
	@$(BIN)/vda report "$(SHOP)" $(if $(MONTH),--month "$(MONTH)") $(if $(AS_OF),--as-of "$(AS_OF)") \
	  $(if $(LANGUAGE),--language "$(LANGUAGE)") $(if $(OUT),--out "$(OUT)")

test: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/sqlfluff lint analysis/sql
	@$(BIN)/vda build data/demo
	@$(BIN)/pytest --numprocesses auto --dist loadfile
	@$(BIN)/pytest --nbval --nbval-current-env notebooks

lab: $(READY)
	@$(BIN)/vda build data/demo
	@$(BIN)/jupyter lab notebooks

# For maintainers -----------------------------------------------------------------------------
notebooks: $(READY) ## run every notebook on the demo shop and keep its outputs
	@$(BIN)/vda build data/demo
	@$(BIN)/python tests/refresh_notebooks.py

demo: $(READY) ## make the synthetic demo shop again
	@$(BIN)/python data/demo/generate.py

fuzz: $(READY) ## read many more mutated files than `make test` does
	@FUZZ=300 $(BIN)/pytest tests/test_fuzz.py

lock: ## resolve requirements.lock again (needs uv)
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-header --extra dev --output-file requirements.lock pyproject.toml

clean:
	@rm -rf .venv

$(READY): requirements.lock pyproject.toml
	@echo "Setting up .venv (first run only, a few minutes) …"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip check --quiet --disable-pip-version-check
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

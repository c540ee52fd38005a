# GridHall. Needs git, make and Python 3.11 or newer, nothing else. `make` alone lists the targets.
# Every target does only what is due. Options for the command behind a target: make demo ARGS="--port 9000".

VENV ?= .venv
BIN = $(VENV)/bin
ARGS ?=
export GRIDHALL_VENV = $(VENV)
export PYTHON

.PHONY: help demo clean-demo test check format bench assets messages translations lock doctor runtime dev

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' Makefile

demo: runtime assets messages ## Start the demo town: database, web and worker; Ctrl-C stops it
	@exec $(BIN)/gridhall demo $(ARGS)

clean-demo: runtime ## Stop the demo and remove its data
	@$(BIN)/gridhall clean-demo --yes $(ARGS)

test: dev assets messages ## Run every test against a throw-away database
	@$(BIN)/pytest -n auto --dist worksteal $(ARGS)

check: dev messages ## Format, lint, types, contracts, templates, translations, migrations, docs
	@$(BIN)/python build_hooks/check.py $(ARGS)

format: dev ## Bring code and templates into their form
	@$(BIN)/python build_hooks/check.py --fix

bench: dev assets messages ## Measure start-up, import, billing and page times
	@$(BIN)/python -m bench $(ARGS)

assets: runtime ## Bring the front-end files (uses npm, or a Node it fetches for the moment)
	@$(BIN)/python build_hooks/build_assets.py

messages: runtime ## Compile the translations
	@$(BIN)/python build_hooks/compile_messages.py

translations: dev ## Collect the texts to translate into the .po files
	@$(BIN)/python build_hooks/messages.py update

lock: dev ## Pin the newest allowed version of every dependency
	@sh build_hooks/lock.sh

doctor: runtime ## Say what is wrong with this installation and how to mend it
	@$(BIN)/gridhall doctor $(ARGS)

runtime:
	@sh build_hooks/environment.sh runtime

dev:
	@sh build_hooks/environment.sh dev

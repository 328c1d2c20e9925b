# The front door. `make demo` and `make test` need nothing but the Swift toolchain and git: they install the rest.
.DEFAULT_GOAL := help
SHELL := /bin/sh

RELEASE := -c release --static-swift-stdlib -Xlinker -s
MARTLET := .build/release/martlet
LANDING := .build/release/landing
# How much the demo loads: small, or full (the sizes of the public datasets).
SCALE := small
# A profiles.yml of yours would be used; the demo wants the embedded server in any case.
DEMO_PROFILES := $(if $(wildcard profiles.yml $(HOME)/.dbt/profiles.yml),--profiles-dir examples/embedded)
SWIFT_FOLDERS := Package.swift Sources Tests

.PHONY: help all setup build release test unit demo acceptance bench lint format resources errors clean

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 18

all: build test ## Build and test

setup: ## Install missing system packages
	@scripts/setup

build: setup ## Debug build
	swift build

release: setup ## Release build: one binary, .build/release/martlet
	swift build $(RELEASE) --product martlet
	@ls -l $(MARTLET) | awk '{ printf "%s: %.1f MB\n", $$NF, $$5 / 1000000 }'

demo: release ## Load the landing files, build the five pipelines on the embedded PostgreSQL, write the docs (SCALE=full: all of them)
	swift build $(RELEASE) --product landing
	@scripts/demo $(SCALE) $(MARTLET) $(LANDING) $(DEMO_PROFILES)

test: setup ## All tests, with a PostgreSQL of their own, and the formatter's check; in CI some tools around dbt as well
	scripts/with-postgres swift test
	$(if $(CI),scripts/acceptance .build/debug/martlet schema parsers shell)
	@$(MAKE) --no-print-directory lint

unit: setup ## Only the tests that need no server
	env -u CI swift test

lint: ## Check the formatting
	swift format lint --strict --recursive $(SWIFT_FOLDERS)

format: ## Format in place
	swift format --in-place --recursive $(SWIFT_FOLDERS)

resources: ## Renew the list of files that are compiled into the binary
	Resources/generate.sh

acceptance: build ## The example project end to end, and the tools around dbt: Airflow, Dagster, OpenLineage, linters, parsers
	scripts/with-postgres Tests/IntegrationTests/example/run .build/debug/martlet
	scripts/acceptance .build/debug/martlet

bench: release ## Time martlet beside dbt-core (needs DBT=/path/to/dbt and a server, see bench/README.md)
	bench/run $(MARTLET)

errors: ## Renew docs/errors.md from the sources
	MARTLET_RECORD=1 swift test --filter ErrorCodesTests

clean: ## Remove what was built; the embedded cluster stays
	rm -rf .build target logs

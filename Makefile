# The only commands anyone types. Each says what it does while it does it; the work itself is in scripts/.
.DEFAULT_GOAL := help
.PHONY: help run test check bench canary pictures sqlx reset clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## build and bring up Lianrong with its demonstration world on http://127.0.0.1:3000
	@scripts/run

test: ## make check, then every test; the last line is "N passed, N failed"
	@scripts/test

check: ## format, clippy (native and wasm), checked queries, tidy, size budget
	@scripts/check

bench: ## measure against pgbench on the private cluster; writes bench/results/latest.json
	@scripts/bench

canary: ## plant known faults and show the named check turning red for each
	@scripts/canary

pictures: ## take the screens that the README shows
	@scripts/pictures

sqlx: ## describe the checked queries anew (services/.sqlx), after a query or a migration changed
	@scripts/sqlx

reset: ## delete the private database; the next make run seeds a new demonstration world
	@scripts/postgres reset

clean: ## delete what was built (not the private database: that is make reset)
	@rm -rf target end2end/node_modules end2end/playwright-report end2end/test-results

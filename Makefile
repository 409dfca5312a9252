# `make` lists what there is to make. `demo` and `test` work on a fresh machine: they install what is missing, and
# say so.

.DEFAULT_GOAL := help
.PHONY: help demo test bench check clean provision

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: provision ## Build redress, play the story of 2021 on it, then serve it until Ctrl-C
	cargo build --locked --release
	cargo run --locked --release --quiet -- demo

test: provision ## Check the format, the lints and all tests
	@tools/test.sh

bench: provision ## Measure
	cargo bench --locked

check: ## Check the format and the lints, without the tests
	cargo fmt --all --check
	cargo clippy --locked --all-targets -- -D warnings

clean: ## Remove what was built
	cargo clean

provision: ## Install what this machine lacks: a C compiler, Postgres
	@tools/provision.sh

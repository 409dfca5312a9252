# `make` lists what there is to make. `demo` and `test` work on a fresh machine: they install what is missing, and
# say so.

.DEFAULT_GOAL := help
.PHONY: help demo test fuzz bench bpmn check clean provision node mail pages oidc virus cxx

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: provision ## Build redress, play the story of 2021 on it, then serve it until Ctrl-C
	cargo build --locked --release
	cargo run --locked --release --quiet -- demo

test: provision node mail pages oidc virus ## Check the format, the lints and all tests
	@tools/test.sh

fuzz: provision cxx ## Let a fuzzer think of what the readers are given (FUZZ_SECONDS=20 for each)
	@tools/fuzz.sh

bench: provision ## Measure
	cargo bench --locked

bpmn: provision node ## Have the tools of other makers read the drawings
	@tests/bpmn/run.sh

check: ## Check the format and the lints, without the tests
	cargo fmt --all --check
	cargo clippy --locked --all-targets -- -D warnings

clean: ## Remove what was built
	cargo clean

provision: ## Install what this machine lacks: a C compiler, Postgres
	@tools/provision.sh

cxx: # Install a C++ compiler, which libFuzzer is built with
	@tools/provision.sh cxx

node: # Install Node, with which the drawings are read; the rest does without
	@tools/provision.sh node

mail: # Install a mail server, and readers of mail and PDF, that letters are tested with
	@tools/provision.sh mail

pages: # Install a browser and axe-core, that pages are tested with
	@tools/provision.sh pages

oidc: # Install the provider of identities that signing in is tested with
	@tools/provision.sh oidc

virus: # Install ClamAV's daemon, that the check for viruses is tested with
	@tools/provision.sh virus

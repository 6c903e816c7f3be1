# Each target installs what it needs and is missing: scripts/setup.sh says what and why.
SHELL := bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help serve build test test-rust test-page lint fmt bless size screenshots clean

# Where `make serve` listens: make serve PORT=9000
PORT ?= 8080

WASM := pkg/ack_adoption_planner_bg.wasm
PAGE := www/dist/index.html
PAGE_SOURCES := $(shell find www/src www/examples www/public -type f) www/index.html www/vite.config.ts www/package-lock.json

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

serve: build ## Build the page and serve it on this machine (PORT=8080)
	cd www && node_modules/.bin/vite preview --port $(PORT)

build: ## Build the WebAssembly into pkg/ and the page into www/dist/
	@scripts/setup.sh node_js wasm
	@$(MAKE) --no-print-directory $(PAGE)

test: ## Run everything: lints, Rust tests, WebAssembly in Node, the page in Chromium
	@scripts/setup.sh rust_lints node_js wasm shell_check browser
	@$(MAKE) --no-print-directory $(PAGE)
	scripts/lint.sh
	cargo test --locked
	CHROMIUM="$$(. scripts/toolchain.sh && find_chromium)" node --test --test-timeout=300000 www/tests/*.test.mjs

test-rust: ## Run the Rust tests only
	@scripts/setup.sh rust node_js
	cargo test --locked

test-page: build ## Run the tests of the WebAssembly and the page only
	@scripts/setup.sh browser
	CHROMIUM="$$(. scripts/toolchain.sh && find_chromium)" node --test --test-timeout=300000 www/tests/*.test.mjs

lint: ## Check format, lints, types and scripts
	@scripts/setup.sh rust_lints node_js wasm shell_check
	@$(MAKE) --no-print-directory $(WASM)
	scripts/lint.sh

fmt: ## Format the Rust and TypeScript code
	@scripts/setup.sh rust_lints node_js
	cargo fmt
	cd www && node_modules/.bin/prettier --log-level warn --write .

bless: ## Write the golden cases anew; read the diff before you commit it
	@scripts/setup.sh rust
	BLESS=1 cargo test --locked --test golden

size: build ## Say how large the page is, gzipped
	@for file in $$(find www/dist -type f | sort); do printf '%9d  %s\n' "$$(gzip -9c "$$file" | wc -c)" "$$file"; done \
	  | awk '{ print; all += $$1 } END { printf "%9d  all of it\n", all }'

screenshots: build ## Take the README's pictures of the page
	@scripts/setup.sh browser
	CHROMIUM="$$(. scripts/toolchain.sh && find_chromium)" node www/tests/screenshots.mjs

clean: ## Remove what was built, the tools in target/ too
	rm -rf target pkg www/dist www/node_modules

$(WASM): Cargo.toml Cargo.lock scripts/wasm.sh scripts/toolchain.sh $(shell find src -type f)
	scripts/wasm.sh

$(PAGE): $(WASM) $(PAGE_SOURCES)
	cd www && node_modules/.bin/vite build --logLevel warn

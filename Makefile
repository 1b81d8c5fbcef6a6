# Helpline: set-up, serve, test. Every target works on a fresh Debian 12 with a Swift toolchain.

SHELL := /bin/bash
# What the system has to have, and why:
#   libsqlite3-dev     the record
#   libstemmer-dev     word stems for the matcher
#   libcurl4-openssl-dev  webhooks and look-ups in shops' systems
#   netcat-openbsd     tests speak to the server as people do
#   openssl            tests make their own certificates
#   zlib1g-dev         web pages are sent compressed
#   python3            tests read exported tables and pages with another program
#   util-linux         tests take descriptors and disk space away (prlimit)
PACKAGES := libsqlite3-dev libstemmer-dev libcurl4-openssl-dev netcat-openbsd openssl zlib1g-dev util-linux python3
SWIFT := swift
BIN = $(shell $(SWIFT) build -c release --show-bin-path)/helpline
INTENTS ?= Intents
DATA ?= Transcripts
LINE ?= 127.0.0.1:2323
WEB ?= 127.0.0.1:8080
# Rounds of each load of the bench; more are steadier.
ROUNDS ?= 3

.PHONY: help setup build serve test browser shots soak bench bench-counts bench-deliveries bench-desk bench-facts conformance evaluate check lint clean

help: ## Shows this list.
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort

setup: ## Installs the Debian packages that are missing.
	@command -v $(SWIFT) >/dev/null || { \
	  echo "There is no 'swift' here. Install the Swift 6.2 toolchain (or later) for Debian 12 from swift.org, then try again."; exit 1; }
	@missing=""; for p in $(PACKAGES); do \
	  dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ]; then \
	  echo "Installing Debian packages that Helpline builds or tests with:$$missing"; \
	  sudo=""; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	  $$sudo apt-get update -qq && $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$missing >/dev/null \
	    || { echo "That did not work. Install by hand:$$missing"; exit 1; }; \
	fi

build: setup ## Builds the server in release mode.
	@$(SWIFT) build -c release --product helpline

serve: build ## Serves the demonstration shops on 127.0.0.1:2323 (line) and 127.0.0.1:8080 (web).
	@exec $(BIN) serve --intents $(INTENTS) --data $(DATA) --line $(LINE) --web $(WEB)

# One test at a time: many speak to servers of their own and have time limits, which a crowded machine would break.
# What failed is said again at the end, where it is seen.
test: setup ## Runs all tests; ends in a few minutes.
	@$(SWIFT) build --build-tests
	@set -o pipefail; $(SWIFT) test --skip-build --no-parallel 2>&1 | tee .build/test.log || { \
	  echo "Failed (all of it: .build/test.log):"; grep -a '✘' .build/test.log | grep -av 'Test run with' | cut -c1-1000; exit 1; }

# A Python of its own for the browser tests; Chromium comes from Debian.
.build/browser/bin/python: Tests/BrowserTests/requirements.txt
	@command -v chromium >/dev/null || { echo "There is no Chromium here: apt-get install chromium, then try again."; exit 1; }
	@python3 -m venv .build/browser && .build/browser/bin/pip -q install -r $< && touch $@

browser: .build/browser/bin/python ## Drives the web pages in a headless Chromium.
	@$(SWIFT) build --product helpline
	@$< -m unittest discover -s Tests/BrowserTests

shots: .build/browser/bin/python ## The same, and keeps pictures of the pages in .shots.
	@$(SWIFT) build --product helpline
	@rm -rf .shots && HELPLINE_SHOTS=.shots $< -m unittest discover -s Tests/BrowserTests && ls .shots

check: build ## Looks for mistakes in the shops' files.
	@$(BIN) check $(INTENTS)

soak: setup ## Long runs: kill -9 rounds, many seeds, 30 minutes under load.
	@HELPLINE_SOAK=1 $(SWIFT) test --filter 'SimulationTests|EndToEndTests|ConformanceTests|AgentDeskTests'

conformance: setup ## The store suite on every store, every failing call.
	@HELPLINE_SOAK=1 $(SWIFT) test --filter ConformanceTests

bench: setup ## Measures the server against a bare echo in the same run; prints a table with ratios.
	@$(SWIFT) build -c release --product helpline
	@$(SWIFT) build -c release --product helpline-bench
	@folder=$$(mktemp -d -p .build); trap 'rm -rf "$$folder"' EXIT; \
	bin=$$($(SWIFT) build -c release --show-bin-path); \
	"$$bin/helpline-bench" run --port 2399 --echo --rounds $(ROUNDS) --idle 10000 --starts 5 --open 100000 \
	  --disk "$$folder" --command \
	  "$$bin/helpline serve --intents $(INTENTS) --data {data} --line 127.0.0.1:2399 --web 127.0.0.1:0 --no-rate-limits"

bench-deliveries: setup ## Measures deliveries: beside wrk, beside hanging endpoints, with a million waiting.
	@$(SWIFT) build -c release --product helpline
	@$(SWIFT) build -c release --product helpline-bench
	@Tests/Benchmarks/deliveries.sh "$$($(SWIFT) build -c release --show-bin-path)"

bench-desk: setup ## Measures routing decisions and the desk's memory for a chat.
	@$(SWIFT) build -c release --product helpline-bench
	@"$$($(SWIFT) build -c release --show-bin-path)/helpline-bench" desk

bench-facts: setup ## Measures loading the shops, a turn with a verdict, searches among 100,000 products.
	@$(SWIFT) build -c release --product helpline-bench
	@"$$($(SWIFT) build -c release --show-bin-path)/helpline-bench" facts --intents $(INTENTS) --data $(DATA)

bench-counts: ## Counts instructions and allocations of a turn's steps; fails where one takes more than it may.
	@$(MAKE) --no-print-directory setup PACKAGES="$(PACKAGES) valgrind binutils"
	@$(SWIFT) build -c release --package-path Tests/Benchmarks --product helpline-counts
	@mkdir -p .build/counts; \
	bin=$$($(SWIFT) build -c release --package-path Tests/Benchmarks --show-bin-path); \
	strip --strip-debug -o .build/counts/helpline-counts "$$bin/helpline-counts"; \
	HELPLINE_INTENTS=$(INTENTS) HELPLINE_COUNTS=.build/counts \
	  .build/counts/helpline-counts check Tests/Benchmarks/thresholds.tsv

evaluate: build ## Measures the matcher on the sets in ../shared/data, where they are.
	@$(BIN) evaluate --all ../shared/data

lint: ## Checks the layout of the sources.
	@$(SWIFT) format lint -s -r Sources Tests Package.swift

clean: ## Removes what was built.
	@rm -rf .build

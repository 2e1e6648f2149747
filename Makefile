# make test is everything: unit, golden, wire and script tests with the race detector, then the real API server in test/e2e.
GO ?= go
TOOLS := $(CURDIR)/bin
export CGO_ENABLED ?= 0

.PHONY: build test unit e2e lint format bench gobench fuzz clean

build:
	$(GO) build -trimpath -ldflags='-s -w' -o bin/kubectl-eni ./cmd/kubectl-eni

test: unit e2e

unit:
	CGO_ENABLED=1 $(GO) test -race -shuffle=on ./...

e2e:
	cd test/e2e && $(GO) run ./cmd/ensure && $(GO) test -shuffle=on ./...

lint: $(TOOLS)/golangci-lint
	$(TOOLS)/golangci-lint run
	cd test/e2e && $(TOOLS)/golangci-lint run --config $(CURDIR)/.golangci.yml

format: $(TOOLS)/golangci-lint
	$(TOOLS)/golangci-lint fmt
	cd test/e2e && $(TOOLS)/golangci-lint fmt --config $(CURDIR)/.golangci.yml

$(TOOLS)/golangci-lint: .ci/tools/go.mod .ci/tools/go.sum
	cd .ci/tools && $(GO) build -o $@ github.com/golangci/golangci-lint/v2/cmd/golangci-lint

# Compares with what a user would run instead, on a real API server and a fake EC2. NODES=5000 for the large cluster.
NODES ?= 1000
bench:
	cd test/e2e && $(GO) run ./cmd/bench --nodes $(NODES)

gobench:
	$(GO) test -run '^$$' -bench . -benchmem ./...

# Each fuzz target for a while.
FUZZTIME ?= 20s
fuzz:
	@for package in $$($(GO) list ./...); do \
		for target in $$($(GO) test -list '^Fuzz' $$package | grep '^Fuzz'); do \
			echo "$$package $$target"; \
			$(GO) test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) $$package || exit 1; \
		done; \
	done

clean:
	rm -rf bin dist test/e2e/.bin

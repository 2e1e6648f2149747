# make test is everything: unit, golden, wire and script tests with the race detector, then the real API server in test/e2e, then the way
# from an archive through krew to a real kubectl in test/release.
GO ?= go
TOOLS := $(CURDIR)/bin
export CGO_ENABLED ?= 0

.PHONY: build test unit e2e packaging release-check snapshot-release krew-manifest release-tools vulnerabilities lint format bench gobench fuzz clean

build:
	$(GO) build -trimpath -ldflags='-s -w' -o bin/kubectl-eni ./cmd/kubectl-eni

test: unit e2e packaging

unit:
	CGO_ENABLED=1 $(GO) test -race -shuffle=on ./...

e2e:
	cd test/e2e && $(GO) run ./cmd/ensure && $(GO) test -shuffle=on ./...

# The krew manifests, goreleaser.yaml and the workflows by their rules, and an installation by krew. Part of make test because krew builds
# in half a minute. goreleaser takes five to build, which a change of the code should not wait for: the archive is packed by the rules
# of goreleaser.yaml here, and by goreleaser in release-check.
packaging:
	cd test/release && $(GO) test -shuffle=on .

# What only goreleaser can show: that it takes its configuration, that two builds have the same checksums, that krew installs what it
# packs. For this platform alone; a job of its own in .github/workflows/ci.yml.
release-check: $(TOOLS)/goreleaser
	$(TOOLS)/goreleaser check
	cd test/release && $(GO) test -count=1 -timeout 30m ./snapshot -run TestSnapshot -goreleaser $(TOOLS)/goreleaser

# A release of all platforms into dist, but for signing, SBOMs and publishing. TAG decides the names: the version of the krew manifest.
# The remote is given for clones without one, of which goreleaser makes version 0.0.0.
TAG ?= $(shell sed -n 's/^  version: //p' plugins/eni.yaml)
REMOTE := GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=remote.origin.url GIT_CONFIG_VALUE_0=https://github.com/kubectl-eni/kubectl-eni.git
snapshot-release: $(TOOLS)/goreleaser
	$(REMOTE) GORELEASER_CURRENT_TAG=$(TAG) $(TOOLS)/goreleaser release --snapshot --clean --skip=sign,sbom --parallelism 1
	cd test/release && $(GO) test -count=1 ./snapshot -run TestAllPlatforms -dist $(CURDIR)/dist

# plugins/eni.yaml and krew-manifest.yaml from the snapshot in dist. A release makes them from its own archives: see docs/releasing.md.
krew-manifest:
	cd test/release && $(GO) run ./cmd/manifest -dist $(CURDIR)/dist -snapshot

lint: $(TOOLS)/golangci-lint
	$(TOOLS)/golangci-lint run
	cd test/e2e && $(TOOLS)/golangci-lint run --config $(CURDIR)/.golangci.yml
	cd test/release && $(TOOLS)/golangci-lint run --config $(CURDIR)/.golangci.yml

format: $(TOOLS)/golangci-lint
	$(TOOLS)/golangci-lint fmt
	cd test/e2e && $(TOOLS)/golangci-lint fmt --config $(CURDIR)/.golangci.yml
	cd test/release && $(TOOLS)/golangci-lint fmt --config $(CURDIR)/.golangci.yml

# Known vulnerabilities in what the plugin calls. It asks vuln.go.dev, so it is no part of make test.
vulnerabilities: $(TOOLS)/govulncheck
	$(TOOLS)/govulncheck ./...

$(TOOLS)/golangci-lint: .ci/tools/go.mod .ci/tools/go.sum
	cd .ci/tools && $(GO) build -o $@ github.com/golangci/golangci-lint/v2/cmd/golangci-lint

$(TOOLS)/govulncheck: .ci/tools/go.mod .ci/tools/go.sum
	cd .ci/tools && $(GO) build -o $@ golang.org/x/vuln/cmd/govulncheck

# The tools of a release, each with the requirements that its authors tested it with.
release-tools: $(TOOLS)/goreleaser $(TOOLS)/syft $(TOOLS)/cosign

$(TOOLS)/goreleaser: .ci/tools/goreleaser/go.mod .ci/tools/goreleaser/go.sum
	cd .ci/tools/goreleaser && $(GO) build -o $@ github.com/goreleaser/goreleaser/v2

$(TOOLS)/syft: .ci/tools/syft/go.mod .ci/tools/syft/go.sum
	cd .ci/tools/syft && $(GO) build -o $@ github.com/anchore/syft/cmd/syft

$(TOOLS)/cosign: .ci/tools/cosign/go.mod .ci/tools/cosign/go.sum
	cd .ci/tools/cosign && $(GO) build -o $@ github.com/sigstore/cosign/v3/cmd/cosign

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

# End-to-end tests and the demo make real hosts on this machine, as root on Linux.
e2e_possible := $(shell [ "$$(uname -s)" = Linux ] && [ "$$(id -u)" = 0 ] && echo 1)

# The programs of the checks have a module of their own: importers of this one don't see them.
tool := go tool -modfile=tools/go.mod

# With the commit's time in the packages, the same commit makes the same files.
goreleaser := SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) go run github.com/goreleaser/goreleaser/v2@v2.15.1

.PHONY: build share test test-fresh lint fmt golden demo e2e explore fuzz vuln site pictures bench figures release release-check release-snapshot

# What the built kamal calls itself. Without git it is what Go knows of the module.
RELEASE ?= $(shell git describe --tags --always --dirty 2>/dev/null)

# One static file.
build:
	CGO_ENABLED=0 go build -trimpath -ldflags="-s -w -X github.com/kamal-go/kamal/kamal/cli.release=$(RELEASE)" -o bin/kamal ./cmd/kamal

# What comes with the program in packages: manual pages and completions, in bin/share. With
# gzip -n the same pages make the same files.
share: build
	rm -rf bin/share && mkdir -p bin/share/completions
	bin/kamal docs --man bin/share/man >/dev/null
	gzip -9n bin/share/man/*
	bin/kamal completion bash >bin/share/completions/kamal.bash
	bin/kamal completion fish >bin/share/completions/kamal.fish
	bin/kamal completion zsh >bin/share/completions/_kamal

# Nothing is taken from the cache: it doesn't know what the hosts and the built command depend on.
# The end-to-end tests take longest, so they begin first.
test:
	KAMAL_E2E=$(e2e_possible) go test -count=1 -timeout=30m $(started_by) ./internal/e2e ./...

# The tests as on a machine without modules: what go says while it gets them for a test is no
# finding. They come from the cache that is there, as far as it has them.
test-fresh:
	cache=$$(mktemp -d) && trap "GOMODCACHE=$$cache go clean -modcache" EXIT && \
	proxy="file://$$(go env GOMODCACHE)/cache/download,$$(go env GOPROXY)" && \
	$(MAKE) test started_by="-exec 'env GOMODCACHE=$$cache GOPROXY=$$proxy'"

lint:
	@unformatted=$$($(tool) gofumpt -l .); [ -z "$$unformatted" ] || { echo "run make fmt:"; echo "$$unformatted"; exit 1; }
	GOOS=linux go vet ./...
	GOOS=darwin go vet ./...
	GOOS=windows go vet ./...
	$(tool) staticcheck -checks all ./...
	go fix -diff ./...

fmt:
	$(tool) gofumpt -l -w .

# Accept what the code does now as the golden files; read the difference before you commit it.
golden:
	go test $$(grep -rl --include='*_test.go' internal/golden . | xargs -r -n1 dirname | sort -u) -update

demo:
	go run ./internal/demo

e2e:
	KAMAL_E2E=1 go test -count=1 -timeout=30m -v ./internal/e2e

# Every combination of operation, command and trouble; make test tries some.
explore:
	KAMAL_EXPLORE=all go test -count=1 -timeout=60m -v -run '^TestExplore' ./kamal/kamaltest

# The site, in bin/site, and a look at it in a browser where one is.
site: build
	go run ./internal/site -kamal bin/kamal -out bin/site
	go test -count=1 ./internal/site

# The pictures of the documents anew: real runs on real hosts. As root on Linux.
pictures:
	go run ./internal/pictures docs/images

# How fast it is: deploys by the program, and the benchmarks of its parts. With
# BENCH_AGAINST=BINARY or a name that git knows, compared with that. It fails where twice
# the work costs more than 2.3 times as much.
bench: build
	go run ./internal/bench $(if $(BENCH_AGAINST),-against '$(BENCH_AGAINST)') bin/kamal

# The table of docs/performance.md anew.
figures: build
	go run ./internal/bench -parts=false bin/kamal

# Tries a release without making one; says what it can't try. It takes minutes.
release-check:
	packaging/check.sh

# Everything that a release consists of, in dist, but for what needs an account.
release-snapshot:
	$(goreleaser) check
	TAP_TOKEN= $(goreleaser) release --snapshot --clean --skip=docker,sign

# Makes a release of the tag that is checked out; the workflow of the same name does so.
release:
	$(goreleaser) release --clean

# How long each fuzz target runs.
FUZZTIME ?= 20s

# Every fuzz target in turn. One that fails leaves its input in testdata/fuzz.
fuzz:
	@set -e; for file in $$(grep -rl --include='*_test.go' '^func Fuzz' .); do \
		for target in $$(sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\)(.*/\1/p' "$$file"); do \
			echo "$$target in $$(dirname "$$file")"; \
			go test -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 1x "$$(dirname "$$file")"; \
		done; \
	done

# Known vulnerabilities, by the database that the Go project publishes as a module.
vuln:
	dir=$$(go mod download -json golang.org/x/vulndb@latest | sed -n 's/.*"Dir": "\(.*\)".*/\1/p'); \
	go run golang.org/x/vuln/cmd/govulncheck@v1.9.0 -db "file://$$dir/data/osv" ./...

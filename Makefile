# condensespec: `make help` lists the targets.

.DEFAULT_GOAL := help
.PHONY: help build run test specs paper debug-digests update ulp bench clean

help: ## List the targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## Build the tool in release.
	swift build --configuration release --product condensespec

run: ## Install what is missing, build, fetch MNIST and run specs/mnist-cnn.yaml.
	bash scripts/run

test: ## Install what is missing, build and run all tests.
	bash scripts/test

specs: build ## Run every spec under specs/ at full size; what is there already is not run again.
	@failed=0; for spec in specs/*.yaml; do .build/release/condensespec run --yes --out results "$$spec" || failed=1; done; exit $$failed

paper: build ## Run every spec under specs/ at full size and write results/paper.html: figures, claims, published beside measured values, times.
	.build/release/condensespec paper --out results --html results/paper.html specs/*.yaml

debug-digests: ## Build the tool with nothing optimized and compare what it computes with the golden digests.
	bash scripts/check-debug-build

update: ## Rewrite generated documents and golden files; read the diff before you commit it.
	CONDENSESPEC_UPDATE=1 bash scripts/test

bench: ## Speed and memory against targets: kernels, trainings, peers. `make bench ARGUMENTS="tanh --peers DIR --python PROGRAM"`.
	swift run --configuration release bench $(ARGUMENTS)

ulp: ## Error of the elementary functions over every float32 (about 3 minutes of CPU).
	swift run --configuration release ulp

clean: ## Remove everything that was built.
	rm -rf .build .build-debug

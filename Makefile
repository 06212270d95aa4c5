# Short names for what one does here. JDK 25 is looked for where Debian keeps JDKs; set JAVA_HOME to say otherwise.
JVM_DIR ?= /usr/lib/jvm
export JAVA_HOME ?= $(lastword $(sort $(wildcard $(JVM_DIR)/*25*)))
# What Maven starts by its name is of the same kind.
export PATH := $(JAVA_HOME)/bin:$(PATH)

.PHONY: help run check test format bench pages relevance relevance-solr search-speed jar

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## start the demo: hub, edges and database in one process
	mvn spring-boot:run

test: ## everything: unit tests, then the whole program with its database
	mvn verify

check: ## the format, without changing anything
	mvn -q spotless:check

format: ## bring the Java code into form
	mvn -q spotless:apply

bench: ## the benchmarks; see benchmarks/README.md
	mvn -q -P benchmarks verify -DskipTests

pages: ## pages of the desk with 100 000 records against a thousand; minutes
	mvn -q -P benchmarks test-compile exec:exec@pages

relevance: ## how well search ranks judged texts; writes benchmarks/relevance/search.md
	mvn -q -P benchmarks test-compile exec:exec@relevance

relevance-solr: ## the same on a SolrCloud too; fails where they differ by more than 0.01
	mvn -q -P benchmarks test-compile exec:exec@relevance -Dengine=solr

search-speed: ## search over 200 000 cases against Lucene alone
	mvn -q -P benchmarks test-compile exec:exec@search-speed

jar: ## target/concord.jar without tests
	mvn -q package -DskipTests

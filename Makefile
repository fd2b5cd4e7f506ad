# One entry for everything; each target can be run alone. Needs root for what mounts or makes namespaces.
MVN := mvn -B -q
JDK25 := $(shell ls -d /usr/lib/jvm/*25* 2>/dev/null | head -n 1)
SIM := $(JDK25)/bin/java -XX:+UseSerialGC -cp core/target/classes:sim/target/classes safekit.sim.Main

BENCH := $(JDK25)/bin/java --enable-native-access=safekit.lab -p lab/target/classes:bench/target/classes \
    -m safekit.bench/safekit.bench.run.Main
BUILT := target/safekit/Application_Modules/demo/notes.safe
ROUNDS := 100

.PHONY: help test unit check format sim dist lab demo bench soak classes clean

help:
	@echo "make test     all tests: unit, then lab"
	@echo "make unit     unit and property tests, simulation, file system, network"
	@echo "make check    format, lint and the fast tests: before each commit"
	@echo "make format   formats the sources"
	@echo "make dist     builds target/safekit, a relocatable installation"
	@echo "make lab      acceptance tests on lab hosts: TEST=MirrorTest for one class"
	@echo "make demo     a cluster of two hosts shows a failover: ARGS=--exit to end by itself"
	@echo "make bench    figures and their baselines: AREA=failover, replication, resync; QUICK=1"
	@echo "make soak     what CI runs small at its full size, hours: SEEDS=200000 ROUNDS=100 OPERATIONS=1000000"
	@echo "make sim      simulation: SEEDS=100000, or SEED=7 to replay one with its trace"

test: unit lab

unit:
	mvn -B test

# Formatting is checked by a formatter that runs inside Maven, so Maven itself runs on JDK 25 here.
check:
	JAVA_HOME=$(JDK25) $(MVN) spotless:check
	$(MVN) test -Dsim.seeds=200

format:
	JAVA_HOME=$(JDK25) $(MVN) spotless:apply

dist:
	packaging/dist

lab: $(BUILT)
	mvn -B -pl lab test -Pacceptance $(if $(TEST),-Dtest=$(TEST))

demo: $(BUILT)
	$(MVN) compile -pl lab
	$(JDK25)/bin/java --enable-native-access=safekit.lab -p lab/target/classes \
	    -m safekit.lab/safekit.lab.demo.Main $(ARGS)

# Only when a source is newer: tests, demo and figures need a tree, not a new one.
$(BUILT): $(shell find core/src/main linux/src/main node/src/main cli/src/main vendor packaging \
    pom.xml -type f -not -path '*/target/*')
	packaging/dist

# An area that cannot be measured is refused before the tree is built.
bench:
	$(MVN) compile -pl bench -am
	$(BENCH) "$(AREA)" --check
	$(MAKE) $(BUILT)
	$(BENCH) "$(AREA)" $(if $(QUICK),--quick) $(if $(ONLY),--only=$(ONLY))

soak: $(BUILT)
	$(MAKE) sim SEEDS=$(or $(SEEDS),200000)
	mvn -B -pl node -am test -Dtest=DifferentialTest -Dsurefire.failIfNoSpecifiedTests=false \
	    -Dfsx.operations=$(or $(OPERATIONS),1000000)
	mvn -B -pl lab test -Pacceptance -Dtest='FaultOn*Test,PostgresTest,SqliteTest,ApplicationsTest' \
	    -Dpostgres.rounds=$(ROUNDS) -Dsqlite.rounds=$(ROUNDS) -Duntar.files=20000 \
	    $(if $(SEED),-Dpower.seed=$(SEED))
	mvn -B -pl lab test -Pacceptance -Dtest='FaultOn*Test' -Dfaults.async=second

classes:
	$(MVN) compile -pl sim -am

sim: classes
	$(SIM) $(if $(SEED),--seed $(SEED),--seeds $(or $(SEEDS),10000))

clean:
	$(MVN) clean

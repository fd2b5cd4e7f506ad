package safekit.lab.acceptance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import safekit.lab.acceptance.PowerOffs.Victims;
import safekit.lab.product.NotesModule;

/**
 * A real database loses no committed transaction by power-offs: two rounds, or as many as the
 * property `postgres.rounds` says.
 */
@EnabledIf(
        value = "isInstalled",
        disabledReason = "PostgreSQL is not installed: apt-get install postgresql")
class PostgresTest extends OnTwoNodes {
    private static final int ROUNDS = Integer.getInteger("postgres.rounds", 2);
    private static final NotesModule MODULE = NotesModule.quick();

    static boolean isInstalled() {
        return Files.isDirectory(Path.of("/usr/lib/postgresql"));
    }

    PostgresTest() {
        super(MODULE);
    }

    @BeforeAll
    void postgres_is_the_application() {
        pair.bothStopped();
        pair.nodes().forEach(Postgres::installOn);
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.DAYS)
    void no_committed_transaction_is_lost_when_both_disks_are_written_first() {
        survives("none", ROUNDS, Victims.PRIMARY, Victims.BOTH, Victims.SECONDARY);
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.DAYS)
    void no_committed_transaction_is_lost_by_one_node_when_the_secondary_writes_later() {
        survives("second", Math.ceilDiv(ROUNDS, 2), Victims.PRIMARY, Victims.SECONDARY);
    }

    /** As many rounds as one likes: each wait of a round has its own deadline. */
    private void survives(String async, int rounds, Victims... victims) {
        pair.bothStopped();
        pair.configure(MODULE.withReplication("async", async));
        pair.paired();
        try (var postgres = new Postgres(pair)) {
            postgres.begin();
            new PowerOffs(pair, postgres).rounds(rounds, List.of(victims));
            postgres.quiesce();
            postgres.nothingIsLost();
            pair.becomesEqual();
        }
    }
}

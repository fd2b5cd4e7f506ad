package safekit.lab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import safekit.lab.product.Node;
import safekit.lab.product.NotesModule;

/**
 * A real database loses no committed transaction when its primary loses power: three times, or as
 * often as the property `postgres.rounds` says.
 */
@EnabledIf(
        value = "isInstalled",
        disabledReason = "PostgreSQL is not installed: apt-get install postgresql")
class PostgresTest extends OnTwoNodes {
    private static final int ROUNDS = Integer.getInteger("postgres.rounds", 3);
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
        pair.configure(MODULE);
    }

    /** As many rounds as one likes: each wait of a round has its own deadline. */
    @Test
    @Timeout(value = 1, unit = TimeUnit.DAYS)
    void no_committed_transaction_is_lost_by_power_offs_of_alternating_primaries() {
        pair.paired();
        try (var postgres = new Postgres(pair)) {
            postgres.begin();
            for (int round = 0; round < ROUNDS; round++) {
                Node primary = round % 2 == 0 ? node1 : node2;
                Node secondary = round % 2 == 0 ? node2 : node1;
                postgres.awaitProgress(PROGRESS);

                primary.host().powerOff();
                secondary.becomes("ALONE Ready");
                postgres.awaitProgress(PROGRESS);
                nothingIsLost(postgres);

                primary.boot();
                primary.start().becomes("SECOND Ready");
                secondary.becomes("PRIM Ready");
            }
            postgres.quiesce();
            nothingIsLost(postgres);
            pair.becomesEqual();
        }
    }

    private static void nothingIsLost(Postgres postgres) {
        assertThat(postgres.lost()).isEmpty();
        assertThat(postgres.lostTransactions()).isZero();
        assertThat(postgres.unreported()).isEmpty();
    }
}

package safekit.lab.acceptance;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import safekit.lab.acceptance.PowerOffs.Victims;
import safekit.lab.product.NotesModule;

/**
 * SQLite loses no committed transaction by power-offs, with the rollback journal and with the
 * write-ahead log: three rounds, or as many as the property `sqlite.rounds` says.
 */
class SqliteTest extends OnTwoNodes {
    private static final int ROUNDS = Integer.getInteger("sqlite.rounds", 3);

    SqliteTest() {
        super(NotesModule.quick());
    }

    /** As many rounds as one likes: each wait of a round has its own deadline. */
    @Test
    @Timeout(value = 1, unit = TimeUnit.DAYS)
    void no_committed_transaction_is_lost_by_power_offs() {
        pair.paired();
        try (var rollback = new Sqlite(pair, "delete");
                var ahead = new Sqlite(pair, "wal")) {
            rollback.begin();
            ahead.begin();
            new PowerOffs(pair, new Both(rollback, ahead))
                    .rounds(ROUNDS, List.of(Victims.PRIMARY, Victims.BOTH, Victims.SECONDARY));
        }
        pair.becomesEqual();
    }

    private record Both(Database one, Database other) implements Database {
        @Override
        public void awaitProgress(Duration deadline) {
            one.awaitProgress(deadline);
            other.awaitProgress(deadline);
        }

        @Override
        public void nothingIsLost() {
            one.nothingIsLost();
            other.nothingIsLost();
        }
    }
}

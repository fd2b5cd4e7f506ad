package safekit.node.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;

/** How much a table keeps: 30 days and 100,000 rows (OPEN 09-8). */
final class Retention {
    private static final long KEPT_MICROS = Duration.ofDays(30).toNanos() / 1000;
    private static final long KEPT_ROWS = 100_000;

    private Retention() {}

    /** Removes what is older or more; the table has the columns id and date. */
    static void apply(Connection connection, String table, long nowMicros) throws SQLException {
        String text =
                "DELETE FROM %s WHERE date < ? OR id <= (SELECT max(id) FROM %s) - ?"
                        .formatted(table, table);
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            statement.setLong(1, nowMicros - KEPT_MICROS);
            statement.setLong(2, KEPT_ROWS);
            statement.executeUpdate();
        }
    }
}

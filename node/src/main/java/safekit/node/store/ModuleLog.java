package safekit.node.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import safekit.core.message.Level;
import safekit.core.message.LogLine;

/** The log of one module (spec 09 section 1). Thread-safe; writing returns at once. */
public final class ModuleLog implements AutoCloseable {
    private static final List<String> SCHEMA =
            List.of(
                    "CREATE TABLE IF NOT EXISTS log(id INTEGER PRIMARY KEY AUTOINCREMENT,"
                            + " date INTEGER NOT NULL, level TEXT NOT NULL, origin TEXT NOT NULL,"
                            + " key INTEGER NOT NULL, text TEXT NOT NULL, cause INTEGER NOT NULL)");
    private static final String COLUMNS = "id, date, level, origin, key, text, cause";
    private static final String NORMAL = "level IN ('C','E','U','S')";

    private final Database database;

    /** Opens the log for writing. A file that cannot be written costs lines, never more. */
    public ModuleLog(Path file) {
        database =
                Database.open(
                        file,
                        SCHEMA,
                        connection -> Retention.apply(connection, "log", Dates.nowMicros()));
    }

    /** Writes a line with the date of now. */
    public void write(LogLine line, long cause) {
        long date = Dates.nowMicros();
        database.offer(connection -> insert(connection, date, line, cause));
    }

    /** Lines that were lost. */
    public long dropped() {
        return database.dropped();
    }

    /** Waits until what was written before is in the file. */
    public boolean flush(long timeoutMillis) {
        return database.flush(timeoutMillis);
    }

    @Override
    public void close() {
        database.close();
    }

    /** The last lines, oldest first. */
    public static List<LogEntry> last(Path file, int count, boolean verbose) throws SQLException {
        String text =
                "SELECT %s FROM log %s ORDER BY id DESC LIMIT ?"
                        .formatted(COLUMNS, verbose ? "" : "WHERE " + NORMAL);
        return query(file, text, count).reversed();
    }

    /** Lines that came after this one, oldest first; at most 1000. Call it again to follow. */
    public static List<LogEntry> after(Path file, long id, boolean verbose) throws SQLException {
        String text =
                "SELECT %s FROM log WHERE id > ? %s ORDER BY id LIMIT 1000"
                        .formatted(COLUMNS, verbose ? "" : "AND " + NORMAL);
        return query(file, text, id);
    }

    private static void insert(Connection connection, long date, LogLine line, long cause)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "INSERT INTO log(date, level, origin, key, text, cause)"
                                + " VALUES(?, ?, ?, ?, ?, ?)")) {
            statement.setLong(1, date);
            statement.setString(2, line.level().name());
            statement.setString(3, line.origin());
            statement.setInt(4, line.key());
            statement.setString(5, line.text());
            statement.setLong(6, cause);
            statement.executeUpdate();
        }
    }

    private static List<LogEntry> query(Path file, String text, long number) throws SQLException {
        var entries = new ArrayList<LogEntry>();
        try (Connection connection = Database.read(file);
                PreparedStatement statement = connection.prepareStatement(text)) {
            statement.setLong(1, number);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    entries.add(entry(rows));
                }
            }
        }
        return entries;
    }

    private static LogEntry entry(ResultSet row) throws SQLException {
        var line =
                new LogLine(
                        Level.valueOf(row.getString(3)),
                        row.getString(4),
                        row.getInt(5),
                        row.getString(6));
        return new LogEntry(row.getLong(1), row.getLong(2), line, row.getLong(7));
    }
}

package safekit.node.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Resources of a module, or of the node, with their history (spec 09 section 6). Thread-safe;
 * writing returns at once.
 */
public final class ResourceStore implements AutoCloseable {
    private static final List<String> SCHEMA =
            List.of(
                    "CREATE TABLE IF NOT EXISTS resource(name TEXT PRIMARY KEY,"
                            + " value TEXT NOT NULL, date INTEGER NOT NULL, setter TEXT NOT NULL)",
                    "CREATE TABLE IF NOT EXISTS history(id INTEGER PRIMARY KEY AUTOINCREMENT,"
                            + " name TEXT NOT NULL, value TEXT NOT NULL, date INTEGER NOT NULL,"
                            + " setter TEXT NOT NULL)",
                    "CREATE INDEX IF NOT EXISTS history_name ON history(name, id)");

    private final Database database;

    /**
     * One assignment.
     *
     * @param dateMicros microseconds since 1970
     * @param by who assigned it
     */
    public record Assignment(String name, String value, long dateMicros, String by) {}

    /** Opens the store for writing. A file that cannot be written costs values, never more. */
    public ResourceStore(Path file) {
        database =
                Database.open(
                        file,
                        SCHEMA,
                        connection -> Retention.apply(connection, "history", Dates.nowMicros()));
    }

    /** Stores an assignment as the current value and in the history. */
    public void put(Assignment assignment) {
        database.offer(
                connection -> {
                    insert(connection, "INSERT OR REPLACE INTO resource", assignment);
                    insert(connection, "INSERT INTO history", assignment);
                });
    }

    /** Removes all resources of the run before; their history stays. */
    public void clear() {
        database.offer(
                connection -> {
                    try (PreparedStatement statement =
                            connection.prepareStatement("DELETE FROM resource")) {
                        statement.executeUpdate();
                    }
                });
    }

    /** Removes a resource; its history stays. */
    public void remove(String name) {
        database.offer(
                connection -> {
                    try (PreparedStatement statement =
                            connection.prepareStatement("DELETE FROM resource WHERE name = ?")) {
                        statement.setString(1, name);
                        statement.executeUpdate();
                    }
                });
    }

    /** Waits until what was put before is in the file. */
    public boolean flush(long timeoutMillis) {
        return database.flush(timeoutMillis);
    }

    @Override
    public void close() {
        database.close();
    }

    /** All current values by name. */
    public static List<Assignment> current(Path file) throws SQLException {
        return query(
                file,
                "SELECT name, value, date, setter FROM resource WHERE ?='' ORDER BY name",
                "");
    }

    /** What one resource was, oldest first. */
    public static List<Assignment> history(Path file, String name) throws SQLException {
        return query(
                file,
                "SELECT name, value, date, setter FROM history WHERE name=? ORDER BY id",
                name);
    }

    private static void insert(Connection connection, String into, Assignment assignment)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        into + "(name, value, date, setter) VALUES(?, ?, ?, ?)")) {
            statement.setString(1, assignment.name());
            statement.setString(2, assignment.value());
            statement.setLong(3, assignment.dateMicros());
            statement.setString(4, assignment.by());
            statement.executeUpdate();
        }
    }

    private static List<Assignment> query(Path file, String text, String parameter)
            throws SQLException {
        var all = new ArrayList<Assignment>();
        try (Connection connection = Database.read(file);
                PreparedStatement statement = connection.prepareStatement(text)) {
            statement.setString(1, parameter);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    all.add(
                            new Assignment(
                                    rows.getString(1),
                                    rows.getString(2),
                                    rows.getLong(3),
                                    rows.getString(4)));
                }
            }
        }
        return all;
    }
}

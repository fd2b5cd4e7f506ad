package safekit.node.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import safekit.core.message.CommandLogLine;

/** The commands of the node that change something (spec 09 section 5). Thread-safe. */
public final class CommandLog implements AutoCloseable {
    private static final List<String> SCHEMA =
            List.of(
                    "CREATE TABLE IF NOT EXISTS command(id INTEGER PRIMARY KEY AUTOINCREMENT,"
                            + " date INTEGER NOT NULL, type TEXT NOT NULL, module TEXT NOT NULL,"
                            + " pid INTEGER NOT NULL, phase TEXT NOT NULL, text TEXT NOT NULL)");

    private final Database database;

    /**
     * A stored line.
     *
     * @param id grows from line to line
     * @param dateMicros microseconds since 1970
     */
    public record Entry(long id, long dateMicros, CommandLogLine line) {
        /** The text line of spec 09 section 5. */
        public String print() {
            return line.print(Dates.local(dateMicros));
        }
    }

    /** Opens the log for writing. A file that cannot be written costs lines, never more. */
    public CommandLog(Path file) {
        database =
                Database.open(
                        file,
                        SCHEMA,
                        connection -> Retention.apply(connection, "command", Dates.nowMicros()));
    }

    /** Writes a line with the date of now. */
    public void write(CommandLogLine line) {
        long date = Dates.nowMicros();
        database.offer(connection -> insert(connection, date, line));
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
    public static List<Entry> last(Path file, int count) throws SQLException {
        var entries = new ArrayList<Entry>();
        try (Connection connection = Database.read(file);
                PreparedStatement statement =
                        connection.prepareStatement(
                                "SELECT id, date, type, module, pid, phase, text FROM command"
                                        + " ORDER BY id DESC LIMIT ?")) {
            statement.setInt(1, count);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    entries.add(entry(row));
                }
            }
        }
        return entries.reversed();
    }

    private static Entry entry(ResultSet row) throws SQLException {
        var line =
                new CommandLogLine(
                        row.getString(3),
                        row.getString(4),
                        row.getLong(5),
                        row.getString(6),
                        row.getString(7));
        return new Entry(row.getLong(1), row.getLong(2), line);
    }

    private static void insert(Connection connection, long date, CommandLogLine line)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "INSERT INTO command(date, type, module, pid, phase, text)"
                                + " VALUES(?, ?, ?, ?, ?, ?)")) {
            statement.setLong(1, date);
            statement.setString(2, line.type());
            statement.setString(3, line.module());
            statement.setLong(4, line.pid());
            statement.setString(5, line.phase());
            statement.setString(6, line.text());
            statement.executeUpdate();
        }
    }
}

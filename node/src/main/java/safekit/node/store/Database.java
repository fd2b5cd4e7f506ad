package safekit.node.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * One SQLite file in WAL mode with one writing thread. A change that finds the queue full, or that
 * the database refuses, is lost and counted; a corrupt file is put aside as {@code *.corrupt} and
 * begun anew. Thread-safe.
 */
final class Database implements AutoCloseable {
    /** Changes that wait at most; more are lost. */
    static final int QUEUE = 10_000;

    private static final int BATCH = 500;
    private static final long HOUR_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final long RETRY_MILLIS = 1000;

    private final Path file;
    private final List<String> schema;
    private final Cleaning cleaning;
    private final ArrayBlockingQueue<Change> queue = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicLong dropped = new AtomicLong();
    private final Thread writer;
    private volatile boolean closing;
    private @Nullable Connection connection;
    private long cleanedAt;

    /** A change that the writing thread applies. */
    interface Change {
        /** Applies it inside a transaction. */
        void apply(Connection connection) throws SQLException;
    }

    /** Removes what is too old or too much; once an hour while the database is open. */
    interface Cleaning extends Change {}

    /** Who waits for what came before. */
    private record Mark(CountDownLatch reached) implements Change {
        @Override
        public void apply(Connection connection) {}
    }

    private Database(Path file, List<String> schema, Cleaning cleaning) {
        this.file = file;
        this.schema = schema;
        this.cleaning = cleaning;
        cleanedAt = System.nanoTime() - HOUR_NANOS;
        writer = Thread.ofPlatform().daemon().name("store " + file.getFileName()).start(this::run);
    }

    /** Opens the file for writing; never fails, what cannot be written is lost and counted. */
    static Database open(Path file, List<String> schema, Cleaning cleaning) {
        return new Database(file, schema, cleaning);
    }

    /** A connection for reading. The file must exist. */
    static Connection read(Path file) throws SQLException {
        if (Files.notExists(file)) {
            throw new SQLException(file + " does not exist");
        }
        var config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(2000);
        return config.createConnection("jdbc:sqlite:" + file);
    }

    /** Queues a change; returns at once. */
    public void offer(Change change) {
        if (closing || !queue.offer(change)) {
            dropped.incrementAndGet();
        }
    }

    /** How many changes were lost. */
    public long dropped() {
        return dropped.get();
    }

    /** Waits until what was offered before is written or lost; false when it takes longer. */
    public boolean flush(long timeoutMillis) {
        var mark = new Mark(new CountDownLatch(1));
        try {
            boolean queued = queue.offer(mark, timeoutMillis, TimeUnit.MILLISECONDS);
            return queued && mark.reached.await(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Writes what is queued, at most two seconds long. */
    @Override
    public void close() {
        boolean written = flush(2000);
        closing = true;
        writer.interrupt();
        if (written) {
            joinWriter();
        }
    }

    private void joinWriter() {
        try {
            writer.join(2000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        var batch = new ArrayList<Change>();
        while (!closing) {
            try {
                batch.add(queue.take());
                queue.drainTo(batch, BATCH - 1);
                write(batch);
                reached(batch);
            } catch (InterruptedException e) {
                break;
            }
            batch.clear();
        }
        disconnect();
    }

    private static void reached(List<Change> batch) {
        for (Change change : batch) {
            if (change instanceof Mark mark) {
                mark.reached.countDown();
            }
        }
    }

    private void write(List<Change> batch) throws InterruptedException {
        try {
            apply(batch);
        } catch (SQLException e) {
            disconnect();
            if (corrupt(e) && putAside()) {
                again(batch);
            } else {
                lost(batch);
            }
        }
    }

    private void again(List<Change> batch) throws InterruptedException {
        try {
            apply(batch);
        } catch (SQLException e) {
            disconnect();
            lost(batch);
        }
    }

    private void lost(List<Change> batch) throws InterruptedException {
        dropped.addAndGet(batch.stream().filter(change -> !(change instanceof Mark)).count());
        reached(batch);
        if (queue.isEmpty() && !closing) {
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        }
    }

    private void apply(List<Change> batch) throws SQLException {
        Connection open = connected();
        open.setAutoCommit(false);
        for (Change change : batch) {
            change.apply(open);
        }
        if (System.nanoTime() - cleanedAt >= HOUR_NANOS) {
            cleanedAt = System.nanoTime();
            cleaning.apply(open);
        }
        open.commit();
    }

    private Connection connected() throws SQLException {
        Connection open = connection;
        if (open == null) {
            var config = new SQLiteConfig();
            config.setJournalMode(SQLiteConfig.JournalMode.WAL);
            config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
            config.setBusyTimeout(5000);
            open = config.createConnection("jdbc:sqlite:" + file);
            connection = open;
            try (Statement statement = open.createStatement()) {
                for (String line : schema) {
                    statement.execute(line);
                }
            }
        }
        return open;
    }

    private void disconnect() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                dropped.incrementAndGet();
            }
        }
    }

    private static boolean corrupt(SQLException e) {
        return e instanceof SQLiteException known
                && (known.getResultCode() == SQLiteErrorCode.SQLITE_NOTADB
                        || known.getResultCode() == SQLiteErrorCode.SQLITE_CORRUPT);
    }

    private boolean putAside() {
        try {
            Files.move(
                    file,
                    file.resolveSibling(file.getFileName() + ".corrupt"),
                    StandardCopyOption.REPLACE_EXISTING);
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + "-wal"));
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + "-shm"));
            return true;
        } catch (NoSuchFileException gone) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}

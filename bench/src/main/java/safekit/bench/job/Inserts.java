package safekit.bench.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Transactions of one inserted row, by sqlite3(1) with synchronous=FULL; per second. */
final class Inserts implements Job {
    private static final int ROWS_OF_A_SECOND = 400;

    private final int rows;

    Inserts(Scale scale) {
        rows = ROWS_OF_A_SECOND * scale.sliceMillis() / 1000;
    }

    @Override
    public void prepare(Path directory) {}

    @Override
    public void turn(Path directory, Samples samples) throws IOException, InterruptedException {
        samples.add("sqlite_wal", insert(directory, "wal"));
        samples.add("sqlite_delete", insert(directory, "delete"));
    }

    private double insert(Path directory, String journal) throws IOException, InterruptedException {
        Path database = directory.resolve(journal + ".db");
        String pragmas = "PRAGMA journal_mode=" + journal + ";PRAGMA synchronous=FULL;\n";
        var text = new StringBuilder(pragmas);
        text.append("create table if not exists t(a integer primary key, b text);\n");
        for (int i = 0; i < rows; i++) {
            text.append("insert into t(b) values('a row of the benchmark, number " + i + "');\n");
        }
        long begin = System.nanoTime();
        Commands.feed(text.toString(), "sqlite3", database.toString());
        return rows / ((System.nanoTime() - begin) / 1e9);
    }

    @Override
    public void clean(Path directory) throws IOException {
        for (String name : new String[] {"wal.db", "wal.db-wal", "wal.db-shm", "delete.db"}) {
            Files.deleteIfExists(directory.resolve(name));
        }
    }

    @Override
    public boolean warmsUp() {
        return false;
    }
}

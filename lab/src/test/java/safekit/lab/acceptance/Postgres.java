package safekit.lab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import safekit.lab.host.Await;
import safekit.lab.host.Outcome;
import safekit.lab.product.Node;
import safekit.lab.product.Pair;

/**
 * PostgreSQL as the application of the pair, and a client that inserts numbered promises beside a
 * pgbench load, both through the virtual address.
 */
final class Postgres implements Database, AutoCloseable {
    private static final Duration QUERY = Duration.ofSeconds(4);

    /** A pgbench whose server vanishes notices it by itself, long before this. */
    private static final Duration RUN = Duration.ofSeconds(60);

    private static final String NOTICES =
            " connect_timeout=3 tcp_user_timeout=20000"
                    + " keepalives_idle=2 keepalives_interval=1 keepalives_count=20";

    /** Exit code of a pgbench that failed before its first transaction. */
    private static final int NOT_BEGUN = 1;

    private static final Pattern PROCESSED =
            Pattern.compile("number of transactions actually processed: (\\d+)");

    private static final String START =
            """
            #!/bin/sh
            PATH=$PATH:$(ls -d /usr/lib/postgresql/*/bin | tail -1)
            data=$NOTES_DIRECTORY/pg
            if [ ! -e $data/PG_VERSION ]; then
              install -d -o postgres -m 700 $data
              su postgres -c "$(which initdb) -D $data -A trust" || exit 1
              echo 'host all all 0.0.0.0/0 trust' >>$data/pg_hba.conf
            fi
            rm -f $data/postmaster.pid
            settings="-c listen_addresses=* -c unix_socket_directories=/tmp -c autovacuum=off"
            su postgres -c "$(which pg_ctl) -D $data -l /tmp/postgres.log -o '$settings' -w start" \\
              || "$SAFE/safekit" stop -i start_prim
            """;

    private static final String STOP =
            """
            #!/bin/sh
            PATH=$PATH:$(ls -d /usr/lib/postgresql/*/bin | tail -1)
            mode=fast
            [ "$1" = force ] && mode=immediate
            su postgres -c "$(which pg_ctl) -D $NOTES_DIRECTORY/pg -m $mode -w stop" || true
            """;

    private final Pair pair;
    private final Promises promises =
            new Promises(
                    number -> query("insert into promises values (" + number + ")").succeeded());
    private final AtomicLong acknowledged = new AtomicLong();
    private final List<String> unreported = new CopyOnWriteArrayList<>();
    private final Thread load = new Thread(this::load, "pgbench");
    private volatile boolean stopping;

    Postgres(Pair pair) {
        this.pair = pair;
    }

    /** Replaces the scripts of the module, which must be stopped and configured afterwards. */
    static void installOn(Node node) {
        node.script("start_prim", START);
        node.script("stop_prim", STOP);
    }

    /** Makes the tables and starts both loads. */
    void begin() {
        query("drop table if exists promises; create table promises (number int primary key)")
                .orThrow();
        client(
                        Duration.ofMinutes(1),
                        "pgbench",
                        "-i",
                        "-q",
                        "-h",
                        address(),
                        "-U",
                        "postgres",
                        "postgres")
                .orThrow();
        promises.begin();
        load.start();
    }

    @Override
    public void awaitProgress(Duration deadline) {
        long processed = acknowledged.get();
        promises.awaitProgress(deadline);
        Await.until(
                "transactions of pgbench are committed",
                deadline,
                () -> acknowledged.get() > processed);
    }

    /**
     * How many of the transactions that pgbench was acknowledged until now are missing: each leaves
     * a row in its history, which -n keeps.
     */
    private long lostTransactions() {
        long promisedRows = acknowledged.get();
        String rows = query("select count(*) from pgbench_history").orThrow().out().strip();
        return Math.max(0, promisedRows - Long.parseLong(rows));
    }

    @Override
    public void nothingIsLost() {
        assertThat(lost()).isEmpty();
        assertThat(lostTransactions()).isZero();
        assertThat(unreported)
                .as("runs of pgbench that did not tell what was acknowledged")
                .isEmpty();
    }

    /** The promises of until now that the database does not hold now. */
    private Set<Integer> lost() {
        Set<Integer> lost = promises.acknowledged();
        query("select number from promises")
                .orThrow()
                .out()
                .lines()
                .map(Integer::valueOf)
                .forEach(lost::remove);
        return lost;
    }

    /** Ends both loads and writes everything to the disks. */
    void quiesce() {
        close();
        query("checkpoint").orThrow();
    }

    @Override
    public void close() {
        stopping = true;
        promises.close();
        try {
            load.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Short runs, because pgbench gives up when its connections break. It then tells what was
     * acknowledged until that, and nothing at all when it could not connect.
     */
    private void load() {
        String server = "host=" + address() + " user=postgres dbname=postgres" + NOTICES;
        while (!stopping) {
            Outcome run = client(RUN, "pgbench", "-n", "-c", "2", "-T", "5", server);
            Matcher processed = PROCESSED.matcher(run.out());
            if (processed.find()) {
                acknowledged.addAndGet(Long.parseLong(processed.group(1)));
            } else if (run.exit() != NOT_BEGUN) {
                unreported.add(run.toString());
            }
        }
    }

    private Outcome query(String text) {
        return client(QUERY, "psql", "-h", address(), "-U", "postgres", "-qAtc", text, "postgres");
    }

    private Outcome client(Duration deadline, String... command) {
        return pair.lab().client().network().exec(deadline, command);
    }

    private String address() {
        return pair.virtualAddress();
    }
}

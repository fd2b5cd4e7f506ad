package safekit.lab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import safekit.lab.host.Outcome;
import safekit.lab.product.Node;
import safekit.lab.product.Pair;

/**
 * MariaDB as the application of the pair, and a client that inserts numbered promises through the
 * virtual address.
 */
final class MariaDb implements Database, AutoCloseable {
    private static final Duration QUERY = Duration.ofSeconds(4);

    private static final String START =
            """
            #!/bin/sh
            data=$NOTES_DIRECTORY/maria
            small="--innodb-log-file-size=8M --innodb-buffer-pool-size=16M"
            files="--socket=/tmp/maria.sock --pid-file=/tmp/maria.pid"
            if [ ! -e $data/ready ]; then
              install -d -o mysql -m 700 $data
              mariadb-install-db --no-defaults --user=mysql --datadir=$data $small || exit 1
              touch $data/ready
            fi
            setsid mariadbd --no-defaults --user=mysql --datadir=$data $small $files \
              --skip-name-resolve >/tmp/maria.log 2>&1 </dev/null &
            user="create user if not exists lab@'%'; grant all on *.* to lab@'%';"
            for try in $(seq 200); do
              mariadb --no-defaults -S /tmp/maria.sock -e "$user create database if not exists lab" \
                && exit 0
              sleep 0.1
            done
            "$SAFE/safekit" stop -i start_prim
            """;

    private static final String STOP =
            """
            #!/bin/sh
            pid=$(cat /tmp/maria.pid) || exit 0
            [ "$1" = force ] && kill -KILL $pid || kill $pid
            while [ -e /proc/$pid ]; do sleep 0.1; done
            """;

    private final Pair pair;
    private final Promises promises =
            new Promises(
                    number -> query("insert into promises values (" + number + ")").succeeded());

    MariaDb(Pair pair) {
        this.pair = pair;
    }

    static boolean isInstalled() {
        return Files.isExecutable(Path.of("/usr/sbin/mariadbd"));
    }

    /** Replaces the scripts of the module, which must be stopped and configured afterwards. */
    static void installOn(Node node) {
        node.script("start_prim", START);
        node.script("stop_prim", STOP);
    }

    /** Makes the table and starts the load. */
    void begin() {
        query("create table promises (number int primary key) engine=innodb").orThrow();
        promises.begin();
    }

    @Override
    public void awaitProgress(Duration deadline) {
        promises.awaitProgress(deadline);
    }

    @Override
    public void nothingIsLost() {
        Set<Integer> lost = promises.acknowledged();
        query("select number from promises")
                .orThrow()
                .out()
                .lines()
                .map(Integer::valueOf)
                .forEach(lost::remove);
        assertThat(lost).isEmpty();
        assertThat(query("check table promises extended").out()).contains("\tOK");
    }

    @Override
    public void close() {
        promises.close();
    }

    private Outcome query(String text) {
        return pair.lab()
                .client()
                .network()
                .exec(
                        QUERY,
                        "mariadb",
                        "--no-defaults",
                        "--connect-timeout=3",
                        "-h",
                        pair.virtualAddress(),
                        "-ulab",
                        "-BNe",
                        text,
                        "lab");
    }
}

package safekit.lab.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import safekit.lab.acceptance.PowerOffs.Victims;
import safekit.lab.host.Outcome;
import safekit.lab.product.Node;
import safekit.lab.product.NotesModule;

/** Programs that use a file system in their own ways work in the replicated directory. */
class ApplicationsTest extends OnTwoNodes {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final NotesModule MODULE = NotesModule.quick();
    private static final int FILES = Integer.getInteger("untar.files", 1_000);
    private static final int FILES_IN_DIRECTORY = 100;
    private static final int FILE_BYTES = 8000;

    private static final String REPOSITORY =
            """
            set -e
            export HOME=/tmp
            git config --global user.name lab
            git config --global user.email lab@localhost
            git config --global --add safe.directory '*'
            git init -q source
            cd source
            for commit in $(seq 60); do
              mkdir -p part$((commit % 7))
              seq $((commit * 50)) >part$((commit % 7))/numbers
              head -c 20000 /dev/urandom >part$((commit % 7))/random$((commit % 5))
              git add -A
              git commit -q -m "commit $commit"
            done
            """;

    private static final String CLONE =
            """
            set -e
            export HOME=/tmp
            git clone -q --no-local source replicated/clone
            cd replicated/clone
            git checkout -q -b work
            for commit in $(seq 20); do
              echo $commit >new$commit
              git add new$commit
              git commit -q -m "work $commit"
            done
            git rebase -q --onto HEAD~10 HEAD~5 work
            git gc -q --prune=now
            git fsck --strict --full
            git status --porcelain
            """;

    ApplicationsTest() {
        super(MODULE);
    }

    static boolean hasMariaDb() {
        return MariaDb.isInstalled();
    }

    @Test
    @EnabledIf(
            value = "hasMariaDb",
            disabledReason = "MariaDB is not installed: apt-get install mariadb-server")
    void mariadb_goes_on_after_a_failover() {
        pair.bothStopped();
        pair.nodes().forEach(MariaDb::installOn);
        pair.configure(MODULE);
        pair.paired();
        try (var mariadb = new MariaDb(pair)) {
            mariadb.begin();
            new PowerOffs(pair, mariadb).rounds(1, List.of(Victims.PRIMARY));
        }
        pair.primary().order("swap");
        pair.converges();
        pair.becomesEqual();
    }

    @Test
    void git_clones_commits_collects_and_finds_nothing_wrong() {
        pair.paired();
        run(node1, REPOSITORY).orThrow();
        Outcome cloned = run(node1, CLONE).orThrow();
        assertThat(cloned.out()).isEmpty();
        pair.becomesEqual();
        Outcome there =
                run(node2, "git -c safe.directory='*' -C replicated/clone fsck --strict --full");
        assertThat(there.exit()).isZero();
        assertThat(there.out()).isEmpty();
        assertThat(head(node2)).isEqualTo(head(node1)).isNotEmpty();
    }

    private static String head(Node node) {
        return run(node, "git -c safe.directory='*' -C replicated/clone rev-parse work")
                .orThrow()
                .out();
    }

    /** The ratio is printed; `untar.files` says how many files. */
    @Test
    void a_tree_of_many_files_unpacks() throws IOException {
        pair.paired();
        makeTree(node1.host().path(node1.host().disk().resolve("tree")));
        run(node1, "tar cf tree.tar tree && rm -r tree && mkdir plain && sync -f .").orThrow();
        double plain = seconds("tar xf tree.tar -C plain");
        double replicated = seconds("tar xf tree.tar -C replicated");
        System.out.printf(
                "untar of %d files: %.1f s in the plain directory, %.1f s replicated, ratio %.1f%n",
                FILES, plain, replicated, replicated / plain);
        run(node1, "diff -r plain/tree replicated/tree").orThrow();
        pair.becomesEqual();
    }

    private double seconds(String line) {
        long start = System.nanoTime();
        run(node1, line).orThrow();
        return (System.nanoTime() - start) / 1e9;
    }

    private static void makeTree(Path root) throws IOException {
        var random = new Random(FILES);
        for (int file = 0; file < FILES; file++) {
            Path directory = root.resolve("directory" + file / FILES_IN_DIRECTORY);
            if (file % FILES_IN_DIRECTORY == 0) {
                Files.createDirectories(directory);
            }
            byte[] content = new byte[random.nextInt(FILE_BYTES)];
            random.nextBytes(content);
            Files.write(directory.resolve("file" + file), content);
        }
    }

    private static Outcome run(Node node, String script) {
        return node.host().exec(LONG, "sh", "-c", script);
    }
}

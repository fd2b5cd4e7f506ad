package safekit.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import org.junit.jupiter.api.Test;
import safekit.core.generation.Meeting;

/**
 * Everything that an application can do, at random, in the mount and in a plain directory: the same
 * results, and at checkpoints the same trees: mount, plain directory, the directory below the mount
 * and the secondary's. In between the secondary dies, the primary dies in the middle of a call, or
 * the secondary takes over: what was answered is there, and a call that was not answered was made
 * or not.
 *
 * <p>{@code -Dfsx.operations} says how many operations (4,000; make soak: 1,000,000), {@code
 * -Dfsx.seed} repeats a run: what is done, and between which operations which fault comes; at which
 * call within it, the machine decides.
 */
class DifferentialTest {
    private static final int CHUNK = 500;
    private static final int OPERATIONS = Integer.getInteger("fsx.operations", 4_000);

    private final long seed = Long.getLong("fsx.seed", System.nanoTime() % 1_000_000);
    private final Random random = new Random(seed);

    @Test
    void mount_plain_directory_lower_directory_and_secondary_are_the_same() throws Exception {
        System.out.println("differential test: -Dfsx.seed=" + seed);
        var options = seed % 2 == 0 ? Host.Options.RECEIPT : Host.Options.DISK;
        try (var pair = new Pair(options);
                var tester = new Differential(seed)) {
            Path base = pair.base;
            Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwxr-xr-x"));
            Path plain = Files.createDirectory(base.resolve("plain"));
            try (var _ = new Bind(base, 0);
                    var _ = new Bind(base, 1)) {
                pair.alone();
                tester.ask("roots " + pair.primary.directory + " " + plain);
                tester.ask("run " + CHUNK);
                pair.copy(Meeting.Copy.EVERYTHING);
                for (int done = CHUNK; done < OPERATIONS; done += CHUNK) {
                    act(pair, tester, plain);
                    assertSame(pair, tester);
                }
                tester.ask("close");
                assertSame(pair, tester);
            }
        } catch (AssertionError failed) {
            throw new AssertionError("-Dfsx.seed=" + seed + ": " + failed.getMessage(), failed);
        }
    }

    private void act(Pair pair, Differential tester, Path plain) throws IOException {
        switch (random.nextInt(12)) {
            case 0, 1 -> {
                tester.begin("run " + CHUNK);
                pair.loseSecondary();
                pair.copy(Meeting.Copy.EVERYTHING);
                tester.answer();
            }
            case 2, 3 -> {
                String answer = crash(pair, tester);
                pair.crashPrimary();
                goOn(pair, tester, plain, answer);
            }
            case 4, 5, 6 -> {
                String answer = crash(pair, tester);
                pair.takeOver();
                goOn(pair, tester, plain, answer);
            }
            case 7 -> {
                pair.part();
                tester.ask("run " + CHUNK);
                pair.copy(Meeting.Copy.SENDER_CHANGES);
            }
            case 8 -> {
                tester.begin("run " + CHUNK);
                pair.checkpoint();
                tester.answer();
            }
            default -> tester.ask("run " + CHUNK);
        }
    }

    /**
     * The server ends in the middle of a call, most of the time. The dead mount stays until the
     * program has met it: without it the program would go on in the directory below, which nobody
     * replicates.
     */
    private String crash(Pair pair, Differential tester) throws IOException {
        tester.begin("run " + CHUNK);
        long until = System.nanoTime() + random.nextInt(400) * 1_000_000L;
        Host.until(() -> System.nanoTime() > until);
        pair.primary.abortMounts();
        return tester.answer();
    }

    private void goOn(Pair pair, Differential tester, Path plain, String answer)
            throws IOException {
        tester.ask("roots " + pair.primary.directory + " " + plain);
        tester.ask(answer.startsWith("interrupted") ? "resume" : "close");
        tester.begin("run " + CHUNK / 2);
        pair.copy(Meeting.Copy.EVERYTHING);
        tester.answer();
    }

    private static void assertSame(Pair pair, Differential tester) throws IOException {
        pair.quiesce();
        assertThat(tester.ask("trees")).startsWith("equal");
        String compare =
                "compare %s %s %s"
                        .formatted(
                                pair.primary.directory,
                                Bind.of(pair.base, pair.primary.node),
                                Bind.of(pair.base, pair.secondary.node));
        assertThat(tester.ask(compare)).startsWith("equal");
        pair.primary.replication.reopen();
    }

    /** The directory of a node below its mount, in another place. */
    private record Bind(Path base, int node) implements AutoCloseable {
        Bind {
            Path lower = of(base, node);
            Path data = base.resolve("data" + node);
            try {
                Files.createDirectory(lower);
            } catch (IOException failed) {
                throw new java.io.UncheckedIOException(failed);
            }
            run("mount", "--bind", data.toString(), lower.toString());
            run("mount", "--make-private", lower.toString());
        }

        static Path of(Path base, int node) {
            return base.resolve("lower" + node);
        }

        private static void run(String... command) {
            try {
                var process = new ProcessBuilder(command).inheritIO().start();
                assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
            } catch (IOException | InterruptedException failed) {
                throw new AssertionError(failed);
            }
        }

        @Override
        public void close() {
            run("umount", of(base, node).toString());
        }
    }
}

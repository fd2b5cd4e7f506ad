package safekit.linux.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static safekit.linux.fuse.ServedDirectory.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Programs that are on every machine of ours work in a mount. */
class ApplicationsTest {
    private ServedDirectory served;

    @BeforeEach
    void mount() throws IOException {
        served = ServedDirectory.passthrough();
    }

    @AfterEach
    void unmount() throws IOException {
        served.close();
    }

    @Test
    void sqlite_works_with_wal_and_mmap() throws IOException {
        String output = served.python("sqlite.py", served.mounted.resolve("db").toString());
        assertThat(output).isEqualTo("wal ok 4000\n");
        assertThat(served.faults).isEmpty();
    }

    @Test
    void git_keeps_a_sound_repository() throws IOException {
        Path work = served.mounted.resolve("repository");
        Files.createDirectory(work);
        run(work, "git", "init", "-q");
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 20; j++) {
                Files.writeString(work.resolve("file" + j), "version " + i + "\n".repeat(j));
            }
            run(work, "git", "add", "-A");
            run(work, "git", "-c", "user.name=t", "-c", "user.email=t@t", "commit", "-qm", "c" + i);
        }
        run(work, "git", "gc", "-q");
        run(work, "git", "fsck", "--full", "--strict");
        assertThat(run(work, "git", "status", "--porcelain")).isEmpty();
        assertThat(run(work, "git", "log", "--oneline").lines()).hasSize(5);
    }

    @Test
    void tar_carries_a_tree_in_and_out() throws IOException {
        Path source = Files.createDirectory(served.plain.resolve("source"));
        var random = new Random(5);
        for (int i = 0; i < 30; i++) {
            Path directory = Files.createDirectories(source.resolve("d" + i % 7 + "/e" + i % 3));
            var bytes = new byte[random.nextInt(300_000)];
            random.nextBytes(bytes);
            Files.write(directory.resolve("f" + i), bytes);
            Files.createSymbolicLink(directory.resolve("s" + i), Path.of("f" + i));
            Files.createLink(directory.resolve("l" + i), directory.resolve("f" + i));
        }
        Path archive = served.place.resolve("archive.tar");
        Path inside = Files.createDirectory(served.mounted.resolve("target"));
        Path outside = Files.createDirectory(served.plain.resolve("target"));
        run(source, "tar", "--xattrs", "-cf", archive.toString(), ".");
        run(inside, "tar", "--xattrs", "-xpf", archive.toString());
        run(source, "diff", "-r", "--no-dereference", source.toString(), inside.toString());
        run(inside, "tar", "--xattrs", "-cf", archive.toString(), ".");
        run(outside, "tar", "--xattrs", "-xpf", archive.toString());
        run(source, "diff", "-r", "--no-dereference", source.toString(), outside.toString());
        assertThat(times(outside)).isEqualTo(times(source));
    }

    @Test
    void programs_run_from_the_mount() throws IOException {
        Path program = served.mounted.resolve("program");
        Files.copy(Path.of("/bin/echo").toRealPath(), program);
        run(served.mounted, "chmod", "755", program.toString());
        assertThat(run(served.mounted, program.toString(), "works")).isEqualTo("works\n");
        Path text = served.mounted.resolve("script");
        Files.write(text, "#!/bin/sh\necho $1\n".getBytes(StandardCharsets.US_ASCII));
        run(served.mounted, "chmod", "700", text.toString());
        assertThat(run(served.mounted, text.toString(), "too")).isEqualTo("too\n");
    }

    private static String times(Path directory) {
        return run(directory, "find", ".", "-printf", "%p %T@ %m %U %n\\n")
                .lines()
                .sorted()
                .toList()
                .toString();
    }
}

package safekit.linux.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import safekit.linux.file.LowerTree;

/** A mounted directory on ext4 and a plain one beside it; both go away at the end. */
final class ServedDirectory implements Closeable {
    private static final long LONGEST_COMMAND_SECONDS = 900;

    final Path place;
    final Path mounted;
    final Path plain;
    final List<Throwable> faults = new CopyOnWriteArrayList<>();
    final LowerTree tree;
    final FuseMount mount;

    private ServedDirectory(ChangeSink sink, FuseOptions options) throws IOException {
        place = Files.createTempDirectory(Path.of("/var/tmp"), "safekit-fuse-");
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
        mounted = Files.createDirectory(place.resolve("mounted"));
        plain = Files.createDirectory(place.resolve("plain"));
        tree = LowerTree.open(mounted);
        mount = FuseMount.mount(mounted, "test", tree, sink, options, faults::add);
    }

    static ServedDirectory with(ChangeSink sink) throws IOException {
        return new ServedDirectory(sink, FuseOptions.WRITE_THROUGH);
    }

    static ServedDirectory with(ChangeSink sink, FuseOptions options) throws IOException {
        return new ServedDirectory(sink, options);
    }

    static ServedDirectory writeback() throws IOException {
        var options = FuseOptions.WRITE_THROUGH.writeback(true);
        return new ServedDirectory(new PassthroughSink(), options);
    }

    static ServedDirectory passthrough() throws IOException {
        return with(new PassthroughSink());
    }

    /** Runs a program that must be there and succeed; gives its output. */
    static String run(Path directory, String... command) {
        try {
            var process =
                    new ProcessBuilder(command)
                            .directory(directory.toFile())
                            .redirectErrorStream(true)
                            .start();
            process.getOutputStream().close();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean ended = process.waitFor(LONGEST_COMMAND_SECONDS, TimeUnit.SECONDS);
            assertThat(ended).as("%s ended: %s", List.of(command), output).isTrue();
            assertThat(process.exitValue()).as("%s: %s", List.of(command), output).isZero();
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command[0], e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs a Python script of the test resources. */
    String python(String script, String... arguments) throws IOException {
        Path file = place.resolve(script);
        try (InputStream source = ServedDirectory.class.getResourceAsStream(script)) {
            assertThat(source).as(script).isNotNull();
            Files.write(file, source.readAllBytes());
        }
        List<String> command = new ArrayList<>(List.of("python3", file.toString()));
        command.addAll(List.of(arguments));
        return run(place, command.toArray(new String[0]));
    }

    @Override
    public void close() throws IOException {
        mount.close();
        tree.close();
        try (Stream<Path> all = Files.walk(place)) {
            for (Path path : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(path);
            }
        }
    }
}

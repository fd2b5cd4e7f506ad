package safekit.lab.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Removes what labs left on the machine: of a lab that is closed, and of labs whose JVM is dead.
 * The directory of a lab is its record: it names the owner, and everything else has the lab's name.
 */
final class Leftovers {
    /** Below it, one directory per living lab. */
    static final Path ROOT = Path.of("/var/lib/sklab");

    private static final String OWNER = "owner";

    private Leftovers() {}

    /** Makes the directory of a lab and records this JVM as its owner. */
    static Path claim(String lab) {
        try {
            Path directory = Files.createDirectories(ROOT.resolve(lab));
            long pid = ProcessHandle.current().pid();
            Files.writeString(directory.resolve(OWNER), pid + " " + startOf(pid));
            return directory;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Removes every lab whose owner is dead; returns their names. */
    static List<String> removeDead() {
        List<String> dead =
                list(ROOT).stream()
                        .filter(lab -> !isAlive(lab))
                        .map(lab -> lab.getFileName().toString())
                        .toList();
        dead.forEach(Leftovers::remove);
        return dead;
    }

    /** Removes everything that carries the lab's name: processes, namespaces, loops, files. */
    static void remove(String lab) {
        for (String line : Shell.must("ip", "netns", "list").split("\n", -1)) {
            String namespace = line.split(" ", 2)[0];
            if (namespace.startsWith(prefix(lab))) {
                killAll(namespace);
                new NetworkNamespace(namespace).delete();
            }
        }
        for (Path file : list(ROOT.resolve(lab))) {
            if (file.toString().endsWith(".img")) {
                detach(file);
            }
        }
        deleteTree(ROOT.resolve(lab));
    }

    /** What the names of a lab's namespaces start with. */
    static String prefix(String lab) {
        return "sklab-" + lab + "-";
    }

    private static boolean isAlive(Path lab) {
        try {
            String[] owner = Files.readString(lab.resolve(OWNER)).split(" ", 2);
            return owner[1].equals(startOf(Long.parseLong(owner[0])));
        } catch (IOException justBeingMade) {
            String pid = lab.getFileName().toString().split("-", 2)[0];
            return Files.exists(Path.of("/proc", pid));
        }
    }

    /** When a process started, in ticks since boot; empty when there is none. */
    private static String startOf(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19];
        } catch (IOException gone) {
            return "";
        }
    }

    private static void killAll(String namespace) {
        for (String pid : Shell.must("ip", "netns", "pids", namespace).split("\n", -1)) {
            if (!pid.isBlank()) {
                ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }

    private static void detach(Path image) {
        for (String line : Shell.must("losetup", "-j", image.toString()).split("\n", -1)) {
            if (!line.isBlank()) {
                Shell.attempt("losetup", "--detach", line.split(":", 2)[0]);
            }
        }
    }

    private static List<Path> list(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        } catch (IOException none) {
            return List.of();
        }
    }

    private static void deleteTree(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}

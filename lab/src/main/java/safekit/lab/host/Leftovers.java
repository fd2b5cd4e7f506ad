package safekit.lab.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Removes what labs left on the machine: of a lab that is closed, and of labs whose JVM is dead.
 * The directory of a lab is its record: it names the owner, and everything else has the lab's name.
 */
final class Leftovers {
    /** Below it, one directory per living lab. */
    static final Path ROOT = Path.of("/var/lib/sklab");

    private static final String OWNER = "owner";

    /** Process and its start. */
    private static final Pattern OWNED_BY = Pattern.compile("(\\d{1,10}) (\\d+)");

    private Leftovers() {}

    /** Makes the directory of a lab and records this JVM as its owner. */
    static Path claim(String lab) {
        try {
            Path directory = Files.createDirectories(ROOT.resolve(lab));
            long pid = ProcessHandle.current().pid();
            Path draft = Files.writeString(directory.resolve("draft"), pid + " " + startOf(pid));
            Files.move(draft, directory.resolve(OWNER), StandardCopyOption.ATOMIC_MOVE);
            return directory;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Removes every lab whose owner is dead; returns their names. */
    static synchronized List<String> removeDead() {
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

    /** An owner that cannot be understood is dead: who lives has written it whole. */
    private static boolean isAlive(Path lab) {
        try {
            Matcher owner = OWNED_BY.matcher(Files.readString(lab.resolve(OWNER)));
            return owner.matches()
                    && owner.group(2).equals(startOf(Long.parseLong(owner.group(1))));
        } catch (NoSuchFileException justBeingMade) {
            String pid = lab.getFileName().toString().split("-", 2)[0];
            return Files.exists(Path.of("/proc", pid));
        } catch (IOException unreadable) {
            return false;
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
                String device = line.split(":", 2)[0];
                try {
                    DataDisk.awaitReleased(device);
                } finally {
                    // Also of a device still in use: the kernel then detaches at the last close.
                    Shell.attempt("losetup", "--detach", device);
                }
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
                Files.deleteIfExists(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}

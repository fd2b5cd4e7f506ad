package safekit.lab.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The namespaces of a host between power-on and power-off, held by its first process. */
record RunningHost(NetworkNamespace network, Process holder, long init) {
    /** A new one at each power-on, in memory only. */
    static final Path BOOT_ID = Path.of("/run/sklab-boot-id");

    private static final Duration BOOTED = Duration.ofSeconds(30);
    private static final Duration GONE = Duration.ofSeconds(30);

    /**
     * The first process is a `cat` of the lab's pipe: it ends, and all processes of the host with
     * it, when the lab's JVM does. SIGCHLD ignored makes the kernel reap the orphans.
     */
    private static final String BOOT =
            """
            set -e
            hostname "$1"
            mount -t proc proc /proc
            mount -t sysfs sysfs /sys
            mount -t fusectl fusectl /sys/fs/fuse/connections
            for directory in /run /tmp /var/tmp /dev/shm; do mount -t tmpfs tmpfs $directory; done
            echo "127.0.0.1 localhost $1" >/run/hosts
            mount --bind /run/hosts /etc/hosts
            cat /proc/sys/kernel/random/uuid >"$4"
            mount "$2" "$3"
            echo ready
            exec env --ignore-signal=CHLD cat >/dev/null
            """;

    static RunningHost boot(NetworkNamespace network, String name, String device, Path disk) {
        var unshare = List.of("unshare", "--mount", "--uts", "--ipc", "--pid", "--fork");
        var script = List.of("sh", "-c", BOOT, "init", name, device, "" + disk, "" + BOOT_ID);
        var command = new ArrayList<>(network.inside());
        command.addAll(unshare);
        command.addAll(script);
        try {
            Files.createDirectories(disk);
            Process holder = Shell.builder(command).redirectErrorStream(true).start();
            var output =
                    new BufferedReader(
                            new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8));
            Await.until(name + " has booted or failed", BOOTED, () -> says(output, holder));
            String answer = output.readLine();
            if (!"ready".equals(answer)) {
                throw new IllegalStateException(name + " does not boot: " + answer);
            }
            long init = holder.children().findFirst().orElseThrow().pid();
            return new RunningHost(network, holder, init);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean says(BufferedReader output, Process holder) {
        try {
            return output.ready() || !holder.isAlive();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The start of a command line that is run in all namespaces of the host. */
    List<String> enter() {
        return new ArrayList<>(
                List.of("nsenter", "-t", init + "", "-m", "-u", "-i", "-n", "-p", "--"));
    }

    /** Kills all processes; returns when they are gone, and with them mounts and addresses. */
    void kill() {
        ProcessHandle.of(init).ifPresent(ProcessHandle::destroyForcibly);
        try {
            if (!holder.waitFor(GONE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(
                        "the killed processes of %s are still there after %d s"
                                .formatted(network.name(), GONE.toSeconds()));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
        network.delete();
    }

    Map<Long, String> processes(List<String> words) {
        var found = new TreeMap<Long, String>();
        try (Stream<Path> entries = Files.list(Path.of("/proc", init + "", "root", "proc"))) {
            for (Path entry : entries.toList()) {
                String line = commandLine(entry);
                if (!line.isEmpty() && words.stream().allMatch(line::contains)) {
                    found.put(Long.valueOf(entry.getFileName().toString()), line);
                }
            }
            return found;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String commandLine(Path process) {
        if (!Character.isDigit(process.getFileName().toString().charAt(0))) {
            return "";
        }
        try {
            byte[] words = Files.readAllBytes(process.resolve("cmdline"));
            return new String(words, StandardCharsets.UTF_8).replace('\0', ' ').strip();
        } catch (IOException endedMeanwhile) {
            return "";
        }
    }
}

package safekit.bench.inside;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import safekit.lab.host.LabHost;
import safekit.lab.host.Outcome;

/** Starts the programs of this package on a host; the machine's filesystem has their classes. */
public final class Inside {
    private static final Duration DEADLINE = Duration.ofMinutes(5);
    private static final double MICROS = 1e3;

    private Inside() {}

    /** The Java command with the least that a short program of ours can be started with. */
    public static List<String> java(LabHost host, Class<?> program) {
        return List.of(
                System.getProperty("java.home") + "/bin/java",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-cp",
                classes(host).toString(),
                program.getName());
    }

    /** The Java command of a program that works for seconds, with both compilers. */
    public static List<String> worker(LabHost host, Class<?> program) {
        return server(host, program, List.of());
    }

    /** The Java command of a program as a module's process has it, with further libraries. */
    public static List<String> server(LabHost host, Class<?> program, List<Path> libraries) {
        var path = new StringBuilder(classes(host).toString());
        libraries.forEach(library -> path.append(':').append(library));
        return new ArrayList<>(
                List.of(
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:+UseSerialGC",
                        "-XX:-UsePerfData",
                        "-Xms32m",
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        path.toString(),
                        program.getName()));
    }

    /** Microseconds of each 4 KiB append with fsync, one list per directory. */
    public static List<List<Double>> syncedAppends(LabHost host, int count, Path... directories) {
        var line = new ArrayList<String>(java(host, SyncedAppends.class));
        line.add(Integer.toString(count));
        for (Path directory : directories) {
            line.add(directory.toString());
        }
        return samples(host.exec(DEADLINE, line.toArray(String[]::new)), directories.length);
    }

    /** Microseconds of each run of each command, one list per command. */
    public static List<List<Double>> launches(
            LabHost host, int count, List<List<String>> commands) {
        var line = new ArrayList<String>(java(host, Launches.class));
        line.add(Integer.toString(count));
        for (List<String> command : commands) {
            line.add(Launches.NEXT);
            line.addAll(command);
        }
        return samples(host.exec(DEADLINE, line.toArray(String[]::new)), commands.size());
    }

    static List<List<Double>> samples(Outcome outcome, int series) {
        List<List<Double>> all = new ArrayList<>();
        for (int i = 0; i < series; i++) {
            all.add(new ArrayList<>());
        }
        for (String line : outcome.orThrow().out().lines().toList()) {
            String[] words = line.split(" ", -1);
            all.get(Integer.parseInt(words[0])).add(Long.parseLong(words[1]) / MICROS);
        }
        return all;
    }

    /** On the host's own disk: it does not see ours everywhere, below /tmp for one. */
    static Path classes(LabHost host) {
        Path room = host.disk().resolve("bench-classes");
        if (!Files.isDirectory(host.path(room))) {
            host.copyIn(built(), room);
        }
        return room;
    }

    private static Path built() {
        try {
            return Path.of(
                    Inside.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

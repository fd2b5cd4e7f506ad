package safekit.bench.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The tpc-b of pgbench(1) with 1 and with 8 clients, in transactions per second. */
final class Pgbench implements Job {
    private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");
    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
    private static final String SETTINGS =
            "-c listen_addresses= -c unix_socket_directories=/tmp -c autovacuum=off"
                    + " -c shared_buffers=64MB";

    private final String programs;
    private final Path template = Path.of("bench-pg").toAbsolutePath();
    private final int seconds;
    private final int factor;

    Pgbench(Scale scale) {
        seconds = Math.ceilDiv(5 * scale.sliceMillis(), 1000);
        factor = Math.max(1, scale.megabytes() / 25);
        try (Stream<Path> versions = Files.list(INSTALLED)) {
            programs = versions.max(Comparator.naturalOrder()).orElseThrow() + "/bin/";
        } catch (IOException none) {
            throw new IllegalStateException("PostgreSQL is not installed", none);
        }
    }

    @Override
    public void prepare(Path directory) throws IOException, InterruptedException {
        if (!Files.exists(template)) {
            Commands.run("install", "-d", "-o", "postgres", "-m", "700", template.toString());
            postgres(programs + "initdb -N -D " + template + " -A trust");
            start(template);
            postgres(programs + "pgbench -h /tmp -i -q -s " + factor + " postgres");
            stop(template);
        }
        Commands.run("cp", "-a", template.toString(), data(directory).toString());
        Commands.run("sync", "-f", directory.toString());
    }

    @Override
    public void turn(Path directory, Samples samples) throws IOException, InterruptedException {
        start(data(directory));
        samples.add("pgbench_1client", measure(1));
        samples.add("pgbench_8clients", measure(8));
        stop(data(directory));
    }

    private double measure(int clients) throws IOException, InterruptedException {
        String text =
                postgres(
                        programs
                                + "pgbench -h /tmp -n -c %d -T %d postgres"
                                        .formatted(clients, seconds));
        Matcher tps = TPS.matcher(text);
        if (!tps.find()) {
            throw new IOException("pgbench tells no tps: " + text);
        }
        return Double.parseDouble(tps.group(1));
    }

    private void start(Path data) throws IOException, InterruptedException {
        String log = " || { tail -5 /tmp/bench-pg.log; exit 1; }";
        postgres(
                programs
                        + "pg_ctl -D %s -l /tmp/bench-pg.log -o '%s' -w start >/dev/null"
                                .formatted(data, SETTINGS)
                        + log);
    }

    private void stop(Path data) throws IOException, InterruptedException {
        postgres(programs + "pg_ctl -D " + data + " -m fast -w stop");
    }

    private static String postgres(String line) throws IOException, InterruptedException {
        return Commands.run("su", "postgres", "-c", "cd /tmp && " + line);
    }

    private static Path data(Path directory) {
        return directory.resolve("pg");
    }

    @Override
    public void clean(Path directory) throws IOException, InterruptedException {
        Commands.run("rm", "-rf", data(directory).toString(), template.toString());
    }

    @Override
    public boolean warmsUp() {
        return false;
    }
}

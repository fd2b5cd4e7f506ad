package safekit.bench.cost;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import safekit.bench.figures.Figure;
import safekit.bench.figures.Report;
import safekit.bench.inside.Idle;
import safekit.bench.inside.Inside;
import safekit.lab.host.Await;
import safekit.lab.host.LabHost;
import safekit.lab.product.Node;
import safekit.lab.product.NotesModule;
import safekit.lab.product.Pair;

/**
 * Memory of the processes in MB of 2^20 bytes: what is resident (rss), and what is left of it when
 * a page that several processes share counts in parts (pss). The baseline is a Java that does
 * nothing.
 */
public final class Memory {
    private static final double KILOBYTES = 1024;
    private static final String ADMIN = "safekit.node.admin.Main";
    private static final String MODULE = "safekit.node.module.Main";
    private static final Duration STARTED = Duration.ofSeconds(20);

    /** A process's figures by the kernel's words. */
    private record Sizes(double rss, double pss) {}

    private final Map<String, List<Sizes>> samples = new LinkedHashMap<>();
    private final List<Sizes> nothing = new ArrayList<>();

    /** Daemons that have never run a module, and on each node a Java that does nothing. */
    public void sampleIdle(Pair pair) {
        for (Node node : pair.nodes()) {
            add("admin_idle", node.host(), ADMIN);
            nothing.add(javaThatDoesNothing(node.host()));
        }
    }

    /** Daemons and module processes of a pair that is PRIM and SECOND. */
    public void samplePaired(Node primary, Node secondary) {
        add("admin_prim", primary.host(), ADMIN);
        add("admin_second", secondary.host(), ADMIN);
        add("module_prim", primary.host(), MODULE, " " + NotesModule.NAME + " ");
        add("module_second", secondary.host(), MODULE, " " + NotesModule.NAME + " ");
    }

    public void report(Report report) {
        samples.forEach(
                (name, sizes) -> {
                    report.add(figure(name + "_rss", sizes, Sizes::rss));
                    report.add(figure(name + "_pss", sizes, Sizes::pss));
                });
    }

    private Figure figure(String name, List<Sizes> sizes, Function<Sizes, Double> size) {
        return Figure.median(
                name, "MB", sizes.stream().map(size).toList(), nothing.stream().map(size).toList());
    }

    private void add(String name, LabHost host, String... words) {
        samples.computeIfAbsent(name, _ -> new ArrayList<>()).add(sizes(host, words));
    }

    private static Sizes javaThatDoesNothing(LabHost host) {
        Path output = host.disk().resolve("idle.out");
        var line = new ArrayList<String>(Inside.java(host, Idle.class));
        line.add(Idle.STAY);
        host.launch(output, line.toArray(String[]::new));
        Await.until("the idle Java waits", STARTED, () -> hasSomething(host.path(output)));
        String[] words = {Idle.class.getName(), Idle.STAY};
        Sizes sizes = sizes(host, words);
        host.processes(words).keySet().forEach(host::kill);
        return sizes;
    }

    private static boolean hasSomething(Path file) {
        try {
            return Files.size(file) > 0;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Sizes sizes(LabHost host, String... words) {
        List<Long> pids = List.copyOf(host.processes(words).keySet());
        if (pids.size() != 1) {
            throw new AssertionError(
                    "one process expected with " + List.of(words) + ", found " + pids);
        }
        String text =
                host.exec("cat", "/proc/" + pids.getFirst() + "/smaps_rollup").orThrow().out();
        return new Sizes(megabytes(text, "Rss:"), megabytes(text, "Pss:"));
    }

    private static double megabytes(String rollup, String word) {
        String line =
                rollup.lines()
                        .filter(one -> one.startsWith(word))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no " + word + " in " + rollup));
        return Long.parseLong(line.replaceAll("\\D", "")) / KILOBYTES;
    }
}

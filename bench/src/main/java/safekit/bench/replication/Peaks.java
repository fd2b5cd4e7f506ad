package safekit.bench.replication;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import safekit.lab.product.Node;

/** The most memory that was resident in the process of a module since it was asked last. */
public final class Peaks {
    private static final Pattern HIGHEST = Pattern.compile("VmHWM:\\s*(\\d+) kB");
    private static final double KILOBYTES = 1024;

    private Peaks() {}

    /** From now on. */
    public static void reset(Mirror mirror, List<Node> nodes) {
        for (Node node : nodes) {
            node.sh("echo 5 > /proc/" + mirror.process(node) + "/clear_refs").orThrow();
        }
    }

    /** In MB of 2^20 bytes. */
    public static double megabytes(Mirror mirror, Node node) {
        String status = node.sh("cat /proc/" + mirror.process(node) + "/status").orThrow().out();
        Matcher highest = HIGHEST.matcher(status);
        if (!highest.find()) {
            throw new AssertionError("no VmHWM in " + status);
        }
        return Long.parseLong(highest.group(1)) / KILOBYTES;
    }
}

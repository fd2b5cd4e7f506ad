package safekit.lab.observe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import safekit.lab.host.LabHost;

/**
 * What programs leave on a host outside of their own directories: mounts, addresses, routes, rules,
 * processes, and the names of files where the system keeps its own. One line for each.
 */
public record Traces(List<String> lines) {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final String LOOK =
            """
            awk '{ at = 7; while ($at != "-") at++
                print "mount " $5 " " $6 " " $(at + 1) " " $(at + 2) }' /proc/self/mountinfo
            ip -o addr show | awk '{ print "address " $2 " " $4 }'
            ip route show table all | sed 's/^/route /'
            ip rule show | sed 's/^/rule /'
            nft list ruleset | sed 's/^/nft /'
            find /tmp /run /dev/shm /etc /var/tmp /var/lib -xdev -path /var/lib/sklab -prune \
                -o -print | sed 's/^/file /'
            """;

    public Traces {
        lines = List.copyOf(lines);
    }

    /** What is there now. */
    public static Traces of(LabHost host) {
        var lines = new ArrayList<String>();
        host.processes().values().forEach(each -> lines.add("process " + each));
        host.exec(DEADLINE, "sh", "-c", LOOK).orThrow().out().lines().forEach(lines::add);
        return new Traces(lines.stream().sorted().toList());
    }

    /** What was not there before, each as often as it is new. */
    public List<String> since(Traces before) {
        var added = new ArrayList<>(lines);
        before.lines.forEach(added::remove);
        return added;
    }
}

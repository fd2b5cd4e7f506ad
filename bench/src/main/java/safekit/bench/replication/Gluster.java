package safekit.bench.replication;

import java.time.Duration;
import java.util.List;
import safekit.bench.figures.Report;
import safekit.lab.host.Await;
import safekit.lab.host.LabHost;
import safekit.lab.host.Lan;
import safekit.lab.host.Outcome;
import safekit.lab.product.Node;
import safekit.lab.product.Pair;

/**
 * A GlusterFS volume with two replicas on the same hosts and disks, mounted on node1. Debian's
 * package glusterfs-server brings it; its daemons end with the hosts.
 */
final class Gluster {
    private static final Duration ANSWERED = Duration.ofMinutes(1);
    private static final int FLOW = 1;

    /** Its state is in the host's own disk: the rest of the filesystem is the machine's. */
    private static final String DAEMON =
            "command -v glusterd gluster mount.glusterfs"
                    + " && mkdir -p gluster/var gluster/log gluster/brick gluster/mount"
                    + " && mount --bind gluster/var /var/lib/glusterd"
                    + " && mount --bind gluster/log /var/log/glusterfs"
                    + " && glusterd";

    private Gluster() {}

    /** Mounts it at {@code <disk>/gluster/mount}; false, and a remark, when it cannot be had. */
    static boolean mount(Pair pair, Report report) {
        for (Node node : pair.nodes()) {
            Outcome begun = node.sh(DAEMON);
            if (!begun.succeeded()) {
                return skipped(report, begun);
            }
        }
        LabHost first = pair.node1().host();
        Lan flow = pair.lab().lans().get(FLOW);
        String one = first.address(flow);
        String two = pair.node2().host().address(flow);
        String brick = ":" + first.disk() + "/gluster/brick ";
        Await.until(
                "glusterd answers",
                ANSWERED,
                () -> pair.nodes().stream().allMatch(node -> run(node, "pool list").succeeded()));
        Outcome probed = run(pair.node1(), "peer probe " + two);
        if (!probed.succeeded()) {
            return skipped(report, probed);
        }
        Await.until(
                "both glusterd know each other",
                ANSWERED,
                () -> run(pair.node1(), "peer status").out().contains("Peer in Cluster"));
        for (String words :
                List.of(
                        "volume create bench replica 2 " + one + brick + two + brick + "force",
                        "volume start bench")) {
            Outcome made = run(pair.node1(), words);
            if (!made.succeeded()) {
                return skipped(report, made);
            }
        }
        Outcome mounted =
                pair.node1().sh("mount -t glusterfs " + one + ":/bench $PWD/gluster/mount");
        return mounted.succeeded() || skipped(report, mounted);
    }

    private static Outcome run(Node node, String words) {
        return node.sh("gluster --mode=script " + words);
    }

    private static boolean skipped(Report report, Outcome why) {
        report.remark("skipped: " + Target.GLUSTER + ", " + why.toString().replace('\n', ' '));
        return false;
    }
}

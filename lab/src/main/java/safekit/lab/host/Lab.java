package safekit.lab.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One laboratory: lans, hosts and a client, made for one JVM and removed with it. Opening a lab
 * first removes what dead labs left. Closing is also done when the JVM ends in an orderly way
 * (Ctrl-C, SIGTERM); after kill -9 the hosts die at once and the rest goes at the next opening.
 * Needs root. Acts of one lab are to be called by one thread at a time.
 */
public final class Lab implements AutoCloseable {
    private static final AtomicInteger LABS = new AtomicInteger();
    private static final int CLIENT_NUMBER = 100;
    private static final long DISK_BYTES = 2L << 30;

    private final String name;
    private final Path directory;
    private final List<Lan> lans;
    private final Switch network;
    private final long diskBytes;
    private final Map<String, LabHost> hosts = new LinkedHashMap<>();
    private final Thread atExit = new Thread(this::remove, "lab clean-up");
    private @Nullable ClientHost client;
    private boolean removed;

    private Lab(long diskBytes, List<String> lanNames) {
        this.diskBytes = diskBytes;
        this.name = ProcessHandle.current().pid() + "-" + LABS.incrementAndGet();
        this.directory = Leftovers.claim(name);
        Runtime.getRuntime().addShutdownHook(atExit);
        var made = new ArrayList<Lan>();
        lanNames.forEach(lan -> made.add(new Lan(lan, made.size())));
        this.lans = List.copyOf(made);
        this.network = new Switch(Leftovers.prefix(name) + "switch", lans);
    }

    /** A lab with these lans; `default` and `private` when none is named. */
    public static Lab open(String... lanNames) {
        return open(DISK_BYTES, lanNames);
    }

    /** As above, with disks of another size; what is not written takes no room on the machine. */
    public static Lab open(long diskBytes, String... lanNames) {
        removeLeftovers();
        List<String> lans =
                lanNames.length == 0 ? List.of("default", "private") : List.of(lanNames);
        return new Lab(diskBytes, lans);
    }

    /** Removes what labs of dead JVMs left; returns their names. */
    public static List<String> removeLeftovers() {
        return Leftovers.removeDead();
    }

    /** A new host on all lans, powered on. */
    public LabHost host(String hostName) {
        int number = hosts.size() + 1;
        var disk = new DataDisk(directory.resolve(hostName + ".img"), diskBytes);
        var identity =
                new LabHost.Identity(
                        hostName,
                        number,
                        Leftovers.prefix(name) + hostName,
                        directory.resolve("disk"));
        var host = new LabHost(identity, disk, network, lans);
        hosts.put(hostName, host);
        host.powerOn();
        return host;
    }

    /** The client, on the first lan only. */
    public ClientHost client() {
        if (client == null) {
            var namespace = NetworkNamespace.create(Leftovers.prefix(name) + "client");
            network.plug(namespace, "client", CLIENT_NUMBER, lans.subList(0, 1));
            client = new ClientHost(namespace);
        }
        return client;
    }

    public List<LabHost> hosts() {
        return List.copyOf(hosts.values());
    }

    public List<Lan> lans() {
        return lans;
    }

    /** The name that everything of this lab starts with, after "sklab-". */
    public String name() {
        return name;
    }

    /** Loses traffic from now on, in addition to what is lost already; all given cuts at once. */
    public void cut(List<Cut> cuts) {
        network.add(cuts);
    }

    /** As {@link #cut(List)}. */
    public void cut(Cut... cuts) {
        network.add(List.of(cuts));
    }

    /** Ends all cuts. Paused hosts stay paused. */
    public void heal() {
        network.heal();
    }

    /** Removes everything of this lab from the machine. */
    @Override
    public void close() {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException shuttingDown) {
            // The hook runs now or has run: there is nothing left to do for it.
        }
    }

    private synchronized void remove() {
        if (!removed) {
            removed = true;
            try {
                hosts.values().forEach(LabHost::discard);
            } finally {
                Leftovers.remove(name);
            }
        }
    }
}

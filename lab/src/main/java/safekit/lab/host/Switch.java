package safekit.lab.host;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The switches of a lab: a network namespace with one bridge per lan, the ports of the hosts, and
 * nftables rules that lose traffic without taking the carrier away. Thread-safe.
 */
final class Switch {
    private final NetworkNamespace namespace;
    private final List<Lan> lans;
    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private final List<Cut> cuts = new ArrayList<>();
    private final List<String> paused = new ArrayList<>();

    Switch(String name, List<Lan> lans) {
        this.namespace = NetworkNamespace.create(name);
        this.lans = List.copyOf(lans);
        for (Lan lan : lans) {
            namespace.ip(
                    "link add " + lan.bridge() + " type bridge mcast_snooping 0",
                    "link set " + lan.bridge() + " up");
        }
        install();
    }

    /**
     * Connects a host by one cable per lan given; its interfaces have their addresses and are up.
     */
    synchronized void plug(NetworkNamespace host, String hostName, int number, List<Lan> onLans) {
        numbers.put(hostName, number);
        for (Lan lan : onLans) {
            String hostEnd =
                    "peer name %s netns %s address %s"
                            .formatted(
                                    lan.hostInterface(), host.name(), lan.hardwareAddress(number));
            namespace.ip(
                    "link add " + lan.port(number) + " type veth " + hostEnd,
                    "link set " + lan.port(number) + " master " + lan.bridge() + " up");
            host.ip(
                    "addr add " + lan.address(number) + "/24 brd + dev " + lan.hostInterface(),
                    "link set " + lan.hostInterface() + " up");
        }
    }

    /** Takes the host's ports down, all at once for everybody else. */
    void down(int number) {
        namespace.ip(
                lans.stream()
                        .map(lan -> "link set " + lan.port(number) + " down")
                        .toArray(String[]::new));
    }

    /** Removes the host's ports; those that went with the host's namespace are gone already. */
    void unplug(int number) {
        for (Lan lan : lans) {
            Shell.attempt("ip", "-n", namespace.name(), "link", "delete", lan.port(number));
        }
    }

    synchronized void add(List<Cut> more) {
        cuts.addAll(more);
        install();
    }

    synchronized void heal() {
        cuts.clear();
        install();
    }

    /** Blocks a paused host; {@link #heal} does not unblock it. */
    synchronized void block(String host) {
        paused.add(host);
        install();
    }

    synchronized void unblock(String host) {
        paused.remove(host);
        install();
    }

    private void install() {
        var all = new ArrayList<>(cuts);
        paused.forEach(host -> all.addAll(Cut.around(host)));
        var text = new StringBuilder("table bridge cuts\ndelete table bridge cuts\n");
        text.append("table bridge cuts {\n chain forward {\n");
        text.append("  type filter hook forward priority 0; policy accept;\n");
        for (Cut cut : all) {
            cut.rules(lans, this::number).forEach(rule -> text.append("  " + rule + "\n"));
        }
        text.append(" }\n}\n");
        var nft = namespace.inside("nft", "-f", "-");
        Shell.feed(text.toString(), nft.toArray(String[]::new));
    }

    private int number(String host) {
        Integer number = numbers.get(host);
        if (number == null) {
            throw new IllegalArgumentException(
                    "no host " + host + " in this lab, there are " + numbers.keySet());
        }
        return number;
    }
}

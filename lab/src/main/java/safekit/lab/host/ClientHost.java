package safekit.lab.host;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A host that only uses the network: a namespace with a cable to the first lan. */
public final class ClientHost {
    private static final Pattern RECEIVED = Pattern.compile(" (\\d+) received");
    private final NetworkNamespace network;

    ClientHost(NetworkNamespace network) {
        this.network = network;
    }

    /** Where code and commands of the client run. */
    public NetworkNamespace network() {
        return network;
    }

    /** Runs a command on the client. */
    public Outcome exec(String... command) {
        return network.exec(Duration.ofSeconds(30), command);
    }

    /** Whether one ping is answered within a second. */
    public boolean pings(String address) {
        return answers(address, 1) == 1;
    }

    /** How many of so many pings are answered within a second each. */
    public int answers(String address, int pings) {
        String told = exec("ping", "-i", "0.2", "-W", "1", "-c", "" + pings, address).out();
        Matcher received = RECEIVED.matcher(told);
        return received.find() ? Integer.parseInt(received.group(1)) : 0;
    }

    /** The hardware address that the client has learnt for an address, or an empty text. */
    public String neighbour(String address) {
        String[] words = exec("ip", "neigh", "show", address).out().split("\\s+", -1);
        for (int i = 0; i + 1 < words.length; i++) {
            if (words[i].equals("lladdr")) {
                return words[i + 1];
            }
        }
        return "";
    }
}

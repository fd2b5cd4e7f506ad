package safekit.lab.host;

import java.time.Duration;

/** A host that only uses the network: a namespace with a cable to the first lan. */
public final class ClientHost {
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
        return exec("ping", "-c", "1", "-W", "1", address).succeeded();
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

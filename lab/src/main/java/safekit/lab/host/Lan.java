package safekit.lab.host;

/** A network of the lab: its name in cluster.xml and its number, from 0; IPv4 10.77.number.0/24. */
public record Lan(String name, int number) {

    /** The address of the host with this number (1 to 199 for hosts; 200 and above are free). */
    public String address(int host) {
        return "10.77." + number + "." + host;
    }

    String hardwareAddress(int host) {
        return "02:5a:77:00:%02x:%02x".formatted(number, host);
    }

    String bridge() {
        return "lan" + number;
    }

    /** The interface of every host on this lan. */
    public String hostInterface() {
        return "eth" + number;
    }

    /** The switch's end of a host's cable. */
    String port(int host) {
        return "h" + host + ".l" + number;
    }
}

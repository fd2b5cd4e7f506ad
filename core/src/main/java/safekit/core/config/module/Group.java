package safekit.core.config.module;

import java.util.List;
import safekit.core.config.Word;
import safekit.core.config.xml.Source;

/**
 * A load-balancing group (spec 03 sections 2 and 5). Without hosts all nodes of the farm have equal
 * power.
 */
public record Group(String name, List<Host> hosts, List<Rule> rules, Source source) {
    public Group {
        hosts = List.copyOf(hosts);
        rules = List.copyOf(rules);
    }

    /** A node's relative weight; 0 gives it no traffic. */
    public record Host(String name, long power, Source source) {}

    /**
     * Which packets the group shares out, and by what. An address of {@code *} and a port of 0 mean
     * any.
     */
    public record Rule(
            String virtualAddress, int port, Protocol protocol, Filter filter, Source source) {
        public static final String ANY_ADDRESS = "*";
        public static final int ANY_PORT = 0;
    }

    /** What kind of packets; ARP stands for ARP and ND answers. */
    public enum Protocol implements Word {
        TCP("tcp"),
        UDP("udp"),
        ARP("arp");

        private final String word;

        Protocol(String word) {
            this.word = word;
        }

        @Override
        public String word() {
            return word;
        }
    }

    /** What of a packet chooses the bucket: source address, source port, IP identification. */
    public enum Filter implements Word {
        ON_ADDR("on_addr"),
        ON_PORT("on_port"),
        ON_IPID("on_ipid");

        private final String word;

        Filter(String word) {
            this.word = word;
        }

        @Override
        public String word() {
            return word;
        }
    }
}

package safekit.lab.host;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Traffic that the switch loses: from a host (null: from any) to a host (null: to any) on a lan
 * (null: on all), of a kind. The interfaces keep their carrier.
 */
public record Cut(
        @Nullable String from, @Nullable String to, @Nullable String lan, Traffic traffic) {

    public Cut {
        if (from == null && to == null) {
            throw new IllegalArgumentException("a cut needs a host: from, to, or both");
        }
    }

    /** Kinds of traffic, by the default ports of spec 00 section 5. */
    public enum Traffic {
        ALL,
        HEARTBEATS,
        FLOW;

        private List<String> matches() {
            return switch (this) {
                case ALL -> List.of("");
                case HEARTBEATS -> List.of("udp dport 8888-8987");
                case FLOW -> List.of("tcp dport 5600-5999", "tcp sport 5600-5999");
            };
        }
    }

    /** Everything from one host to the other is lost, on all lans. */
    public static Cut oneWay(String from, String to) {
        return new Cut(from, to, null, Traffic.ALL);
    }

    /** Nothing passes between the two hosts, on any lan; others still reach both. */
    public static List<Cut> between(String one, String other) {
        return List.of(oneWay(one, other), oneWay(other, one));
    }

    /** The host neither sends nor receives, as with pulled cables but with carrier. */
    public static List<Cut> around(String host) {
        return List.of(
                new Cut(host, null, null, Traffic.ALL), new Cut(null, host, null, Traffic.ALL));
    }

    public Cut on(String onlyLan) {
        return new Cut(from, to, onlyLan, traffic);
    }

    public Cut of(Traffic only) {
        return new Cut(from, to, lan, only);
    }

    /** The rules of table bridge: ports are named by lan and host number. */
    List<String> rules(List<Lan> lans, java.util.function.ToIntFunction<String> numberOf) {
        var rules = new ArrayList<String>();
        for (Lan one : lans) {
            if (lan == null || lan.equals(one.name())) {
                String input = from == null ? "" : "iifname " + one.port(numberOf.applyAsInt(from));
                String output = to == null ? "" : "oifname " + one.port(numberOf.applyAsInt(to));
                for (String match : traffic.matches()) {
                    rules.add(input + " " + output + " " + match + " counter drop");
                }
            }
        }
        return rules;
    }
}

package safekit.node.module;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import safekit.core.mirror.Command;
import safekit.core.mirror.Order;
import safekit.node.home.Home;
import safekit.node.home.ModuleHome;

/**
 * The command line of a module process.
 *
 * @param moduleId number of the module, from which its ports derive
 * @param nodeName name of this node in the cluster, empty = the one whose address is here
 * @param incarnation unique and growing for the module on this node
 * @param receiver it ended as PRIM while its peer could take over
 * @param reservedNanos time during which safeadmin has promised a peer not to decide
 * @param failover whether automatic failover is on
 * @param order the command that starts it
 */
record Arguments(
        ModuleHome module,
        int moduleId,
        String nodeName,
        long incarnation,
        boolean receiver,
        long reservedNanos,
        boolean failover,
        Order order) {

    /** {@code SAFE SAFEVAR AM name=value...}; throws IllegalArgumentException in plain words. */
    static Arguments of(List<String> words) {
        if (words.size() < 3) {
            throw new IllegalArgumentException("expected: SAFE SAFEVAR MODULE name=value...");
        }
        Map<String, String> named = named(words.subList(3, words.size()));
        var home = new Home(Path.of(words.get(0)), Path.of(words.get(1)));
        var order =
                new Order(
                                Command.valueOf(named.getOrDefault("command", "start")),
                                on(named.getOrDefault("fullsync", "0")),
                                named.getOrDefault("author", Order.AUTOMATIC.author()),
                                on(named.getOrDefault("counted", "0")),
                                "")
                        .withSince(number(named, "since", 0));
        return new Arguments(
                home.module(words.get(2)),
                (int) number(named, "id", 1),
                named.getOrDefault("node", ""),
                number(named, "incarnation", 0),
                on(named.getOrDefault("receiver", "0")),
                number(named, "reserved", 0),
                on(named.getOrDefault("failover", "on")),
                order);
    }

    private static Map<String, String> named(List<String> words) {
        var named = new TreeMap<String, String>();
        for (String word : words) {
            int equal = word.indexOf('=');
            if (equal <= 0) {
                throw new IllegalArgumentException("expected name=value, found: " + word);
            }
            named.put(word.substring(0, equal), word.substring(equal + 1));
        }
        return named;
    }

    private static long number(Map<String, String> named, String name, long otherwise) {
        String text = named.getOrDefault(name, Long.toString(otherwise));
        if (!text.matches("[0-9]{1,18}")) {
            throw new IllegalArgumentException(name + " is a number, found: " + text);
        }
        return Long.parseLong(text);
    }

    private static boolean on(String text) {
        return text.equals("on") || text.equals("1");
    }
}

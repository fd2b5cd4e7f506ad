package safekit.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import safekit.core.config.Spelling;

/** All commands (spec 08), and which of them this version has. */
final class CommandTable {
    /** Commands of the specification that this version does not have. */
    private static final List<String> UNAVAILABLE =
            List.of(
                    "boot",
                    "webserver",
                    "webservercfg",
                    "notification",
                    "uninstall",
                    "safeagent",
                    "checker",
                    "errd",
                    "logsave",
                    "module package",
                    "why",
                    "whatif",
                    "dump",
                    "snapshot",
                    "clean",
                    "kill",
                    "-r",
                    "-H",
                    "-E",
                    "-G");

    private static final List<Shape> COMMANDS = new ArrayList<>();

    static {
        node();
        modules();
        control();
        replication();
        monitoring();
        quarantine();
    }

    private CommandTable() {}

    static List<Shape> all() {
        return List.copyOf(COMMANDS);
    }

    /** The command that these arguments begin with. */
    static Shape find(List<String> arguments) throws UsageError {
        String one = arguments.getFirst();
        String two = arguments.size() < 2 ? one : one + " " + arguments.get(1);
        for (Shape each : COMMANDS) {
            if (each.verb().equals(two) || each.verb().equals(one)) {
                return each;
            }
        }
        throw unknown(one, two);
    }

    private static UsageError unknown(String one, String two) {
        List<String> verbs = COMMANDS.stream().map(Shape::verb).toList();
        List<String> family = verbs.stream().filter(verb -> verb.startsWith(one + " ")).toList();
        if (!family.isEmpty() && one.equals(two)) {
            return new UsageError("'%s' needs a word more: %s".formatted(one, join(family)));
        }
        String word = family.isEmpty() ? one : two;
        List<String> longer = verbs.stream().filter(verb -> verb.startsWith(word)).toList();
        String hint =
                longer.isEmpty()
                        ? Spelling.hint(word, verbs)
                        : "did you mean %s?".formatted(join(longer));
        return new UsageError(
                "there is no command '%s'; %s"
                        .formatted(word, hint.isEmpty() ? "safekit help lists all" : hint));
    }

    private static String join(List<String> verbs) {
        return verbs.stream().map(verb -> "'" + verb + "'").collect(Collectors.joining(", "));
    }

    /** The command of the specification that is not built, or the empty text. */
    static String unavailable(List<String> arguments) {
        String one = arguments.getFirst();
        String two = arguments.size() < 2 ? one : one + " " + arguments.get(1);
        return UNAVAILABLE.contains(one) ? one : UNAVAILABLE.contains(two) ? two : "";
    }

    private static void add(Shape shape) {
        COMMANDS.add(shape);
    }

    private static void node() {
        add(Shape.of("level", "version of the product and of a module").optionalModule());
        add(
                Shape.of("cmdlog", "the commands that changed something on this node")
                        .option("-s", "count", "nb", false));
        add(Shape.of("shutdown", "stop all running modules").caller());
        add(
                Shape.of("cluster config", "apply the cluster configuration")
                        .word("lock", "lock|unlock", false, "lock", "unlock")
                        .word("file", "file.xml|file.zip", false)
                        .caller());
        add(
                Shape.of("cluster confcheck", "check a cluster configuration")
                        .word("file", "file", true));
        add(Shape.of("cluster confinfo", "signature, date and lock of each node"));
        add(Shape.of("cluster state", "the modules of all nodes"));
        add(Shape.of("cluster deconfig", "remove the cluster configuration").caller());
        add(Shape.of("cluster genkey", "create the cluster key").caller());
        add(Shape.of("cluster delkey", "remove the cluster key").caller());
    }

    private static void modules() {
        add(
                Shape.of("module install", "install a .safe file")
                        .module()
                        .option("-M", "id", "id", false)
                        .flag("-r", "reinstall")
                        .option("-u", "user", "user", false)
                        .word("file", "AM.safe", false));
        add(Shape.of("module uninstall", "back up and remove a module").module().caller());
        add(Shape.of("module list", "names of the installed modules"));
        add(Shape.of("module listid", "names and ids of the installed modules"));
        add(
                Shape.of("module getports", "ports of a module")
                        .optionalModule()
                        .option("-i", "id", "id", false)
                        .needsAnOption());
        add(Shape.of("module genkey", "create the key of a module").module().caller());
        add(Shape.of("module delkey", "remove the key of a module").module().caller());
        add(Shape.of("config", "apply the configuration of a module").module().caller());
        add(Shape.of("confcheck", "check the configuration of a module").module());
        add(Shape.of("confinfo", "signatures of the active and current configuration").module());
        add(Shape.of("deconfig", "remove the active configuration").module().caller());
    }

    private static void control() {
        add(Shape.of("start", "start a module").module().caller());
        add(Shape.of("stop", "stop a module").module().caller());
        add(Shape.of("restart", "stop and start scripts only").module().caller());
        add(Shape.of("stopstart", "full stop, then start").module().caller());
        add(Shape.of("forcestop", "when stop has no effect").module().caller());
        add(
                Shape.of("swap", "exchange the roles of the nodes")
                        .module()
                        .caller()
                        .word("nosync", "nosync", false, "nosync"));
        add(
                Shape.of("prim", "start as primary")
                        .module()
                        .caller()
                        .word("fullsync", "fullsync", false, "fullsync"));
        add(Shape.of("primforce", "as prim, even with inconsistent data").module().caller());
        add(
                Shape.of("second", "start as secondary")
                        .module()
                        .caller()
                        .word("fullsync", "fullsync", false, "fullsync"));
        add(
                Shape.of("secondforce", "start as secondary, copy what is newer than a date")
                        .module()
                        .caller()
                        .option("-d", "date", "date", true));
        add(waiting("waitstart", "wait for the end of start"));
        add(waiting("waitstop", "wait for the end of stop"));
        add(
                waiting("waitstate", "wait for a stable state")
                        .word(
                                "state",
                                "STOP|ALONE|UP|PRIM|SECOND",
                                true,
                                "STOP",
                                "ALONE",
                                "UP",
                                "PRIM",
                                "SECOND"));
        add(
                Shape.of("failover", "automatic failover")
                        .module()
                        .caller()
                        .word("value", "on|off", true, "on", "off"));
        add(Shape.of("incloop", "increment the loop counter").module().caller());
        add(Shape.of("resetloop", "reset the loop counter").module().caller());
        add(Shape.of("checkloop", "check the loop counter").module().caller());
    }

    private static void replication() {
        add(Shape.of("rfssync full", "the next synchronization compares all").module().caller());
        add(external("rfssync external", "a backup of the primary is restored"));
        add(external("rfssync -d", "the same without change detection"));
        add(Shape.of("rfssync", "how the next synchronization copies").module());
        add(Shape.of("rfs open", "let the replicated data be changed").module().caller());
        add(Shape.of("rfs close", "protect the replicated data again").module().caller());
    }

    private static Shape external(String verb, String summary) {
        return Shape.of(verb, summary)
                .module()
                .caller()
                .word("role", "prim|second", true, "prim", "second")
                .word("uid", "uid", true);
    }

    private static Shape waiting(String verb, String summary) {
        return Shape.of(verb, summary).module().option("-t", "seconds", "seconds", false);
    }

    private static void monitoring() {
        add(
                Shape.of("state", "state of all modules, or of one")
                        .optionalModule()
                        .flag("-v", "verbose")
                        .flag("-lq", "quiet"));
        add(
                Shape.of("get", "value of a resource")
                        .module()
                        .option("-r", "resource", "class.id", true));
        add(
                Shape.of("set", "assign a resource")
                        .module()
                        .caller()
                        .option("-r", "resource", "class.id", true)
                        .option("-v", "value", "value", true)
                        .flag("-n", "nolog")
                        .flag("-l", "log"));
        add(Shape.of("rfsverify", "compare the secondary with the primary").module());
        add(Shape.of("rfsdiff", "what changed since the secondary stopped").module());
        add(logging("log", "messages of a module"));
        add(logging("logview", "follow the messages of a module"));
        add(Shape.of("printi", "write an info line").module().word("message", "message", true));
        add(Shape.of("printe", "write an event line").module().word("message", "message", true));
    }

    private static void quarantine() {
        add(Shape.of("quarantine list", "what split brains overwrote on this node").module());
        add(
                Shape.of("quarantine show", "the files of a quarantine")
                        .module()
                        .word("id", "id", true));
        add(
                Shape.of("quarantine restore", "write them to an empty directory")
                        .module()
                        .word("id", "id", true)
                        .word("file", "directory", true));
        add(
                Shape.of("quarantine purge", "remove a quarantine, or all, for ever")
                        .module()
                        .word("confirmed", "yes", false, "yes")
                        .word("id", "id|all", true));
    }

    private static Shape logging(String verb, String summary) {
        return Shape.of(verb, summary)
                .module()
                .option("-s", "count", "nb", false)
                .flag("-A", "verbose")
                .option("-l", "language", "en|fr", false);
    }
}

package safekit.cli;

import java.util.List;
import java.util.Set;

/** What {@code safekit}, {@code safekit help [command]} and {@code safekit command -h} print. */
final class Help {
    private static final Set<String> WORDS = Set.of("-h", "-help", "--help", "help");
    private static final int COLUMN = 52;

    private Help() {}

    /** Whether these arguments ask for help: alone, before a command or behind it. */
    static boolean isAsked(List<String> arguments) {
        return !arguments.isEmpty()
                && (WORDS.contains(arguments.getFirst())
                        || (arguments.size() < 4
                                && WORDS.contains(arguments.getLast())
                                && !arguments.getLast().equals("help")));
    }

    /** The help on the command that the arguments name, else the list of all. */
    static String text(List<String> arguments) throws UsageError {
        List<String> command = arguments.stream().filter(each -> !WORDS.contains(each)).toList();
        if (command.isEmpty()) {
            return all();
        }
        Shape shape = CommandTable.find(command);
        return "usage: %s%n  %s%n".formatted(new Usage(shape).synopsis(), shape.summary());
    }

    private static String all() {
        StringBuilder text = new StringBuilder();
        text.append("usage: safekit <command> [options]; safekit help <command> tells more\n\n");
        line(text, "-p", "environment of the product, for a shell");
        CommandTable.all().forEach(each -> line(text, new Usage(each).brief(), each.summary()));
        text.append("\nAM is a module; the variable SAFEMODULE stands in for -m AM.\n");
        text.append("exit codes: 0 ok, 1 failure, 2 usage, 3 safeadmin does not run\n");
        return text.toString();
    }

    private static void line(StringBuilder text, String left, String right) {
        text.append("  ").append(left);
        int gap = COLUMN - left.length();
        text.append(gap > 0 ? " ".repeat(gap) : "\n  " + " ".repeat(COLUMN)).append(right);
        text.append('\n');
    }
}

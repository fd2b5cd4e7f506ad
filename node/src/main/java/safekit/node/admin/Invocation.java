package safekit.node.admin;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import safekit.core.local.LocalMessage.Request;
import safekit.node.local.CommandFailed;

/**
 * One call of a verb. The arguments of its request are the verb ("module install") and {@code
 * name=value} pairs, so that nothing has to be parsed twice; {@code safekit} checks the usage.
 *
 * @param verb the words of the command
 * @param options the pairs
 * @param request where it came in
 * @param peer operating-system user of the caller
 */
record Invocation(String verb, Map<String, String> options, Request request, String peer) {

    static Invocation of(Request request, String peer) throws CommandFailed {
        List<String> arguments = request.arguments();
        if (arguments.isEmpty()) {
            throw new CommandFailed("the request holds no command");
        }
        Map<String, String> options = new TreeMap<>();
        for (String argument : arguments.subList(1, arguments.size())) {
            int sign = argument.indexOf('=');
            if (sign < 0) {
                throw new CommandFailed("'" + argument + "' is no option, expected name=value");
            }
            options.put(argument.substring(0, sign), argument.substring(sign + 1));
        }
        return new Invocation(arguments.getFirst(), options, request, peer);
    }

    /** The value of an option, or null. */
    @Nullable String option(String name) {
        return options.get(name);
    }

    /** The value of an option, or the empty text. */
    String text(String name) {
        return options.getOrDefault(name, "");
    }

    /** Whether a switch is given. */
    boolean has(String name) {
        return options.containsKey(name);
    }

    /** The value of an option that the command cannot do without. */
    String required(String name) throws CommandFailed {
        String value = options.get(name);
        if (value == null || value.isEmpty()) {
            throw new CommandFailed("%s needs the option %s".formatted(verb, name));
        }
        return value;
    }

    String module() throws CommandFailed {
        return required("module");
    }

    /** A number, or the default when it is not given. */
    int number(String name, int absent) throws CommandFailed {
        String value = options.get(name);
        if (value == null) {
            return absent;
        }
        if (!value.matches("[0-9]{1,9}")) {
            throw new CommandFailed("'%s' is not a number".formatted(value));
        }
        return Integer.parseInt(value);
    }

    /** A file of the caller, relative to its directory. */
    @Nullable Path file(String name) {
        String value = options.get(name);
        return value == null ? null : Path.of(request.directory()).resolve(value).normalize();
    }

    /** Whether the loop counter is incremented (spec 08 section 1). */
    boolean counted() {
        return has("identity");
    }

    /** Who calls: the identity of a component, a console user, else the local user. */
    String author() {
        String identity = text("identity");
        String user = text("user");
        return !identity.isEmpty() ? identity : !user.isEmpty() ? user : peer;
    }
}

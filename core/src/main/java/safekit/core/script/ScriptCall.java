package safekit.core.script;

import java.util.ArrayList;
import java.util.List;

/**
 * One execution of a module script. A script that the module does not have is skipped silently
 * (spec 07 section 1).
 *
 * @param name base name of the script
 * @param position current state, next state and action; empty for prestart
 * @param extra further arguments, such as the restart services
 * @param timeout which limit applies, and so which pass of a stop script this is
 */
public record ScriptCall(String name, List<String> position, List<String> extra, Timeout timeout) {

    /** Limit of an execution (spec 02 section 7, OPEN 02-11). */
    public enum Timeout {
        /** No limit: everything but stop scripts. */
        NONE,
        /** nicestoptimeout: graceful pass of a stop script. */
        NICE,
        /** forcestoptimeout: force pass of a stop script. */
        FORCE
    }

    public ScriptCall {
        position = List.copyOf(position);
        extra = List.copyOf(extra);
    }

    /** Whether this is the force pass of a stop script. */
    public boolean forced() {
        return timeout == Timeout.FORCE;
    }

    /** All arguments in order: {@code force}, position, extra (spec 07 section 3). */
    public List<String> arguments() {
        var all = new ArrayList<String>();
        if (forced()) {
            all.add("force");
        }
        all.addAll(position);
        all.addAll(extra);
        return List.copyOf(all);
    }

    /**
     * The script as log lines name it: {@code start_prim}, {@code prestart "start"}. The position
     * is left out, as in the specification's examples.
     */
    public String shown() {
        var words = new ArrayList<String>();
        if (forced()) {
            words.add("force");
        }
        words.addAll(extra);
        return words.isEmpty() ? name : name + " \"" + String.join(" ", words) + "\"";
    }
}

package safekit.core.config.module;

import java.util.List;
import safekit.core.config.xml.Source;

/**
 * {@code <proc>} (spec 05 section 1); its resource is {@code proc.<name>}. Empty expressions do not
 * filter; -1 switches the criterion {@code atLeast} or {@code atMost} off. {@code action} is one of
 * {@link #ACTIONS} or the path of a handler. {@code startAfter} counts polling cycles.
 */
public record MonitoredProcess(
        String name,
        boolean service,
        String nameExpression,
        String argumentExpression,
        int atLeast,
        int atMost,
        String action,
        List<String> restartServices,
        String activationClass,
        int startAfter,
        Source source) {
    /** The actions that need no handler. */
    public static final List<String> ACTIONS = List.of("stopstart", "restart", "stop", "noaction");

    public MonitoredProcess {
        restartServices = List.copyOf(restartServices);
    }

    /** True when the action is an executable of the user. */
    public boolean hasHandler() {
        return !ACTIONS.contains(action);
    }
}

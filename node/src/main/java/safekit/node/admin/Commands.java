package safekit.node.admin;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import safekit.core.local.LocalMessage.Request;
import safekit.node.local.Answer;
import safekit.node.local.CommandFailed;

/** All commands of the control socket; those that modify something are logged. Thread-safe. */
final class Commands implements Answer.Handler {
    private final Map<String, Verb> verbs = new TreeMap<>();
    private final Set<String> modifying = new TreeSet<>();
    private final Records records;

    Commands(Records records) {
        this.records = records;
    }

    /** What a command does. */
    @FunctionalInterface
    interface Verb {
        /** Does it and returns its exit code. */
        int run(Invocation call, Answer answer) throws IOException, CommandFailed;
    }

    /** What a command does that either succeeds or fails. */
    @FunctionalInterface
    interface Act {
        /** Does it. */
        void run(Invocation call, Answer answer) throws IOException, CommandFailed;
    }

    /** A command that only looks. */
    void query(String name, Verb verb) {
        verbs.put(name, verb);
    }

    /** A command that only looks and has no exit code of its own. */
    void look(String name, Act act) {
        verbs.put(name, succeeding(act));
    }

    /** A command that modifies something: START and END are in the command log. */
    void modify(String name, Act act) {
        modifyWithCode(name, succeeding(act));
    }

    /** As above, with an exit code of its own. */
    void modifyWithCode(String name, Verb verb) {
        verbs.put(name, verb);
        modifying.add(name);
    }

    @Override
    public int answer(Request request, Answer answer) {
        answer.acknowledge();
        try {
            Invocation call = Invocation.of(request, answer.peer());
            Verb verb = verbs.get(call.verb());
            if (verb == null) {
                throw new CommandFailed(call.verb() + " is not available in this version");
            }
            return modifying.contains(call.verb())
                    ? logged(verb, call, answer)
                    : run(verb, call, answer);
        } catch (CommandFailed e) {
            answer.error("Error: " + e.sentence());
            return 1;
        }
    }

    private int logged(Verb verb, Invocation call, Answer answer) throws CommandFailed {
        long entry = call.number("pid", 0);
        String text = call.has("text") ? call.text("text") : call.verb();
        records.commandStarted(call.text("module"), entry, text);
        int code = run(verb, call, answer);
        records.commandEnded(entry, code);
        return code;
    }

    private static int run(Verb verb, Invocation call, Answer answer) {
        try {
            return verb.run(call, answer);
        } catch (CommandFailed e) {
            answer.error("Error: " + e.sentence());
        } catch (IOException e) {
            answer.error("Error: " + (e.getMessage() == null ? e : describe(e)));
        }
        return 1;
    }

    /** File system errors of Java name only the file. */
    private static String describe(IOException e) {
        boolean onlyName = e instanceof FileSystemException;
        return onlyName
                ? e.getClass().getSimpleName() + ": " + e.getMessage()
                : "" + e.getMessage();
    }

    private static Verb succeeding(Act act) {
        return (call, answer) -> {
            act.run(call, answer);
            return 0;
        };
    }
}

package safekit.node.admin;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import safekit.core.local.LocalMessage.Request;
import safekit.node.install.Modules;
import safekit.node.local.Answer;
import safekit.node.local.CommandFailed;

/** Questions about replicated data that a module answers after a time (spec 04 section 10). */
final class DataVerbs {
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Modules modules;
    private final Supervisor supervisor;

    DataVerbs(Modules modules, Supervisor supervisor) {
        this.modules = modules;
        this.supervisor = supervisor;
    }

    void register(Commands commands) {
        commands.query("rfsverify", (call, answer) -> data("RFSVERIFY", call, answer));
        commands.query("rfsdiff", (call, answer) -> data("RFSDIFF", call, answer));
    }

    /** The code of the answer, or 1. */
    private int data(String question, Invocation call, Answer answer)
            throws IOException, CommandFailed {
        String module = modules.requiredActive(call.module()).name();
        int code =
                supervisor
                        .questions()
                        .askPatiently(
                                module, Request.of("safeadmin", "data", question), answer::pass);
        if (code != 0) {
            return code;
        }
        int shown = 0;
        while (true) {
            List<String> page = page(module, question, shown);
            for (String line : page.subList(1, page.size())) {
                show(line, answer);
                shown++;
            }
            if (!page.getFirst().equals("more")) {
                return Integer.parseInt(page.getFirst());
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private static void show(String line, Answer answer) {
        if (line.startsWith("Error: ")) {
            answer.error(line);
        } else {
            answer.line(line);
        }
    }

    private List<String> page(String module, String question, int from)
            throws IOException, CommandFailed {
        var text = new StringBuilder();
        int code =
                supervisor
                        .questions()
                        .ask(
                                module,
                                Request.of("safeadmin", "data-page", question, "" + from),
                                output -> text.append(output.text()));
        if (code != 0) {
            throw new CommandFailed(text.toString().replaceFirst("^Error: ", "").strip());
        }
        return text.toString().lines().toList();
    }
}

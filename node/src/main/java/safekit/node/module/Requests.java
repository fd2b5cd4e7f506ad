package safekit.node.module;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import safekit.core.failover.Resources;
import safekit.core.generation.SyncPolicy;
import safekit.core.message.LogLine;
import safekit.core.message.Message;
import safekit.core.mirror.Command;
import safekit.core.mirror.Event;
import safekit.core.mirror.MirrorState;
import safekit.core.mirror.Order;

/**
 * The verbs that safeadmin uses on a running module. Each is answered by the thread that decides,
 * so an answer is also a sign of its life.
 */
final class Requests {
    private static final long PATIENCE_MILLIS = 30_000;

    /** Set to up by an administrator it begins a scheduled synchronization at once. */
    private static final String SYNC_AT = "rfs.syncat";

    private final ModuleProcess module;

    /** Text for stream 1 or 2, and the exit code: 0, or 1 after {@code Error: ...}. */
    record Answer(int stream, String text, int code) {
        static Answer ok(String text) {
            return new Answer(1, text, 0);
        }

        static Answer error(String text) {
            return new Answer(2, "Error: " + text + "\n", 1);
        }
    }

    Requests(ModuleProcess module) {
        this.module = module;
    }

    /** Answers; waits for the thread of the loop, but not for ever. */
    Answer answer(List<String> words) {
        var answer = new CompletableFuture<Answer>();
        module.loop().post(() -> act(words, answer));
        try {
            return answer.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return Answer.error("the module does not answer");
        } catch (ExecutionException e) {
            return Answer.error(String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.error("the module ends");
        }
    }

    private void act(List<String> words, CompletableFuture<Answer> answer) {
        String verb = words.isEmpty() ? "" : words.getFirst();
        try {
            switch (verb) {
                case "order" -> order(words, answer);
                case "policy" -> policy(words, answer);
                case "pulse" -> {
                    if (words.size() > 1) {
                        module.sync().clusterSeen(words.get(1));
                    }
                    answer.complete(Answer.ok(pulse()));
                }
                case "state" -> answer.complete(Answer.ok(module.board().print()));
                case "get" -> answer.complete(value(word(words, 1)));
                case "set" -> answer.complete(set(words));
                case "printi" -> answer.complete(print(Message.PRINT_INFO, word(words, 1)));
                case "printe" -> answer.complete(print(Message.PRINT_EVENT, word(words, 1)));
                case "failover" -> answer.complete(failover(word(words, 1)));
                case "checker" -> answer.complete(checker(word(words, 1)));
                case "data" -> answer.complete(data(words));
                case "data-page" -> answer.complete(page(words));
                case "loop" -> answer.complete(loop(word(words, 1)));
                default -> answer.complete(Answer.error("unknown verb '" + verb + "'"));
            }
        } catch (IllegalArgumentException e) {
            answer.complete(Answer.error(String.valueOf(e.getMessage())));
        } catch (IOException e) {
            answer.complete(Answer.error(verb + " is in effect but cannot be kept: " + e));
        }
    }

    private static String word(List<String> words, int index) {
        if (words.size() <= index) {
            throw new IllegalArgumentException("the verb " + words + " needs more words");
        }
        return words.get(index);
    }

    /** Begins what {@link #page} tells. */
    private Answer data(List<String> words) {
        var question = DataQuestion.valueOf(word(words, 1));
        String shown = module.loop().state().shown().state().name();
        String wanted = question == DataQuestion.RFSVERIFY ? "SECOND" : "ALONE";
        if (!shown.equals(wanted)) {
            return Answer.error("this works on %s, the module is %s".formatted(wanted, shown));
        }
        String why = module.replication().begin(question);
        return why.isEmpty() ? Answer.ok("") : Answer.error(why);
    }

    /** First {@code more} or the exit code, then lines. */
    private Answer page(List<String> words) {
        var question = DataQuestion.valueOf(word(words, 1));
        DataAnswer page = module.replication().answer(question, Integer.parseInt(word(words, 2)));
        var text = new StringBuilder(page.done() ? "" + page.code() : "more").append('\n');
        page.lines().forEach(line -> text.append(line).append('\n'));
        return Answer.ok(text.toString());
    }

    private void order(List<String> words, CompletableFuture<Answer> answer) {
        boolean nosync = words.size() > 5 && words.get(5).equals("1");
        var plain =
                new Order(
                        Command.valueOf(word(words, 1)),
                        word(words, 2).equals("1"),
                        word(words, 4),
                        word(words, 3).equals("1"),
                        "");
        Order order = nosync ? plain.withoutSync() : plain;
        module.edge().order(order, error -> answered(error, answer));
    }

    private static void answered(String error, CompletableFuture<Answer> answer) {
        answer.complete(error.isEmpty() ? Answer.ok("") : Answer.error(error));
    }

    /** How the next reintegration copies: its kind, the name of the backup, without -d. */
    private void policy(List<String> words, CompletableFuture<Answer> answer) {
        module.edge()
                .policy(
                        SyncPolicy.Kind.valueOf(word(words, 1)),
                        word(words, 2),
                        word(words, 3).equals("1"),
                        error -> answered(error, answer));
    }

    private String pulse() {
        MirrorState state = module.loop().state();
        return "%s %s %s %d %s%n"
                .formatted(
                        state.phase(),
                        state.shown().state(),
                        state.shown().substate(),
                        state.incarnation(),
                        state.tuple().consistent() ? "consistent" : "mixture");
    }

    private Answer value(String name) {
        String value = module.board().value(name);
        return value.isEmpty() ? Answer.error("no resource " + name) : Answer.ok(value + "\n");
    }

    private Answer set(List<String> words) {
        String name = word(words, 1);
        String value = word(words, 2);
        String identity = word(words, 3);
        String told = word(words, 4);
        module.board().assign(name, value, identity);
        if (name.equals(SYNC_AT)) {
            module.loop().raise(now -> new Event.SyncDue(now, value.equals(Resources.UP)));
        }
        boolean log = told.equals("yes") || (told.equals("default") && ResourceBoard.told(name));
        if (log) {
            boolean checked = value.equals(Resources.UP) || value.equals(Resources.DOWN);
            module.edge()
                    .log(
                            checked
                                    ? ResourceBoard.checked(name, value, identity)
                                    : Message.RESOURCE_SET.line(name, value, identity));
        }
        return Answer.ok("");
    }

    private Answer print(Message message, String text) {
        LogLine line = message.line(text);
        module.edge().log(line);
        return Answer.ok("");
    }

    /** Kept over runs by safeadmin, which gives it to each process. */
    private Answer failover(String value) {
        show("failover", value);
        boolean on = value.equals("on");
        module.loop().raise(now -> new Event.FailoverSet(now, on));
        return Answer.ok("");
    }

    private Answer checker(String value) throws IOException {
        show("checker", value);
        module.settings().put(Map.of("checker", value));
        return Answer.ok("");
    }

    private void show(String name, String value) {
        if (!value.equals("on") && !value.equals("off")) {
            throw new IllegalArgumentException(name + " is on or off, found: " + value);
        }
        module.board().set("usersetting." + name, value, "safekit");
        module.edge().log(Message.RESOURCE_SET.line("usersetting." + name, value, "safekit"));
    }

    private Answer loop(String action) {
        boolean good =
                switch (action) {
                    case "inc" -> module.maxLoop().increment();
                    case "check" -> !module.maxLoop().limitReached();
                    case "reset" -> {
                        module.maxLoop().reset();
                        yield true;
                    }
                    default ->
                            throw new IllegalArgumentException(
                                    "expected inc, reset or check, found: " + action);
                };
        String unkept = module.maxLoop().unkept();
        return unkept.isEmpty() ? new Answer(1, "", good ? 0 : 1) : Answer.error(unkept);
    }
}

package safekit.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import safekit.core.local.LocalMessage.Request;

/**
 * The {@code safekit} command. The first two arguments are SAFE and SAFEVAR, as the launcher found
 * them. Exit codes: 0 ok, 1 failure, 2 usage, 3 daemon not running (OPEN 08-1).
 */
public final class Main {
    private static final int FAILURE = 1;
    private static final int USAGE = 2;
    private static final int NOT_RUNNING = 3;
    private static final int NO_STATE = 255;

    /** Commands that expand environment variables of the caller. */
    private static final Set<String> EXPANDING = Set.of("config", "confcheck", "module getports");

    private Main() {}

    /** Runs one command. */
    public static void main(String[] arguments) throws InterruptedException {
        List<String> words = Arrays.asList(arguments);
        Path safe = Path.of(words.get(0));
        Path var = Path.of(words.get(1));
        System.exit(run(safe, var, words.subList(2, words.size())));
    }

    private static int run(Path safe, Path var, List<String> arguments)
            throws InterruptedException {
        int code;
        try {
            return act(safe, var, arguments);
        } catch (UsageError e) {
            System.err.println("Error: " + e.getMessage());
            code = USAGE;
        } catch (Client.NotRunning e) {
            System.err.println(e.getMessage());
            code = NOT_RUNNING;
        } catch (IOException e) {
            System.err.println("Error: " + e.getMessage());
            code = FAILURE;
        } catch (RuntimeException | Error e) {
            // Java's own exit code of a bug or a damaged jar is that of a state.
            System.err.println("Error: internal error: " + e);
            code = FAILURE;
        }
        return isStateWord(arguments) ? NO_STATE : code;
    }

    /** Each small exit code of {@code state -lq} is a state: what is none is 255 (OPEN 08-7). */
    private static boolean isStateWord(List<String> arguments) {
        return arguments.contains("-lq") && arguments.getFirst().equals("state");
    }

    private static int act(Path safe, Path var, List<String> arguments)
            throws UsageError, Client.NotRunning, IOException, InterruptedException {
        if (arguments.isEmpty()) {
            System.err.print(Help.text(arguments));
            return USAGE;
        }
        if (Help.isAsked(arguments)) {
            System.out.print(Help.text(arguments));
            return 0;
        }
        if (arguments.getFirst().equals("-p")) {
            new Variables(safe, var).print();
            return 0;
        }
        String unavailable = CommandTable.unavailable(arguments);
        if (!unavailable.isEmpty()) {
            System.err.println("Error: " + unavailable + " is not available in this version");
            return FAILURE;
        }
        return new Client(var.resolve("safeadmin.sock")).ask(request(arguments));
    }

    private static Request request(List<String> arguments) throws UsageError {
        Shape shape = CommandTable.find(arguments);
        List<String> words = new ArrayList<>(List.of(shape.verb()));
        words.addAll(new Usage(shape).read(arguments, System.getenv()));
        words.add("text=" + String.join(" ", arguments));
        words.add("pid=" + ProcessHandle.current().pid());
        Map<String, String> environment =
                EXPANDING.contains(shape.verb()) ? new TreeMap<>(System.getenv()) : Map.of();
        return new Request("", System.getProperty("user.dir", "/"), environment, words);
    }
}

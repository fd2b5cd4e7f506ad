package safekit.bench.inside;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs commands in turn and tells how long each took from its start to its end; a command that
 * fails ends the program with its exit code. Arguments: how many runs of each, then each command
 * after a {@link #NEXT}. The first round is not shown.
 */
public final class Launches {
    static final String NEXT = "--next";

    private Launches() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int count = Integer.parseInt(arguments[0]);
        List<List<String>> commands = commands(arguments);
        for (int round = 0; round <= count; round++) {
            for (int i = 0; i < commands.size(); i++) {
                long nanos = run(commands.get(i));
                if (round > 0) {
                    System.out.println(i + " " + nanos);
                }
            }
        }
    }

    private static List<List<String>> commands(String[] arguments) {
        List<List<String>> commands = new ArrayList<>();
        for (int i = 1; i < arguments.length; i++) {
            if (arguments[i].equals(NEXT)) {
                commands.add(new ArrayList<>());
            } else {
                commands.getLast().add(arguments[i]);
            }
        }
        return commands;
    }

    private static long run(List<String> command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command);
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        long start = System.nanoTime();
        int exit = builder.start().waitFor();
        long nanos = System.nanoTime() - start;
        if (exit != 0) {
            System.err.println(String.join(" ", command) + " ended with " + exit);
            System.exit(exit);
        }
        return nanos;
    }
}

package safekit.node.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import safekit.core.local.LocalMessage.Request;
import safekit.linux.process.ProcessIdentity;
import safekit.node.disk.ProcessLock;
import safekit.node.home.Home;
import safekit.node.home.ModuleHome;
import safekit.node.local.Answer;
import safekit.node.local.LocalServer;
import safekit.node.store.ExitCode;

/**
 * A module process that only talks: ALONE Ready at once; told to by {@code set}, dies, hangs or
 * mumbles.
 */
public final class FakeModule {
    private static final CountDownLatch HUNG = new CountDownLatch(1);
    private static volatile boolean hangs;
    private static volatile boolean mumbles;
    private static volatile long incarnation;

    private FakeModule() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> words = List.of(arguments);
        ModuleHome module =
                new Home(Path.of(words.get(0)), Path.of(words.get(1))).module(words.get(2));
        incarnation = Long.parseLong(words.get(3).substring("incarnation=".length()));
        String holder = ProcessIdentity.own().print() + " " + incarnation;
        ProcessLock alone = ProcessLock.take(module.lock(), holder);
        if (alone == null) {
            Runtime.getRuntime().halt(ModuleProcess.HELD);
            return;
        }
        System.out.println("started with " + words.subList(3, words.size()));
        LocalServer server =
                LocalServer.open(module.socket(), (request, to) -> answer(module, request, to));
        new CountDownLatch(1).await();
        server.close();
        alone.close();
    }

    private static int answer(ModuleHome module, Request request, Answer answer)
            throws IOException {
        List<String> words = request.arguments();
        if (hangs) {
            try {
                HUNG.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        switch (words.getFirst()) {
            case "pulse" -> answer.line(mumbles ? "hm" : "ALONE ALONE Ready 7 consistent");
            case "order" -> {
                if (words.get(1).contains("stop") || words.get(1).equals("shutdown")) {
                    Files.delete(module.socket());
                    ExitCode.write(module, incarnation, ModuleProcess.IN_ORDER);
                    Runtime.getRuntime().halt(0);
                }
                answer.line("ordered " + words.subList(1, words.size()));
            }
            case "set" -> {
                if (words.get(2).equals("die")) {
                    Runtime.getRuntime().halt(70);
                }
                hangs = words.get(2).equals("hang");
                mumbles = words.get(2).equals("mumble");
            }
            case "state" -> answer.line("state.local");
            case "loop" -> answer.line("loop " + words.get(1));
            default -> {
                answer.error("Error: " + words + " is not for a fake module");
                return 1;
            }
        }
        return 0;
    }
}

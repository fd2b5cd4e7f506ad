package safekit.node.module;

import java.io.IOException;
import java.util.List;
import safekit.core.mirror.Command;
import safekit.core.mirror.Order;
import safekit.node.store.ModuleLog;

/** One node of a pair that runs in this JVM. */
final class TestNode implements AutoCloseable {
    final TestHome home;
    final ModuleSetup setup;
    final ModuleLog log;
    final ModuleProcess process;
    final Requests requests;
    private boolean closed;

    TestNode(TestHome home, String name, Replication replication) throws IOException {
        this.home = home;
        setup = ModuleSetup.read(home.module, 1, name);
        log = new ModuleLog(home.module.log());
        var journal = new Journal(log);
        var scripts = new Scripts(home.module, setup.config().user(), journal::ofTask);
        process =
                new ModuleProcess(
                        setup, _ -> replication, Addresses.NONE, scripts, journal, () -> {});
        requests = new Requests(process);
    }

    void start(long number, Command command) throws IOException {
        process.start(
                new ModuleProcess.Start(number << 16, false, 0, true, Order.by("root", command)));
    }

    Requests.Answer ask(String... words) {
        return requests.answer(List.of(words));
    }

    void await(String line) throws Exception {
        Deadline.until(
                setup.nodeName() + ": " + line,
                () -> String.join("\n", home.lines()),
                () -> home.lines().contains(line));
    }

    /** Waits until the displayed state is this one. */
    void awaitState(String state) throws Exception {
        Deadline.until(
                setup.nodeName() + " " + state,
                () -> String.join("\n", home.lines()),
                () -> ask("get", "state.local").text().equals(state + "\n"));
    }

    @Override
    public void close() throws IOException {
        end();
    }

    /** Ends it as the death of its process would, but writes its log to the end. */
    void end() throws IOException {
        if (!closed) {
            closed = true;
            process.loop().post(process.loop()::stop);
            process.close();
            log.close();
        }
    }
}

package safekit.node.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import safekit.core.config.Parsed;
import safekit.core.config.module.ModuleConfig;
import safekit.core.config.module.ModuleReader;
import safekit.node.cluster.Cluster;
import safekit.node.cluster.ClusterCommands;
import safekit.node.disk.DurableFile;
import safekit.node.home.Home;
import safekit.node.home.ModuleHome;
import safekit.node.install.Configuration;
import safekit.node.install.FreedDirectories;
import safekit.node.install.Installation;
import safekit.node.install.Modules;
import safekit.node.install.PortList;
import safekit.node.local.Answer;
import safekit.node.local.CommandFailed;

/** {@code module ...} and the configuration of modules (spec 08 section 6). One at a time. */
final class InstallVerbs {
    private static final int KEY_BYTES = 32;
    private static final int DEFAULT_CLUSTER_PORT = 4800;
    private static final long POLL_NANOS = 50_000_000;

    private final Modules modules;
    private final Installation installation;
    private final Configuration configuration;
    private final ClusterCommands cluster;
    private final Supervisor supervisor;
    private final Supplier<Map<String, Integer>> idsElsewhere;
    private final Runnable published;
    private final ReentrantLock one = new ReentrantLock();

    InstallVerbs(
            Home home,
            Modules modules,
            ClusterCommands cluster,
            Supervisor supervisor,
            Supplier<Map<String, Integer>> idsElsewhere,
            Runnable published) {
        this.modules = modules;
        this.installation = new Installation(home, modules);
        this.configuration = new Configuration(home, modules);
        this.cluster = cluster;
        this.supervisor = supervisor;
        this.idsElsewhere = idsElsewhere;
        this.published = published;
    }

    void register(Commands commands) {
        commands.modify("module install", alone(this::install));
        commands.modify("module uninstall", alone(this::uninstall));
        commands.modify("module genkey", alone((call, answer) -> key(call, true)));
        commands.modify("module delkey", alone((call, answer) -> key(call, false)));
        commands.modify("config", alone(this::config));
        commands.modify("deconfig", alone(this::deconfig));
        commands.look("confcheck", this::confcheck);
        commands.look(
                "confinfo",
                (call, answer) -> configuration.confinfo(call.module()).forEach(answer::line));
        commands.look(
                "module list",
                (call, answer) -> modules.installed().keySet().forEach(answer::line));
        commands.look(
                "module listid",
                (call, answer) ->
                        modules.installed().forEach((name, id) -> answer.line(name + " " + id)));
        commands.look("module getports", this::ports);
    }

    /** Ends what a crash interrupted. */
    void recover() throws IOException {
        configuration.recover();
    }

    private Commands.Act alone(Commands.Act act) {
        return (call, answer) -> {
            takeTurn(answer);
            try {
                act.run(call, answer);
            } finally {
                one.unlock();
            }
        };
    }

    private void takeTurn(Answer answer) throws CommandFailed {
        if (one.tryLock()) {
            return;
        }
        answer.error("another command works on the modules: waiting for its end");
        while (!one.tryLock()) {
            if (answer.isAbandoned()) {
                throw new CommandFailed("nobody waits for this command any more");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private void install(Invocation call, Answer answer) throws IOException, CommandFailed {
        String name = call.module();
        int asked = call.number("id", 0);
        if (call.has("id") && asked == 0) {
            throw new CommandFailed("a module id is at least 1");
        }
        supervisor.whileStopped(
                name,
                () -> {
                    int id =
                            installation.install(
                                    name,
                                    call.option("file"),
                                    asked,
                                    call.has("reinstall"),
                                    idsElsewhere.get());
                    answer.line("Module %s installed with id %d".formatted(name, id));
                });
    }

    private void uninstall(Invocation call, Answer answer) throws IOException, CommandFailed {
        String name = call.module();
        supervisor.whileStopped(
                name,
                () -> {
                    List<Path> directories = release(name, answer);
                    installation.uninstall(name, directories);
                });
        published.run();
    }

    private void config(Invocation call, Answer answer) throws IOException, CommandFailed {
        String name = call.module();
        ModuleHome module = modules.required(name);
        Cluster applied = cluster.required();
        supervisor.whileStopped(
                name,
                () -> {
                    var noLonger = new ArrayList<>(FreedDirectories.of(modules.active(name)));
                    configuration.config(name, applied, call.request().environment(), answer);
                    UserSetting.failover(module).reset();
                    noLonger.removeAll(FreedDirectories.of(modules.active(name)));
                    supervisor.configurationChanged(name, false);
                    try {
                        FreedDirectories.open(module, noLonger);
                    } finally {
                        supervisor.configurationChanged(name, true);
                    }
                });
        published.run();
    }

    private void confcheck(Invocation call, Answer answer) throws IOException, CommandFailed {
        configuration.confcheck(
                call.module(), cluster.required(), call.request().environment(), answer);
    }

    private void deconfig(Invocation call, Answer answer) throws IOException, CommandFailed {
        String name = call.module();
        supervisor.whileStopped(
                name,
                () -> {
                    List<Path> _ = release(name, answer);
                });
        published.run();
    }

    /**
     * Removes the active configuration, and before it what its directories are covered with: a
     * crash in between leaves a configured module, which is fenced again at the next start.
     */
    private List<Path> release(String name, Answer answer) throws IOException, CommandFailed {
        ModuleHome module = modules.required(name);
        List<Path> directories = FreedDirectories.of(modules.active(name));
        supervisor.configurationChanged(name, false);
        try {
            FreedDirectories.open(module, directories);
            configuration.deconfig(name, answer);
        } finally {
            if (modules.isConfigured(name)) {
                supervisor.configurationChanged(name, true);
            }
        }
        return directories;
    }

    private void key(Invocation call, boolean generate) throws IOException, CommandFailed {
        ModuleHome module = modules.required(call.module());
        Path file = module.current().resolve("conf/modulekey.dat");
        if (generate) {
            byte[] key = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(key);
            DurableFile.writePrivately(
                    file,
                    (HexFormat.of().formatHex(key) + "\n").getBytes(StandardCharsets.US_ASCII));
        } else {
            Files.deleteIfExists(file);
        }
    }

    private void ports(Invocation call, Answer answer) throws IOException, CommandFailed {
        Cluster applied = cluster.current();
        int clusterPort = applied == null ? DEFAULT_CLUSTER_PORT : applied.config().port();
        String name = call.option("module");
        int id = call.number("id", 0);
        if (name == null) {
            for (var entry : modules.installed().entrySet()) {
                name = entry.getValue() == id ? entry.getKey() : name;
            }
        }
        ModuleConfig config = null;
        if (name != null) {
            ModuleHome module = modules.required(name);
            id = modules.id(module);
            config = known(module, call);
        }
        if (id < 1 || id > 10_000) {
            throw new CommandFailed("a module id is between 1 and 10000");
        }
        PortList.of(clusterPort, id, config).forEach(answer::line);
    }

    /** The active configuration, else what can be read of the current one. */
    private @Nullable ModuleConfig known(ModuleHome module, Invocation call) throws IOException {
        ModuleConfig active = modules.active(module.name());
        if (active != null) {
            return active;
        }
        Parsed<ModuleConfig> current =
                ModuleReader.read(
                        module.userconfig().toString(),
                        Files.readString(module.userconfig()),
                        call.request().environment());
        return current.value();
    }
}

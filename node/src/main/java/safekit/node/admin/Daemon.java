package safekit.node.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import safekit.core.config.module.BootSetting;
import safekit.core.config.module.ModuleConfig;
import safekit.node.cluster.Cluster;
import safekit.node.cluster.ClusterCommands;
import safekit.node.cluster.ClusterFiles;
import safekit.node.cluster.MemberTable;
import safekit.node.cluster.Membership;
import safekit.node.home.Home;
import safekit.node.home.ModuleHome;
import safekit.node.install.ConfigSignature;
import safekit.node.install.Configuration;
import safekit.node.install.Modules;
import safekit.node.local.CommandFailed;
import safekit.node.local.LocalServer;

/** Everything of safeadmin on one home, from its start to its end. */
public final class Daemon implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Daemon.class.getName());

    private final Home home;
    private final Modules modules;
    private final Supervisor supervisor;
    private final ClusterCommands cluster;
    private final Membership membership;
    private final InstallVerbs installVerbs;
    private final ModuleVerbs moduleVerbs;
    private final Commands commands;
    private final BootMark bootMark;
    private final ScheduledExecutorService later =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("boot").daemon().factory());

    /** What other packages contribute. */
    public record Parts(
            Launcher launcher, StandIn standIn, AfterDeath afterDeath, Records records) {}

    /** Nothing runs yet. */
    public Daemon(Home home, Parts parts) {
        this.home = home;
        this.modules = new Modules(home);
        this.supervisor =
                new Supervisor(
                        home,
                        modules,
                        parts.launcher(),
                        parts.standIn(),
                        parts.afterDeath(),
                        this::nodeName);
        this.membership = new Membership(parts.records()::clusterEvent);
        this.cluster = new ClusterCommands(new ClusterFiles(home.cluster()), this::clusterChanged);
        this.bootMark = new BootMark(home.var().resolve("safeadmin.boot"));
        this.commands = new Commands(parts.records());
        supervisor.settings().sight().of(() -> !membership.others().isEmpty());
        ModuleStates states = new ModuleStates(supervisor);
        this.installVerbs =
                new InstallVerbs(
                        home, modules, cluster, supervisor, this::idsElsewhere, this::publish);
        this.moduleVerbs = new ModuleVerbs(modules, supervisor, states, parts.records());
        installVerbs.register(commands);
        moduleVerbs.register(commands);
        new RfsVerbs(modules, supervisor, parts.records()).register(commands);
        new DataVerbs(modules, supervisor).register(commands);
        new ClusterVerbs(cluster, modules, supervisor, membership, this::own).register(commands);
        new QuarantineVerbs(modules, supervisor).register(commands);
        new StateVerbs(modules, supervisor, states, parts.records(), membership::dropped)
                .register(commands);
    }

    /** Takes up what is there, answers commands, starts the modules that start with the machine. */
    public LocalServer open() throws IOException {
        Files.createDirectories(home.cluster());
        installVerbs.recover();
        loadCluster(true);
        boolean boot = bootMark.isNewBoot();
        supervisor.adopt(boot);
        publish();
        bootMark.set();
        if (boot) {
            bootModules();
        }
        return LocalServer.open(home.controlSocket(), commands);
    }

    /** An address of this machine that is not there yet may come: asked again until it is. */
    private void loadCluster(boolean first) throws IOException {
        try {
            if (cluster.current() == null) {
                cluster.load();
            }
        } catch (CommandFailed e) {
            if (first) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        "the cluster is not used yet: {0}",
                        e.sentence());
            }
            Future<?> _ = later.schedule(this::loadLater, 1, TimeUnit.SECONDS);
        }
    }

    private void loadLater() {
        try {
            loadCluster(false);
            supervisor.clusterChanged(cluster.current() != null);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "the cluster cannot be read: {0}", e);
        }
    }

    /** Stops all modules in order, as at the shutdown of the machine. */
    public void shutdown(Consumer<String> sink) {
        later.shutdownNow();
        supervisor.close();
        moduleVerbs.stopAll("root", sink);
        bootMark.clear();
    }

    private void bootModules() throws IOException {
        for (String name : modules.configured()) {
            try {
                bootModule(name);
            } catch (IOException e) {
                LOG.log(System.Logger.Level.ERROR, "module {0} does not start: {1}", name, e);
            }
        }
    }

    private void bootModule(String name) throws IOException {
        ModuleConfig config = modules.active(name);
        if (config != null && startsAtBoot(name, config) && !supervisor.runs(name)) {
            long delay = config.service().bootDelay().toMillis();
            Future<?> _ = later.schedule(() -> boot(name), delay, TimeUnit.MILLISECONDS);
        }
    }

    private boolean startsAtBoot(String name, ModuleConfig config) {
        ModuleHome module = home.module(name);
        return config.service().boot() == BootSetting.ON
                || (config.service().boot() == BootSetting.AUTO && WasStarted.of(module).isSet());
    }

    private void boot(String name) {
        try {
            supervisor.start(name, StartOrder.atBoot());
        } catch (IOException | CommandFailed e) {
            LOG.log(System.Logger.Level.ERROR, "module {0} does not start: {1}", name, e);
        }
    }

    /** Empty when no cluster is configured. */
    private String nodeName() {
        Cluster applied = cluster.current();
        return applied == null ? "" : applied.ownNode();
    }

    private void clusterChanged(@Nullable Cluster applied) {
        membership.apply(applied);
        if (applied != null) {
            publish();
        }
    }

    private Map<String, Integer> idsElsewhere() {
        Map<String, Integer> ids = new TreeMap<>();
        for (MemberTable table : membership.others()) {
            table.modules().forEach(module -> ids.put(module.name(), module.id()));
        }
        return ids;
    }

    private void publish() {
        try {
            if (cluster.current() != null) {
                membership.publish(own());
            }
        } catch (IOException | CommandFailed e) {
            LOG.log(System.Logger.Level.ERROR, "the module table is not published: {0}", e);
        }
    }

    private MemberTable own() throws IOException, CommandFailed {
        ClusterCommands.Confinfo confinfo = cluster.confinfo();
        if (confinfo == null) {
            throw new CommandFailed("the cluster is not configured");
        }
        List<MemberTable.Module> table = new ArrayList<>();
        for (String name : modules.configured()) {
            ModuleConfig config = modules.active(name);
            ModuleHome module = home.module(name);
            if (config != null) {
                table.add(
                        new MemberTable.Module(
                                name,
                                config.mode().word(),
                                modules.id(module),
                                Configuration.configuredAt(module),
                                ConfigSignature.of(module.active()).hex()));
            }
        }
        return new MemberTable(confinfo, table);
    }

    @Override
    public void close() {
        later.shutdownNow();
        supervisor.close();
        membership.close();
    }
}

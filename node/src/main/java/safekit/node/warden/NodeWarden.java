package safekit.node.warden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import safekit.core.config.module.ModuleConfig;
import safekit.core.config.module.ReplicatedDirectory;
import safekit.core.generation.Tuple;
import safekit.linux.mount.Fence;
import safekit.node.admin.StandIn;
import safekit.node.home.Home;
import safekit.node.home.ModuleHome;
import safekit.node.install.Modules;
import safekit.node.module.ModuleSetup;
import safekit.node.store.Dates;
import safekit.node.store.ModuleLog;
import safekit.node.store.ResourceStore;
import safekit.node.store.TupleFile;

/**
 * What safeadmin does for all mirror modules of its node: stands in for those that do not run, and
 * cleans up after those that died. Thread-safe.
 */
public final class NodeWarden implements StandIn, safekit.node.admin.AfterDeath {
    private static final System.Logger LOG = System.getLogger(NodeWarden.class.getName());

    private final Home home;
    private final Modules modules;
    private final Predicate<ModuleSetup> anchorHolds;
    private final Map<String, ModuleWarden> wardens = new TreeMap<>();
    private final Set<String> died = new HashSet<>();

    /**
     * @param anchorHolds whether the directories of a module carry its tuple's anchor
     */
    public NodeWarden(Home home, Modules modules, Predicate<ModuleSetup> anchorHolds) {
        this.home = home;
        this.modules = modules;
        this.anchorHolds = anchorHolds;
    }

    /** A module that cannot be stood in for is silent: its peer waits for the timeout, safely. */
    @Override
    public synchronized void begin(String module, long deadIncarnation) {
        Handover before = stop(module);
        try {
            ModuleHome its = home.module(module);
            ModuleConfig config = modules.active(module);
            if (config == null || config.heart() == null) {
                return;
            }
            fence(its, config);
            ModuleSetup setup = ModuleSetup.read(its, modules.id(its), "");
            wardens.put(
                    module,
                    ModuleWarden.start(
                            setup,
                            deadIncarnation,
                            anchorHolds.test(setup),
                            before.reservedNanos()));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "nobody stands in for {0}: {1}", module, e);
        }
    }

    @Override
    public synchronized Handover end(String module) {
        Handover handover = stop(module);
        boolean receiver = died.remove(module) && handover.diedAsPrimary();
        return new Handover(handover.reservedNanos(), receiver);
    }

    private Handover stop(String module) {
        ModuleWarden warden = wardens.remove(module);
        if (warden == null) {
            return new Handover(0, false);
        }
        try {
            warden.stop();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "the stand-in for {0}: {1}", module, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Handover(warden.reservedNanos(), warden.diedAsPrimary());
    }

    @Override
    public void cutOff(String module) {
        ModuleHome its = home.module(module);
        try (var log = new ModuleLog(its.log())) {
            ModuleConfig config = modules.active(module);
            if (config != null) {
                tell(module, AfterDeath.cutOff(its, config, log));
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "{0} is not cut off: {1}", module, e);
        }
    }

    private static void tell(String module, List<String> problems) {
        problems.forEach(each -> LOG.log(System.Logger.Level.ERROR, "{0}: {1}", module, each));
    }

    @Override
    public void clean(String module) {
        synchronized (this) {
            died.add(module);
        }
        ModuleHome its = home.module(module);
        try (var log = new ModuleLog(its.log())) {
            ModuleConfig config = modules.active(module);
            if (config == null) {
                return;
            }
            tell(module, AfterDeath.clean(its, config, log, paired(its, config)));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "{0} is not cleaned up: {1}", module, e);
        }
        try (var store = new ResourceStore(its.resources())) {
            store.put(
                    new ResourceStore.Assignment(
                            "state.local", "STOP NotReady", Dates.nowMicros(), "safeadmin"));
        }
    }

    /** Nobody changes paired data while the module does not serve, at boot too. */
    private static void fence(ModuleHome its, ModuleConfig config) throws IOException {
        if (!paired(its, config)) {
            return;
        }
        for (ReplicatedDirectory directory : config.directories()) {
            boolean _ = Fence.raise(Path.of(directory.directory()));
        }
    }

    /** Whether its directories hold paired data, which nobody else may change now. */
    private static boolean paired(ModuleHome its, ModuleConfig config) throws IOException {
        if (config.directories().isEmpty() || Files.exists(its.opened())) {
            return false;
        }
        try (var file = TupleFile.open(its.tupleSlots(), Tuple.empty(0))) {
            return file.tuple().guarded();
        }
    }
}

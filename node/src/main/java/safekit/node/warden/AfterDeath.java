package safekit.node.warden;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import safekit.core.base.ModuleState;
import safekit.core.config.module.ModuleConfig;
import safekit.core.config.module.ReplicatedDirectory;
import safekit.core.config.module.VirtualIp;
import safekit.core.script.Action;
import safekit.core.script.ScriptCall;
import safekit.core.script.ScriptTable;
import safekit.linux.mount.Detach;
import safekit.linux.mount.Fence;
import safekit.linux.mount.FuseConnections;
import safekit.linux.mount.Mount;
import safekit.linux.mount.MountTable;
import safekit.node.home.ModuleHome;
import safekit.node.module.LeftScript;
import safekit.node.module.ResolvedAddresses;
import safekit.node.module.Scripts;
import safekit.node.module.VirtualAddresses;
import safekit.node.store.ModuleLog;

/**
 * What safeadmin does after a module process died or was forced to end (design.md section 5): the
 * dead mount stays as a fence until the application is stopped.
 */
public final class AfterDeath {
    private static final String MOUNT_TYPE = "fuse.safekit";

    private AfterDeath() {}

    /**
     * Kills the script that runs, aborts the connections of the mounts and removes the virtual
     * addresses: what nobody may notice of a module any more, also while its process refuses to
     * die. May be called again and again.
     *
     * @return what could not be done, in plain words; empty when all is done
     */
    public static List<String> cutOff(ModuleHome home, ModuleConfig config, ModuleLog log) {
        var problems = new ArrayList<String>();
        attempt(problems, "kill the running script", LeftScript.of(home)::kill);
        for (Path directory : directories(config)) {
            attempt(problems, "abort " + directory, () -> abort(directory));
        }
        VirtualIp vip = config.vip();
        if (vip != null) {
            attempt(
                    problems,
                    "remove the virtual addresses",
                    () ->
                            new VirtualAddresses(
                                            vip,
                                            ResolvedAddresses.kept(home, vip),
                                            VirtualAddresses.Ignored.NONE,
                                            line -> log.write(line, 0))
                                    .drop());
        }
        return problems;
    }

    /**
     * Cuts the module off, ends its script, runs the stop scripts with force, detaches the mounts
     * and raises the fences. Goes on after an error, so that as much as possible is cleaned.
     *
     * @param fenced whether the directories hold paired data, which nobody else may change
     * @return what could not be done, in plain words; empty when all is clean
     */
    public static List<String> clean(
            ModuleHome home, ModuleConfig config, ModuleLog log, boolean fenced) {
        var problems = new ArrayList<>(cutOff(home, config, log));
        attempt(problems, "end the running script", LeftScript.of(home)::end);
        stopScripts(home, config, log);
        for (Path directory : directories(config)) {
            attempt(
                    problems,
                    "detach " + directory,
                    () -> {
                        boolean _ = Detach.top(directory, MOUNT_TYPE);
                    });
            attempt(
                    problems,
                    "fence " + directory,
                    () -> {
                        boolean _ = fenced ? Fence.raise(directory) : Fence.lift(directory);
                    });
        }
        return problems;
    }

    /** Row 17 of the script table: the force pass, poststop, transition. */
    private static void stopScripts(ModuleHome home, ModuleConfig config, ModuleLog log) {
        var scripts = new Scripts(home, config.user(), line -> log.write(line, 0));
        for (ScriptCall call :
                ScriptTable.calls(
                        ModuleState.WAIT,
                        ModuleState.STOP,
                        Action.stop,
                        ScriptTable.Options.MIRROR)) {
            boolean _ = scripts.run(call);
        }
    }

    private static List<Path> directories(ModuleConfig config) {
        return config.directories().stream()
                .map(ReplicatedDirectory::directory)
                .map(Path::of)
                .toList();
    }

    private static void abort(Path directory) throws IOException {
        Mount top = MountTable.read().top(directory);
        if (top != null && top.type().equals(MOUNT_TYPE)) {
            boolean _ = FuseConnections.abort(top.minor());
        }
    }

    private interface Act {
        void run() throws IOException;
    }

    private static void attempt(List<String> problems, String what, Act act) {
        try {
            act.run();
        } catch (IOException e) {
            problems.add(what + ": " + e.getMessage());
        }
    }
}

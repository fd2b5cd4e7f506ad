package safekit.node.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import safekit.core.generation.PolicyMoments;
import safekit.core.generation.SyncPolicy;
import safekit.core.generation.Tuple;
import safekit.core.local.LocalMessage.Request;
import safekit.linux.file.LowerTree;
import safekit.linux.mount.Fence;
import safekit.node.disk.DurableFile;
import safekit.node.home.ModuleHome;
import safekit.node.install.FreedDirectories;
import safekit.node.install.Modules;
import safekit.node.local.Answer;
import safekit.node.local.CommandFailed;
import safekit.node.store.TupleFile;

/**
 * Commands about replicated data and how it is synchronized next (spec 04 section 10;
 * docs/generations.md sections 2 and 11). What a stopped module knows of its data is changed here,
 * what a running one knows by its process.
 */
final class RfsVerbs {
    private final Modules modules;
    private final Supervisor supervisor;
    private final Records records;

    RfsVerbs(Modules modules, Supervisor supervisor, Records records) {
        this.modules = modules;
        this.supervisor = supervisor;
        this.records = records;
    }

    void register(Commands commands) {
        commands.modify("rfs open", this::open);
        commands.modify("rfs close", this::close);
        commands.query("rfssync", this::show);
        commands.modifyWithCode("rfssync full", this::full);
        commands.modifyWithCode("rfssync external", (call, answer) -> external(call, answer, true));
        commands.modifyWithCode("rfssync -d", (call, answer) -> external(call, answer, false));
    }

    // ---- the fence

    /** First it is on disk that anybody may change the data from now on. */
    private void open(Invocation call, Answer answer) throws IOException, CommandFailed {
        ModuleHome module = replicating(call);
        whileStopped(
                module,
                () -> {
                    change(module, PolicyMoments::opened);
                    DurableFile.write(module.opened(), "");
                    FreedDirectories.lift(directories(module));
                });
    }

    private void close(Invocation call, Answer answer) throws IOException, CommandFailed {
        ModuleHome module = replicating(call);
        whileStopped(module, () -> Files.deleteIfExists(module.opened()));
        if (!known(module).guarded()) {
            answer.line("The data was never paired: it stays writable");
        }
    }

    // ---- policies

    private int show(Invocation call, Answer answer) throws IOException, CommandFailed {
        ModuleHome module = replicating(call);
        if (!supervisor.runs(module.name())) {
            resources(known(module).policy())
                    .forEach((name, value) -> answer.line(name + "=" + value));
            return 0;
        }
        for (String name : resources(SyncPolicy.DEFAULT).keySet()) {
            var value = new StringBuilder();
            int code = ask(module, output -> value.append(output.text()), "get", name);
            if (code != 0) {
                answer.error(value.toString().stripTrailing());
                return code;
            }
            answer.line(name + "=" + value.toString().strip());
        }
        return 0;
    }

    private static Map<String, String> resources(SyncPolicy policy) {
        return new TreeMap<>(
                Map.of(
                        "usersetting.rfssyncmode", policy.mode(),
                        "usersetting.rfssyncrole", policy.role(),
                        "usersetting.rfssyncuid", policy.uidShown()));
    }

    private int full(Invocation call, Answer answer) throws IOException, CommandFailed {
        ModuleHome module = replicating(call);
        if (supervisor.runs(module.name())) {
            return ask(module, answer::pass, "policy", SyncPolicy.Kind.FULL.name(), "", "1");
        }
        whileStopped(module, () -> policy(module, PolicyMoments::full, call.author()));
        return 0;
    }

    private int external(Invocation call, Answer answer, boolean checked)
            throws IOException, CommandFailed {
        ModuleHome module = replicating(call);
        String uid = call.required("uid");
        if (!SyncPolicy.isUid(uid)) {
            throw new CommandFailed(
                    "'%s' names no backup: expected 1 to %d letters, digits or signs without blank"
                            .formatted(uid, SyncPolicy.UID_MAX));
        }
        boolean prim =
                switch (call.required("role")) {
                    case "prim" -> true;
                    case "second" -> false;
                    default ->
                            throw new CommandFailed(
                                    "the role is prim or second, found: " + call.text("role"));
                };
        if (prim && supervisor.runs(module.name())) {
            String kind = SyncPolicy.Kind.PRIM.name();
            return ask(module, answer::pass, "policy", kind, uid, checked ? "1" : "0");
        }
        whileStopped(
                module,
                () -> {
                    if (prim) {
                        backedUp(module, uid, checked, call.author());
                    } else {
                        restored(module, uid, checked, call.author());
                    }
                });
        return 0;
    }

    private void backedUp(ModuleHome module, String uid, boolean checked, String author)
            throws IOException, CommandFailed {
        if (!known(module).consistent()) {
            throw new CommandFailed(
                    "the data is a mixture (stopped during reintegration): no backup can be made");
        }
        for (Path directory : directories(module)) {
            sync(directory);
        }
        policy(module, t -> PolicyMoments.backedUp(t, uid, checked), author);
        if (checked) {
            Files.deleteIfExists(module.opened());
        }
    }

    /** After a power cut the node must not hold less than its backup. */
    private static void sync(Path directory) throws IOException {
        try (LowerTree tree = LowerTree.open(directory)) {
            int result = tree.sync();
            if (result < 0) {
                throw new IOException(directory + " cannot be synced: errno " + -result);
            }
        }
    }

    /** Protected since the pairing, the directories cannot hold what was restored. */
    private void restored(ModuleHome module, String uid, boolean checked, String author)
            throws IOException, CommandFailed {
        boolean again = known(module).policy().kind() == SyncPolicy.Kind.SECOND;
        for (Path directory : directories(module)) {
            if (!again && Fence.raised(directory)) {
                throw new CommandFailed(
                        ("%s is protected since it was paired, so no backup can have been restored"
                                        + " into it: first run safekit rfs open -m %s, then"
                                        + " restore the backup")
                                .formatted(directory, module.name()));
            }
        }
        policy(module, t -> PolicyMoments.restored(t, uid, checked), author);
        if (checked) {
            Files.deleteIfExists(module.opened());
        }
    }

    // ---- a stopped module

    private ModuleHome replicating(Invocation call) throws IOException, CommandFailed {
        ModuleHome module = modules.requiredActive(call.module());
        if (directories(module).isEmpty()) {
            throw new CommandFailed("the module " + module.name() + " replicates no directory");
        }
        return module;
    }

    private List<Path> directories(ModuleHome module) throws IOException {
        return FreedDirectories.of(modules.active(module.name()));
    }

    /** Nobody else has the tuple open meanwhile; afterwards the fence is as the tuple says. */
    private void whileStopped(ModuleHome module, Supervisor.Work work)
            throws IOException, CommandFailed {
        supervisor.whileStopped(
                module.name(),
                () -> {
                    supervisor.configurationChanged(module.name(), false);
                    try {
                        work.run();
                    } finally {
                        supervisor.configurationChanged(module.name(), true);
                    }
                });
    }

    private void policy(ModuleHome module, UnaryOperator<Tuple> moment, String author)
            throws IOException, CommandFailed {
        SyncPolicy policy = change(module, moment).policy();
        resources(policy)
                .forEach((name, value) -> records.setResource(module.name(), name, value, author));
    }

    private static Tuple change(ModuleHome module, UnaryOperator<Tuple> moment)
            throws IOException, CommandFailed {
        try (TupleFile file = tuple(module)) {
            file.write(moment.apply(file.tuple()));
            return file.tuple();
        }
    }

    private static Tuple known(ModuleHome module) throws IOException, CommandFailed {
        try (TupleFile file = tuple(module)) {
            return file.tuple();
        }
    }

    /** It is made when the module is configured in a cluster. */
    private static TupleFile tuple(ModuleHome module) throws IOException, CommandFailed {
        if (Files.notExists(module.tupleSlots())) {
            throw new CommandFailed(
                    "the module %s knows nothing of its data: configure the cluster and the module"
                            .formatted(module.name()));
        }
        return TupleFile.open(module.tupleSlots(), Tuple.empty(0));
    }

    private int ask(
            ModuleHome module,
            java.util.function.Consumer<safekit.core.local.LocalMessage.Output> sink,
            String... words)
            throws IOException, CommandFailed {
        return supervisor
                .questions()
                .askPatiently(module.name(), Request.of("safeadmin", words), sink);
    }
}

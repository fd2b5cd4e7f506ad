package safekit.node.admin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import safekit.core.local.LocalMessage.Request;
import safekit.node.cluster.ClusterCommands;
import safekit.node.cluster.MemberTable;
import safekit.node.cluster.Membership;
import safekit.node.home.ModuleHome;
import safekit.node.install.Modules;
import safekit.node.local.Answer;
import safekit.node.local.CommandFailed;
import safekit.node.module.ModuleSetup;

/** {@code cluster ...} (spec 01 section 4). */
final class ClusterVerbs {
    private final ClusterCommands cluster;
    private final Modules modules;
    private final Supervisor supervisor;
    private final Membership membership;
    private final Own own;

    /** What this node says of itself. */
    @FunctionalInterface
    interface Own {
        /** The line of the node, empty modules when nothing is configured. */
        MemberTable table() throws IOException, CommandFailed;
    }

    ClusterVerbs(
            ClusterCommands cluster,
            Modules modules,
            Supervisor supervisor,
            Membership membership,
            Own own) {
        this.cluster = cluster;
        this.modules = modules;
        this.supervisor = supervisor;
        this.membership = membership;
        this.own = own;
    }

    void register(Commands commands) {
        commands.modify("cluster config", this::config);
        commands.modify("cluster deconfig", this::deconfig);
        commands.modify("cluster genkey", (call, answer) -> cluster.key(true, answer));
        commands.modify("cluster delkey", (call, answer) -> cluster.key(false, answer));
        commands.look("cluster confcheck", this::confcheck);
        commands.look("cluster confinfo", this::confinfo);
        commands.look("cluster state", this::state);
    }

    private void config(Invocation call, Answer answer) throws IOException, CommandFailed {
        cluster.config(call.file("file"), call.text("lock"), answer);
        supervisor.clusterChanged(true);
        for (String module : modules.configured()) {
            fit(module, answer);
        }
    }

    /**
     * A module whose lan or node is gone is stopped (OPEN 01-10); another one that runs keeps what
     * it read at its start until it starts again.
     */
    private void fit(String module, Answer answer) throws IOException, CommandFailed {
        boolean runs = supervisor.runs(module);
        ModuleHome home = modules.required(module);
        try {
            ModuleSetup.read(home, modules.id(home), "");
        } catch (IOException e) {
            String why = "the cluster does not fit the module any more: " + e.getMessage();
            answer.error("%s: %s".formatted(module, why));
            if (runs) {
                stop(module, why);
            }
            return;
        }
        if (runs) {
            answer.line(
                    "The module %1$s uses this cluster when it is restarted: safekit stopstart -m %1$s"
                            .formatted(module));
        }
    }

    private void stop(String module, String why) throws IOException {
        Request order = Request.of("safeadmin", "order", "stop", "0", "0", "called by safeadmin");
        supervisor.questions().ask(module, Request.of("safeadmin", "printe", why), output -> {});
        supervisor.questions().ask(module, order, output -> {});
    }

    private void deconfig(Invocation call, Answer answer) throws IOException, CommandFailed {
        List<String> running = supervisor.running();
        if (!running.isEmpty()) {
            throw new CommandFailed(
                    "modules are running: %s; stop them first with safekit shutdown"
                            .formatted(String.join(", ", running)));
        }
        cluster.deconfig();
        supervisor.clusterChanged(false);
    }

    private void confcheck(Invocation call, Answer answer) throws IOException, CommandFailed {
        Path file = call.file("file");
        if (file == null) {
            throw new CommandFailed("cluster confcheck needs a file");
        }
        cluster.confcheck(file, answer);
    }

    private void confinfo(Invocation call, Answer answer) throws IOException, CommandFailed {
        List<ClusterCommands.Confinfo> lines = new ArrayList<>();
        for (MemberTable table : all()) {
            lines.add(table.confinfo());
        }
        ClusterCommands.table(lines).forEach(answer::line);
        tellSilent(answer);
    }

    private void tellSilent(Answer answer) {
        membership
                .silent()
                .forEach((node, why) -> answer.error("%s is not listed: %s".formatted(node, why)));
    }

    private void state(Invocation call, Answer answer) throws IOException, CommandFailed {
        String format = "%-15s %-15s %-6s %5s %-19s %s";
        answer.line(format.formatted("Node", "Module", "Mode", "Id", "Date", "Signature"));
        for (MemberTable table : all()) {
            for (MemberTable.Module module : table.modules()) {
                answer.line(
                        format.formatted(
                                table.confinfo().node(),
                                module.name(),
                                module.mode(),
                                module.id(),
                                ClusterCommands.date(module.date()),
                                module.signature()));
            }
        }
        tellSilent(answer);
    }

    private List<MemberTable> all() throws IOException, CommandFailed {
        cluster.required();
        List<MemberTable> tables = new ArrayList<>();
        tables.add(own.table());
        tables.addAll(membership.others());
        List<String> order = cluster.required().config().nodes();
        tables.sort(Comparator.comparingInt(table -> order.indexOf(table.confinfo().node())));
        return tables;
    }
}

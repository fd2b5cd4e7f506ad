package safekit.node.admin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import safekit.node.cluster.ClusterCommands;
import safekit.node.cluster.MemberTable;
import safekit.node.local.Answer;
import safekit.node.local.CommandFailed;

/** {@code cluster ...} (spec 01 section 4). */
final class ClusterVerbs {
    private final ClusterCommands cluster;
    private final Supervisor supervisor;
    private final Supplier<List<MemberTable>> others;
    private final Own own;

    /** What this node says of itself. */
    @FunctionalInterface
    interface Own {
        /** The line of the node, empty modules when nothing is configured. */
        MemberTable table() throws IOException, CommandFailed;
    }

    ClusterVerbs(
            ClusterCommands cluster,
            Supervisor supervisor,
            Supplier<List<MemberTable>> others,
            Own own) {
        this.cluster = cluster;
        this.supervisor = supervisor;
        this.others = others;
        this.own = own;
    }

    void register(Commands commands) {
        commands.modify("cluster config", this::config);
        commands.modify("cluster deconfig", this::deconfig);
        commands.modify("cluster genkey", (call, answer) -> cluster.key(true));
        commands.modify("cluster delkey", (call, answer) -> cluster.key(false));
        commands.look("cluster confcheck", this::confcheck);
        commands.look("cluster confinfo", this::confinfo);
        commands.look("cluster state", this::state);
    }

    private void config(Invocation call, Answer answer) throws IOException, CommandFailed {
        cluster.config(call.file("file"), call.text("lock"), answer);
    }

    private void deconfig(Invocation call, Answer answer) throws IOException, CommandFailed {
        List<String> running = supervisor.running();
        if (!running.isEmpty()) {
            throw new CommandFailed(
                    "modules are running: %s; stop them first"
                            .formatted(String.join(", ", running)));
        }
        cluster.deconfig();
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
    }

    private List<MemberTable> all() throws IOException, CommandFailed {
        cluster.required();
        List<MemberTable> tables = new ArrayList<>();
        tables.add(own.table());
        tables.addAll(others.get());
        List<String> order = cluster.required().config().nodes();
        tables.sort(Comparator.comparingInt(table -> order.indexOf(table.confinfo().node())));
        return tables;
    }
}

package safekit.node.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import safekit.core.config.module.ModuleConfig;
import safekit.core.config.module.ReplicatedDirectory;
import safekit.core.quarantine.Manifest;
import safekit.core.quarantine.ManifestLine;
import safekit.node.home.ModuleHome;
import safekit.node.install.Modules;
import safekit.node.local.Answer;
import safekit.node.local.CommandFailed;
import safekit.node.quarantine.Quarantines;
import safekit.node.quarantine.Restorer;

/** What split brains overwrote on this node (docs/generations.md section 3, decision 017). */
final class QuarantineVerbs {
    private static final String ALL = "all";
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'", Locale.ROOT);

    private final Modules modules;
    private final Supervisor supervisor;

    QuarantineVerbs(Modules modules, Supervisor supervisor) {
        this.modules = modules;
        this.supervisor = supervisor;
    }

    void register(Commands commands) {
        commands.look("quarantine list", this::list);
        commands.look("quarantine show", this::show);
        commands.modify("quarantine restore", this::restore);
        commands.modify("quarantine purge", this::purge);
    }

    private Quarantines of(Invocation call) throws IOException, CommandFailed {
        return new Quarantines(modules.required(call.module()).quarantine());
    }

    private void list(Invocation call, Answer answer) throws IOException, CommandFailed {
        Quarantines all = of(call);
        for (String id : all.ids()) {
            Manifest one = all.read(id);
            answer.line(
                    "%s  %d files, %d bytes%s"
                            .formatted(id, one.kept().size(), one.bytes(), remarks(one)));
        }
    }

    private static String remarks(Manifest one) {
        String lost =
                one.lostBytes() == 0
                        ? ""
                        : ", %d bytes did not fit and are lost".formatted(one.lostBytes());
        return lost + (one.complete() ? "" : ", the reintegration is not complete");
    }

    private void show(Invocation call, Answer answer) throws IOException, CommandFailed {
        Quarantines all = of(call);
        String id = known(all, call);
        Manifest one = all.read(id);
        ManifestLine.Heading heading = one.heading();
        answer.line(
                "Begun: " + DATE.format(Instant.parse(heading.begun()).atOffset(ZoneOffset.UTC)));
        answer.line("Reason: " + heading.reason());
        answer.line("Data: %016x, replaced by %016x".formatted(heading.own(), heading.other()));
        answer.line(
                "Kept: "
                        + (heading.byFile()
                                ? "all files that were overwritten"
                                : "what this node had changed")
                        + remarks(one));
        one.kept().values().forEach(kept -> answer.line(line(one, kept)));
    }

    private static String line(Manifest all, ManifestLine.Kept kept) {
        String date =
                DATE.format(
                        Instant.ofEpochSecond(kept.modified().seconds()).atOffset(ZoneOffset.UTC));
        long bytes = all.zones(kept.number()).stream().mapToLong(ManifestLine.Zone::length).sum();
        String part = all.whole(kept.number()) ? "" : ", %d of them kept".formatted(bytes);
        return "%-9s %04o %d:%d %s %d bytes%s  %s"
                .formatted(
                        kept.kind().name().toLowerCase(Locale.ROOT),
                        kept.mode(),
                        kept.uid(),
                        kept.gid(),
                        date,
                        kept.size(),
                        part,
                        Quarantines.path(all, kept));
    }

    /** With owners and permissions, so for root only. */
    private void restore(Invocation call, Answer answer) throws IOException, CommandFailed {
        if (!call.peer().equals("root")) {
            throw new CommandFailed("restore gives files their owners: only root may do that");
        }
        Quarantines all = of(call);
        String id = known(all, call);
        Path to = Objects.requireNonNull(call.file("file"));
        Path real = empty(to);
        refuseReplicated(real);
        int files = new Restorer(all, id, real, answer::line).restore();
        answer.line("restored %d files of %s below %s".formatted(files, id, real));
    }

    /** The directory itself, made when it is missing. */
    private static Path empty(Path to) throws IOException, CommandFailed {
        if (Files.exists(to)) {
            try (Stream<Path> entries = Files.list(to)) {
                if (entries.findAny().isPresent()) {
                    throw new CommandFailed(to + " is not empty: nothing is written over files");
                }
            }
        }
        return Files.createDirectories(to).toRealPath();
    }

    private void refuseReplicated(Path to) throws IOException, CommandFailed {
        for (String name : modules.configured()) {
            ModuleConfig config = modules.active(name);
            List<ReplicatedDirectory> directories =
                    config == null ? List.of() : config.directories();
            for (ReplicatedDirectory each : directories) {
                Path directory = Path.of(each.directory());
                if (to.startsWith(Files.exists(directory) ? directory.toRealPath() : directory)) {
                    throw new CommandFailed(
                            "%s is inside %s, which the module %s replicates"
                                    .formatted(to, directory, name));
                }
            }
        }
    }

    private void purge(Invocation call, Answer answer) throws IOException, CommandFailed {
        ModuleHome module = modules.required(call.module());
        Quarantines all = of(call);
        boolean every = call.text("id").equals(ALL);
        List<String> ids = every ? all.ids() : List.of(known(all, call));
        if (every && !call.has("confirmed")) {
            throw new CommandFailed(
                    "this removes %d quarantines for ever: safekit quarantine purge all yes -m %s"
                            .formatted(ids.size(), module.name()));
        }
        for (String id : ids) {
            if (supervisor.runs(module.name()) && !all.read(id).complete()) {
                throw new CommandFailed(
                        "the quarantine %s may still be filled: stop the module first"
                                .formatted(id));
            }
            all.purge(id);
            answer.line("purged " + id);
        }
    }

    private static String known(Quarantines all, Invocation call)
            throws IOException, CommandFailed {
        String id = call.required("id");
        List<String> ids = all.ids();
        if (!ids.contains(id)) {
            throw new CommandFailed(
                    "there is no quarantine '%s' on this node%s"
                            .formatted(
                                    id,
                                    ids.isEmpty() ? "" : "; there are " + String.join(", ", ids)));
        }
        return id;
    }
}

package safekit.core.config.module;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import safekit.core.config.xml.Source;

/**
 * userconfig.xml after macro expansion (spec 02 section 1): every element and attribute of spec 02
 * to 06. Parts that the file leaves out are null; checkers of several {@code <check>} are in one
 * list in document order. Immutable; equality ignores where things were written.
 */
public record ModuleConfig(
        List<Macro> macros,
        Service service,
        @Nullable Heart heart,
        @Nullable Farm farm,
        @Nullable VirtualIp vip,
        @Nullable Rfs rfs,
        @Nullable User user,
        @Nullable VirtualHost vhost,
        @Nullable Errd errd,
        List<Checker> checkers,
        @Nullable Failover failover,
        Source source) {
    public ModuleConfig {
        macros = List.copyOf(macros);
        checkers = List.copyOf(checkers);
    }

    /** The kind of the module. */
    public Mode mode() {
        return service.mode();
    }

    /** The replicated directories, empty without {@code <rfs>}. */
    public List<ReplicatedDirectory> directories() {
        return rfs == null ? List.of() : rfs.directories();
    }

    /**
     * What is replicated, as text: directories, exclusions, access lists. Nodes with the same text
     * replicate the same; empty without {@code <rfs>}.
     */
    public String replicatedPart() {
        String directories =
                directories().stream()
                        .map(ReplicatedDirectory::replicatedPart)
                        .sorted()
                        .collect(Collectors.joining("\n"));
        return rfs != null && rfs.acl() ? directories + "\n+acl" : directories;
    }

    /** The virtual addresses, empty without {@code <vip>}. */
    public List<VirtualAddress> virtualAddresses() {
        return vip == null ? List.of() : vip.addresses();
    }

    /**
     * The network of replication (spec 04 section 1): that of {@code <flow>}, else of the heartbeat
     * {@code flow}, else of the first heartbeat; null when there is none of them.
     */
    public @Nullable LanReference replicationLan() {
        if (rfs != null && rfs.flow() != null) {
            return rfs.flow();
        }
        if (heart == null || heart.heartbeats().isEmpty()) {
            return null;
        }
        return heart.heartbeats().stream()
                .filter(Heartbeat::isFlow)
                .findFirst()
                .orElse(heart.heartbeats().getFirst())
                .lan();
    }

    /** The same configuration with other checkers. */
    public ModuleConfig withCheckers(List<Checker> others) {
        return new ModuleConfig(
                macros, service, heart, farm, vip, rfs, user, vhost, errd, others, failover,
                source);
    }
}

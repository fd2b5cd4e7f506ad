package safekit.core.config.module;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import safekit.core.config.Finding;
import safekit.core.config.Findings;
import safekit.core.config.Position;

/**
 * The parts that a configuration may name but that this version cannot run yet: each line of {@link
 * #PARTS} is deleted by the change that builds the part. Reading and validation do not know of this
 * list.
 */
public final class Unbuilt {
    private record Part(String name, Function<ModuleConfig, List<Position>> uses) {}

    private static final List<Part> PARTS =
            List.of(
                    new Part("mode=\"farm\"", config -> mode(config, Mode.FARM)),
                    new Part("mode=\"light\"", config -> mode(config, Mode.LIGHT)),
                    new Part("mode=\"mirror\" without <rfs>", Unbuilt::mirrorWithoutReplication),
                    new Part("<farm>", Unbuilt::farm),
                    new Part("<virtual_interface>", Unbuilt::virtualInterfaces),
                    new Part("<loadbalancing_list>", Unbuilt::groups),
                    new Part("<proc>", Unbuilt::processes),
                    new Part("<tcp>", config -> checkers(config, Checker.Tcp.class)),
                    new Part("<ping>", config -> checkers(config, Checker.Ping.class)),
                    new Part("<custom>", config -> checkers(config, Checker.Custom.class)),
                    new Part("<module>", config -> checkers(config, Checker.Module.class)),
                    new Part("<splitbrain>", config -> checkers(config, Checker.Splitbrain.class)),
                    new Part("<failover> with rules", Unbuilt::userRules),
                    new Part("<vhost>", Unbuilt::vhost),
                    rfs("nbremconn above 1", rfs -> rfs.connections() > 1));

    private Unbuilt() {}

    /** One error for each use of a part that is not built; the file name is for messages. */
    public static List<Finding> refusals(String file, ModuleConfig config) {
        Findings findings = new Findings(file);
        for (Part part : PARTS) {
            for (Position use : part.uses().apply(config)) {
                findings.error(
                        use,
                        part.name() + " is not available in this version",
                        "the configuration is valid, but the part that runs it is not built yet",
                        "remove it, or wait for a later version");
            }
        }
        return findings.inReadingOrder();
    }

    private static Part rfs(String name, Predicate<Rfs> used) {
        String attribute = name.split("[= ]", 2)[0];
        return new Part(
                name + " in <rfs>",
                config -> {
                    Rfs rfs = config.rfs();
                    return rfs != null && used.test(rfs)
                            ? List.of(rfs.source().of(attribute))
                            : List.of();
                });
    }

    private static List<Position> mode(ModuleConfig config, Mode mode) {
        Position at = config.service().source().of("mode");
        return config.mode() == mode ? List.of(at) : List.of();
    }

    private static List<Position> mirrorWithoutReplication(ModuleConfig config) {
        return config.rfs() == null ? mode(config, Mode.MIRROR) : List.of();
    }

    private static List<Position> farm(ModuleConfig config) {
        return config.farm() == null ? List.of() : List.of(config.farm().source().at());
    }

    private static List<Position> virtualInterfaces(ModuleConfig config) {
        List<Position> uses = new ArrayList<>();
        if (config.vip() != null) {
            for (Interface networkInterface : config.vip().interfaces()) {
                for (AddressHolder holder : networkInterface.holders()) {
                    if (holder instanceof AddressHolder.Virtual) {
                        uses.add(holder.source().at());
                    }
                }
            }
        }
        return uses;
    }

    private static List<Position> groups(ModuleConfig config) {
        VirtualIp vip = config.vip();
        return vip == null || vip.groups().isEmpty()
                ? List.of()
                : List.of(vip.groups().getFirst().source().at());
    }

    private static List<Position> processes(ModuleConfig config) {
        return config.errd() == null
                ? List.of()
                : config.errd().processes().stream().map(each -> each.source().at()).toList();
    }

    private static List<Position> checkers(ModuleConfig config, Class<? extends Checker> type) {
        return config.checkers().stream()
                .filter(type::isInstance)
                .map(each -> each.source().at())
                .toList();
    }

    private static List<Position> userRules(ModuleConfig config) {
        Failover failover = config.failover();
        return failover == null || failover.sections().isEmpty()
                ? List.of()
                : List.of(failover.source().at());
    }

    private static List<Position> vhost(ModuleConfig config) {
        return config.vhost() == null ? List.of() : List.of(config.vhost().source().at());
    }
}

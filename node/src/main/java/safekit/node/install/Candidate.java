package safekit.node.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import safekit.core.config.Finding;
import safekit.core.config.Findings;
import safekit.core.config.IpAddress;
import safekit.core.config.Parsed;
import safekit.core.config.module.GeneratedCheckers;
import safekit.core.config.module.ModuleConfig;
import safekit.core.config.module.ModuleContext;
import safekit.core.config.module.ModuleValidation;
import safekit.core.config.module.OtherModule;
import safekit.core.config.module.ReplicatedDirectory;
import safekit.core.config.module.VirtualAddress;
import safekit.node.cluster.Cluster;
import safekit.node.cluster.OwnNode;
import safekit.node.home.Home;
import safekit.node.home.ModuleHome;

/**
 * A userconfig.xml with everything there is to say about it on this node: syntax, cluster, other
 * modules, directories, interfaces. The value is null when there is an error; it has the generated
 * checkers.
 */
record Candidate(@Nullable ModuleConfig usable, List<Finding> findings) {

    static Candidate read(
            Home home,
            Modules modules,
            ModuleHome module,
            Cluster cluster,
            Map<String, String> environment)
            throws IOException {
        String file = module.userconfig().toString();
        ModuleContext context =
                new ModuleContext(
                        cluster.config(),
                        cluster.ownNode(),
                        Map.of(),
                        modules.id(module),
                        module.name(),
                        others(modules, module.name()),
                        home.safe().toRealPath().toString(),
                        home.var().toRealPath().toString());
        Parsed<ModuleConfig> parsed =
                ModuleValidation.readRunnable(
                        file, Files.readString(module.userconfig()), environment, context);
        List<Finding> findings = new ArrayList<>(parsed.findings());
        ModuleConfig config = parsed.value();
        if (config == null) {
            return new Candidate(null, findings);
        }
        findings.addAll(directories(file, config));
        findings.addAll(Expressions.check(file, config));
        Parsed<ModuleConfig> complete =
                GeneratedCheckers.add(
                        file, config, OwnNode.localAddresses(), resolvedNames(config));
        findings.addAll(complete.findings());
        Parsed<ModuleConfig> all = new Parsed<>(complete.value(), findings);
        return new Candidate(all.isUsable() ? all.usable() : null, findings);
    }

    private static List<OtherModule> others(Modules modules, String name) throws IOException {
        List<OtherModule> others = new ArrayList<>();
        for (String other : modules.configured()) {
            ModuleConfig config = modules.active(other);
            if (!other.equals(name) && config != null) {
                others.add(OtherModule.of(other, config));
            }
        }
        return others;
    }

    private static Map<String, IpAddress> resolvedNames(ModuleConfig config) {
        Map<String, IpAddress> names = new TreeMap<>();
        for (VirtualAddress address : config.virtualAddresses()) {
            IpAddress resolved = OwnNode.resolve(address.address());
            if (address.address().isName() && resolved != null) {
                names.put(address.address().host(), resolved);
            }
        }
        return names;
    }

    /** design.md section 5: a replicated directory exists, and nothing is mounted below it. */
    private static List<Finding> directories(String file, ModuleConfig config) throws IOException {
        Findings findings = new Findings(file);
        Mounts mounts = Mounts.now();
        for (ReplicatedDirectory replicated : config.directories()) {
            Path directory = Path.of(replicated.directory());
            if (replicated.directory().isEmpty()) {
                continue;
            }
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                findings.error(
                        replicated.source().of("dir"),
                        "the replicated directory %s does not exist".formatted(directory),
                        "it is created by the administrator, with the right owner and mode",
                        "mkdir " + directory);
                continue;
            }
            List<Path> below = mounts.below(directory.toRealPath());
            if (!below.isEmpty()) {
                findings.error(
                        replicated.source().of("dir"),
                        "something is mounted below the replicated directory: " + below.getFirst(),
                        "a replicated directory is one filesystem",
                        "replicate the mount point itself, or unmount it");
            }
        }
        return findings.inReadingOrder();
    }
}

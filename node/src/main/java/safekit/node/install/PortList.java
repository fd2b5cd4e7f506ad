package safekit.node.install;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import safekit.core.config.module.Farm;
import safekit.core.config.module.Heart;
import safekit.core.config.module.ModuleConfig;
import safekit.core.config.module.ModulePorts;

/** What {@code module getports} prints (spec 00 section 5). */
public final class PortList {
    private static final int WEB_CONSOLE = 9010;

    private PortList() {}

    /** The ports of a module; without a configuration those of a mirror with replication. */
    public static List<String> of(int clusterPort, int moduleId, @Nullable ModuleConfig config) {
        List<String> lines = new ArrayList<>();
        lines.add("List of the ports used by SafeKit");
        lines.add("Process         Ports");
        add(lines, "safeadmin", "port", "UDP", clusterPort);
        add(lines, "webconsole", "port", "TCP", WEB_CONSOLE);
        Heart heart = config == null ? null : config.heart();
        Farm farm = config == null ? null : config.farm();
        if (heart != null || config == null) {
            int port = heart == null ? ModulePorts.heartbeat(moduleId) : heart.port(moduleId);
            add(lines, "heart", "port", "UDP", port);
        }
        if (farm != null) {
            add(lines, "farm", "port", "UDP", farm.port(moduleId));
        }
        if (config == null || config.rfs() != null) {
            add(lines, "rfs", "safenfs_port", "TCP", ModulePorts.replication(moduleId));
        }
        return lines;
    }

    private static void add(
            List<String> lines, String process, String name, String protocol, int port) {
        lines.add(process);
        lines.add("        %s    %s %d".formatted(name, protocol, port));
    }
}

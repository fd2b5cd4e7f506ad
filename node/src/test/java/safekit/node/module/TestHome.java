package safekit.node.module;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import safekit.node.cluster.ClusterFiles;
import safekit.node.home.Home;
import safekit.node.home.ModuleHome;
import safekit.node.store.LogEntry;
import safekit.node.store.ModuleLog;

/** The SAFE tree of one test node with one mirror module and real scripts. */
public final class TestHome {
    private static final List<String> SCRIPTS =
            List.of("prestart", "start_prim", "stop_prim", "transition", "poststop");

    /** Where the module lies. */
    public final ModuleHome module;

    /**
     * @param net third octet of the loopback addresses, so that tests do not meet
     * @param parts XML inside of service beside heart and user
     */
    public TestHome(Path safe, int net, String attributes, String parts) throws IOException {
        module = new Home(safe, safe.resolve("var")).module("mirror");
        Files.createDirectories(module.home().cluster());
        Files.createDirectories(module.userBin());
        Files.createDirectories(module.userConf());
        Files.createDirectories(module.userVar());
        String cluster =
                """
                <cluster><lans>
                <lan name="a"><node name="node1" addr="127.81.%1$d.1"/>\
                <node name="node2" addr="127.81.%1$d.2"/></lan>
                <lan name="b"><node name="node1" addr="127.82.%1$d.1"/>\
                <node name="node2" addr="127.82.%1$d.2"/></lan>
                </lans></cluster>
                """
                        .formatted(net);
        new ClusterFiles(module.home().cluster())
                .writeApplied(ClusterFiles.Applied.of(cluster, null, 0, false));
        Files.writeString(
                module.safeconf(),
                """
                <safe><service mode="mirror" %s>
                <heart pulse="100ms" timeout="1000ms">
                <heartbeat name="a"/><heartbeat name="b"/></heart>
                <user nicestoptimeout="1s" forcestoptimeout="1s"/>%s
                </service></safe>
                """
                        .formatted(attributes, parts));
        for (String script : SCRIPTS) {
            script(script, "echo $(basename $0) \"$@\" >> $SAFEUSERVAR/calls");
        }
    }

    void script(String name, String body) throws IOException {
        Path file = module.userBin().resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    List<String> calls() throws IOException {
        Path file = module.userVar().resolve("calls");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    List<String> lines() {
        try {
            return Files.exists(module.log())
                    ? ModuleLog.last(module.log(), 10_000, true).stream()
                            .map(LogEntry::line)
                            .map(line -> line.text())
                            .toList()
                    : List.of();
        } catch (java.sql.SQLException notYet) {
            return List.of();
        }
    }
}

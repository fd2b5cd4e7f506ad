package safekit.core.config.module;

import java.util.List;
import java.util.Map;
import safekit.core.config.HostAddress;
import safekit.core.config.cluster.ClusterConfig;
import safekit.core.config.cluster.ClusterReader;

/** The node that all module fixtures are configured on. */
final class TestContext {
    static final ClusterConfig CLUSTER =
            ClusterReader.read(
                            "cluster.xml",
                            """
                            <cluster><lans>
                              <lan name="default">
                                <node name="node1" addr="10.0.0.107"/>
                                <node name="node2" addr="10.0.0.108"/>
                                <node name="node3" addr="10.0.0.106"/>
                              </lan>
                              <lan name="private">
                                <node name="node1" addr="10.1.0.107"/>
                                <node name="node2" addr="10.1.0.108"/>
                              </lan>
                              <lan name="elsewhere">
                                <node name="node2" addr="10.2.0.108"/>
                                <node name="node3" addr="10.2.0.106"/>
                              </lan>
                            </lans></cluster>
                            """)
                    .usable();

    static final Map<String, String> ENVIRONMENT = Map.of("HOME_OF_TEST", "/home/test");

    private TestContext() {}

    static ModuleContext node1() {
        return new ModuleContext(
                CLUSTER,
                "node1",
                Map.of("host1", "node1"),
                1,
                "AM",
                List.of(
                        new OtherModule(
                                "other", List.of("/shared/other"), List.of(otherAddress()))),
                "/opt/safekit",
                "/var/safekit");
    }

    private static HostAddress otherAddress() {
        HostAddress address = HostAddress.parse("10.1.0.200");
        if (address == null) {
            throw new AssertionError("a literal address");
        }
        return address;
    }
}

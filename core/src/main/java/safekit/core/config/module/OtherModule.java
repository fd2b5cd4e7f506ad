package safekit.core.config.module;

import java.util.List;
import safekit.core.config.HostAddress;

/** What a module that is configured on this node already occupies. */
public record OtherModule(
        String name, List<String> directories, List<HostAddress> virtualAddresses) {
    public OtherModule {
        directories = List.copyOf(directories);
        virtualAddresses = List.copyOf(virtualAddresses);
    }

    /** The occupation by a module of this name and configuration. */
    public static OtherModule of(String name, ModuleConfig config) {
        return new OtherModule(
                name,
                config.directories().stream().map(ReplicatedDirectory::directory).toList(),
                config.virtualAddresses().stream().map(VirtualAddress::address).toList());
    }
}

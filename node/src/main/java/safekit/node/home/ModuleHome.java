package safekit.node.home;

import java.nio.file.Path;

/**
 * Where one module lies: its current (editable) configuration, its active one, and its working
 * files (spec 00 sections 4 and 7).
 */
public record ModuleHome(Home home, String name) {
    /** Current configuration: {@code SAFE/modules/AM}. */
    public Path current() {
        return home.safe().resolve("modules").resolve(name);
    }

    /** Current userconfig.xml. */
    public Path userconfig() {
        return current().resolve("conf/userconfig.xml");
    }

    /** Active configuration: {@code SAFE/private/modules/AM}. */
    public Path active() {
        return home.safe().resolve("private/modules").resolve(name);
    }

    /** SAFEUSERBIN: active scripts. */
    public Path userBin() {
        return active().resolve("bin");
    }

    /** SAFEUSERCONF: active configuration files. */
    public Path userConf() {
        return active().resolve("conf");
    }

    /** The active configuration after macro expansion. */
    public Path safeconf() {
        return userConf().resolve("safeconf.xml");
    }

    /** SAFEUSERVAR: working files. */
    public Path userVar() {
        return home.var().resolve("modules").resolve(name);
    }

    /** The module log. */
    public Path log() {
        return userVar().resolve("log.db");
    }

    /** The module's resources. */
    public Path resources() {
        return userVar().resolve("resource.db");
    }

    /** The two slots of the durable tuple. */
    public Path tupleSlots() {
        return userVar().resolve("generation");
    }

    /** There while an administrator may change the replicated data ({@code safekit rfs open}). */
    public Path opened() {
        return userVar().resolve("rfs.open");
    }

    /** Extent logs and the fine map. */
    public Path extentLogs() {
        return userVar().resolve("extents");
    }

    /** What a reintegration overwrote of a split brain's loser. */
    public Path quarantine() {
        return userVar().resolve("quarantine");
    }

    /** Held by the module process, which it names: identity, then incarnation. */
    public Path lock() {
        return userVar().resolve("module.lock");
    }

    /** Where the module process listens for safeadmin. */
    public Path socket() {
        return userVar().resolve("module.sock");
    }
}

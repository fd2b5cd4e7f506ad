package safekit.node.home;

import java.nio.file.Path;

/**
 * One installation: the relocatable SAFE tree and its SAFEVAR (spec 00 section 4). Several may be
 * used side by side on one machine, each in its own network namespace; nothing else is hard-wired.
 *
 * @param safe install root, the directory of the {@code safekit} script
 * @param var working files
 */
public record Home(Path safe, Path var) {

    /** SAFEVAR from the environment, else /var/safekit for /opt/safekit, else SAFE/var. */
    public static Home of(Path safe, String safevarOfEnvironment) {
        if (!safevarOfEnvironment.isEmpty()) {
            return new Home(safe, Path.of(safevarOfEnvironment));
        }
        boolean standard = safe.equals(Path.of("/opt/safekit"));
        return new Home(safe, standard ? Path.of("/var/safekit") : safe.resolve("var"));
    }

    /** SAFEBIN: executables and special commands. */
    public Path bin() {
        return safe.resolve("private/bin");
    }

    /** Jars, vendored runtime and ahead-of-time caches. */
    public Path lib() {
        return safe.resolve("private/lib");
    }

    /** Installable {@code .safe} files. */
    public Path applicationModules() {
        return safe.resolve("Application_Modules");
    }

    /** The control socket of safeadmin. */
    public Path controlSocket() {
        return var.resolve("safeadmin.sock");
    }

    /** Held by safeadmin, which it names. */
    public Path lock() {
        return var.resolve("safeadmin.lock");
    }

    /** {@code cluster.xml}, {@code cluster_ip.xml} and the cluster key. */
    public Path cluster() {
        return var.resolve("cluster");
    }

    /** The command log of the node. */
    public Path nodeLog() {
        return var.resolve("log.db");
    }

    /** Installed modules of the node. */
    public Path nodeResources() {
        return var.resolve("resource.db");
    }

    /** One module. */
    public ModuleHome module(String name) {
        return new ModuleHome(this, name);
    }
}

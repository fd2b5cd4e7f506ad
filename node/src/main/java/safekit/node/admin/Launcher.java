package safekit.node.admin;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import safekit.node.disk.FileTree;
import safekit.node.home.Home;
import safekit.node.home.ModuleHome;

/** Starts the process of a module. */
@FunctionalInterface
public interface Launcher {
    /**
     * Starts a process with these arguments. It leads a session of its own, so that a signal to
     * safeadmin's group does not reach it, and it outlives safeadmin.
     */
    Process launch(ModuleHome module, List<String> arguments) throws IOException;

    /**
     * Runs {@code safekit.node.module.Main} on the Java, the class path and the class data archive
     * of this process.
     */
    static Launcher java(Home home) {
        var words = new ArrayList<String>();
        words.add(ProcessHandle.current().info().command().orElse("java"));
        words.addAll(
                List.of(
                        "-XX:+UseSerialGC",
                        "-XX:-UsePerfData",
                        "-Xms32m",
                        "-Xmx256m",
                        "-XX:+ExitOnOutOfMemoryError"));
        Path archive = home.lib().resolve("node.jsa");
        if (Files.isReadable(archive)) {
            // One that does not fit is ignored, and nothing is said about it.
            words.add("-XX:SharedArchiveFile=" + archive);
            words.addAll(List.of("-Xlog:aot*=off", "-Xlog:cds*=off"));
        }
        words.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "safekit.node.module.Main"));
        return command(words);
    }

    /** Runs a command; the arguments follow it. Its output goes to SAFEUSERVAR/process.out. */
    static Launcher command(List<String> command) {
        return (module, arguments) -> {
            List<String> words = new ArrayList<>(List.of("setsid"));
            words.addAll(command);
            words.addAll(arguments);
            File out = module.userVar().resolve("process.out").toFile();
            FileTree.limit(out.toPath(), 1 << 20);
            return new ProcessBuilder(words)
                    .directory(module.userVar().toFile())
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(out))
                    .start();
        };
    }
}

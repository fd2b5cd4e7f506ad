package safekit.linux.process;

import java.util.List;

/**
 * A process as {@code /proc} shows it.
 *
 * @param id process id
 * @param parent process id of its parent
 * @param group process group
 * @param session session
 * @param name command name, cut to 15 bytes by the kernel
 * @param arguments with the executable first; empty for kernel threads
 * @param startTicks clock ticks since boot; with {@code id} it names one process for ever
 * @param zombie dead but not collected by its parent
 */
public record ProcessEntry(
        int id,
        int parent,
        int group,
        int session,
        String name,
        List<String> arguments,
        long startTicks,
        boolean zombie) {
    public ProcessEntry {
        arguments = List.copyOf(arguments);
    }
}

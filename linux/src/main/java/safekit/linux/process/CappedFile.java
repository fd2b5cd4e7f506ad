package safekit.linux.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;

/** Keeps the beginning of an output file and says when the rest is lost. */
final class CappedFile {
    private CappedFile() {}

    /** Cuts the file back when it is too long. Writers append, so they go on after the notice. */
    static void enforce(ScriptOutput.ToFile output) {
        try {
            cut(output);
        } catch (IOException ignored) {
            // A file that was removed or a sick disk must not end the watch over the script: the
            // limit is tried again at the next look.
        }
    }

    private static void cut(ScriptOutput.ToFile output) throws IOException {
        byte[] notice =
                ("\n---- output cut after " + output.limitBytes() + " bytes ----\n")
                        .getBytes(StandardCharsets.UTF_8);
        try (var channel = FileChannel.open(output.file(), StandardOpenOption.WRITE)) {
            if (channel.size() > output.limitBytes() + notice.length) {
                channel.truncate(output.limitBytes());
                channel.write(ByteBuffer.wrap(notice), output.limitBytes());
            }
        }
    }
}

package safekit.core.local;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import safekit.core.base.Check;

/** One message of a local socket. Immutable; byte arrays are not shared with the caller. */
public sealed interface LocalMessage {

    /**
     * A command.
     *
     * @param user who asks, as it is shown in logs
     * @param directory working directory of the caller, for relative file names
     * @param environment variables of the caller that matter, in the order they were given
     * @param arguments the verb and its arguments
     */
    record Request(
            String user, String directory, Map<String, String> environment, List<String> arguments)
            implements LocalMessage {
        public Request {
            environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
            arguments = List.copyOf(arguments);
        }

        /** A request of safeadmin itself: no directory and no environment. */
        public static Request of(String user, String... arguments) {
            return new Request(user, "/", Map.of(), List.of(arguments));
        }
    }

    /** Bytes for standard output (stream 1) or standard error (stream 2) of the caller. */
    final class Output implements LocalMessage {
        private final int stream;
        private final byte[] bytes;

        /** Copies the bytes. */
        public Output(int stream, byte[] bytes) {
            Check.that(stream == 1 || stream == 2, "output goes to stream 1 or 2");
            this.stream = stream;
            this.bytes = bytes.clone();
        }

        /** Text in UTF-8. */
        public static Output of(int stream, String text) {
            return new Output(stream, text.getBytes(StandardCharsets.UTF_8));
        }

        /** 1 or 2. */
        public int stream() {
            return stream;
        }

        /** A copy of the bytes. */
        public byte[] bytes() {
            return bytes.clone();
        }

        /** The bytes read as UTF-8. */
        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Output that
                    && stream == that.stream
                    && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return 31 * stream + Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Output[%d, %s]".formatted(stream, text());
        }
    }

    /** The end of the answer: the exit code, 0 to 255 (OPEN 08-1). */
    record Exit(int code) implements LocalMessage {
        public Exit {
            Check.that(code >= 0 && code <= 255, "an exit code is between 0 and 255");
        }
    }
}

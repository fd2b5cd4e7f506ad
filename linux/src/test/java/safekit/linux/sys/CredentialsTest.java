package safekit.linux.sys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CredentialsTest {
    private static final int IGNORE_QUOTAS = 24;

    @Test
    void quotas_bind_whoever_is_not_root() throws Exception {
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Callable<Void> changes =
                    () -> {
                        changeUsers();
                        return null;
                    };
            thread.submit(changes).get(20, TimeUnit.SECONDS);
        }
    }

    private static void changeUsers() throws IOException {
        long whole = effective();
        long bound = whole & ~(1L << IGNORE_QUOTAS);
        var credentials = new Credentials();
        credentials.serve(1000);
        assertThat(effective()).isEqualTo(bound);
        credentials.assume(1000, 1000, 022);
        assertThat(effective()).isEqualTo(bound);
        credentials.restore(1000, 1000);
        assertThat(effective()).isEqualTo(bound);
        credentials.serve(0);
        assertThat(effective()).isEqualTo(whole);
    }

    private static long effective() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/thread-self/status"))) {
            if (line.startsWith("CapEff:")) {
                return Long.parseUnsignedLong(line.substring(7).strip(), 16);
            }
        }
        throw new AssertionError("no CapEff");
    }
}

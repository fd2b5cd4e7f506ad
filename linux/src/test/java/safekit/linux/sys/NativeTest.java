package safekit.linux.sys;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class NativeTest {
    @Test
    void calls_the_c_library() throws Throwable {
        long pid = (long) Native.function("getpid", 0).invokeExact(Native.capture());
        assertThat(pid).isEqualTo(ProcessHandle.current().pid());
    }

    @Test
    void tells_errno() throws Throwable {
        MemorySegment capture = Native.capture();
        long result = (long) Native.function("close", 1).invokeExact(capture, -1L);
        assertThat((int) result).isEqualTo(-1);
        assertThat(Native.errno(capture)).isEqualTo(9);
    }
}

package safekit.sim;

import java.nio.ByteBuffer;
import java.util.List;
import safekit.core.bytes.Refused;
import safekit.core.replication.ExtentLog;
import safekit.core.replication.Extents;
import safekit.core.replication.LogRecord;

/** One extent log on a simulated disk, in the product's own bytes. */
final class LogFile {
    /** Few facts, so that logs overflow. */
    static final int FACTS_MAX = 12;

    private static final int BYTES = 8 << 10;

    private final int number;
    private final ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    private final Extents content = new Extents();
    private int sequence = 1;

    LogFile(int number) {
        this.number = number;
        ExtentLog.header(bytes, new ExtentLog.Header(number, Layout.EXTENT, 0));
    }

    /** What was appended, or read after a crash. */
    Extents content() {
        return content;
    }

    /** These facts are on the disk when it returns. */
    void append(List<LogRecord> facts) {
        if (!facts.isEmpty()) {
            ExtentLog.batch(bytes, number, sequence++, facts);
            facts.forEach(content::add);
        }
    }

    /** The power goes while this is being written: some of its bytes are on the disk. */
    void tear(List<LogRecord> facts, Draw draw) {
        int from = bytes.position();
        ExtentLog.batch(bytes, number, sequence, facts);
        int kept = draw.below(bytes.position() - from + 1);
        for (int at = from + kept; at < bytes.position(); at++) {
            bytes.put(at, (byte) 0);
        }
        bytes.position(from);
    }

    /**
     * What a process that starts finds in the file.
     *
     * @param tornCounts whether whole batches before a torn one count
     */
    Extents read(boolean tornCounts) {
        try {
            var contents = ExtentLog.read(bytes.duplicate().clear(), FACTS_MAX);
            boolean torn = contents.ending() == ExtentLog.Ending.TORN;
            return torn && !tornCounts ? new Extents() : contents.extents();
        } catch (Refused refused) {
            return everything();
        }
    }

    static Extents everything() {
        var all = new Extents();
        all.addEverything();
        return all;
    }
}

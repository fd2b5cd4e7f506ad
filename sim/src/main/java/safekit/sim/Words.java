package safekit.sim;

import safekit.core.generation.Tuple;

/** Short texts for the trace. */
final class Words {
    private Words() {}

    static String of(Tuple t) {
        return "id="
                + id(t.id())
                + " base="
                + id(t.base())
                + " offered="
                + t.offered().stream().map(Words::id).toList()
                + " history="
                + t.history().stream().map(Words::id).toList()
                + " "
                + t.standing()
                + (t.consistent() ? "" : " INCONSISTENT")
                + (t.logValid() ? "" : " NOLOG")
                + " "
                + t.logs().changes()
                + t.logs().activity()
                + " "
                + t.lastRole();
    }

    /** The last four digits are enough to tell ids apart. */
    static String id(long id) {
        return id == 0 ? "0" : String.format("%04x", id & 0xffff);
    }
}

package safekit.core.wire;

/** What an operation does. The numbers are the wire code: append only. */
public enum Opcode {
    NONE(0),
    WRITE(1),
    TRUNCATE(2),
    CREATE(3),
    CREATE_UNNAMED(4),
    LINK(5),
    UNLINK(6),
    REMOVE_DIRECTORY(7),
    RENAME(8),
    SET_ATTRIBUTES(9),
    TIMES(10),
    SET_EXTENDED(11),
    REMOVE_EXTENDED(12),
    ALLOCATE(13),
    SYNC(14),
    INTRODUCE(15),
    FORGET(16),
    COPY(17),
    COMPARE(18),
    LISTING(19),
    EXTENDED(20),
    WHOLE(21),
    WHOLE_COMPARE(22),
    HOLE(23),
    VERIFY_NAMES(24),
    VERIFY_FILE(25);

    private static final Opcode[] ALL = values();

    private final int code;

    Opcode(int code) {
        this.code = code;
    }

    /** The wire code. */
    int code() {
        return code;
    }

    static Opcode of(int code) {
        return code > 0 && code < ALL.length ? ALL[code] : NONE;
    }
}

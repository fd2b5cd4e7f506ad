package safekit.linux.regex;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import safekit.linux.sys.Memory;
import safekit.linux.sys.Native;
import safekit.linux.sys.Scratch;

/**
 * A POSIX extended regular expression, compiled by regcomp(3): case sensitive, over bytes that are
 * read as UTF-8 whatever the locale of the process is, so that two nodes agree. Thread-safe until
 * it is closed.
 */
public final class PosixExpression implements AutoCloseable {
    private static final MethodHandle REGCOMP = function("regcomp", 3);
    private static final MethodHandle REGEXEC = function("regexec", 5);
    private static final MethodHandle REGERROR = function("regerror", 4);
    private static final MethodHandle REGFREE = function("regfree", 1);
    private static final MethodHandle NEWLOCALE = function("newlocale", 3);
    private static final MethodHandle USELOCALE = function("uselocale", 1);

    private static final int EXTENDED_WITHOUT_PLACES = 1 | 8;
    private static final int NO_MATCH = 1;

    /** More than any C library's regex_t. */
    private static final int REGEX_BYTES = 512;

    private static final int MESSAGE_BYTES = 256;
    private static final long CHARACTERS_AND_ORDER = 1 | 8;
    private static final long LOCALE = locale();

    private final String text;
    private final Arena memory = Arena.ofShared();
    private final long regex = memory.allocate(REGEX_BYTES, 16).address();

    private PosixExpression(String text) {
        this.text = text;
    }

    /** Compiles an expression. */
    public static PosixExpression compile(String text) throws BadExpression {
        if (text.indexOf('\0') >= 0) {
            throw new BadExpression("a NUL character");
        }
        var expression = new PosixExpression(text);
        long result;
        try (Arena once = Arena.ofConfined()) {
            long pattern = once.allocateFrom(text, StandardCharsets.UTF_8).address();
            result =
                    inLocale(
                            () ->
                                    call(
                                            REGCOMP,
                                            expression.regex,
                                            pattern,
                                            EXTENDED_WITHOUT_PLACES));
            if ((int) result != 0) {
                MemorySegment message = once.allocate(MESSAGE_BYTES);
                long _ = call(REGERROR, result, expression.regex, message.address(), MESSAGE_BYTES);
                expression.memory.close();
                throw new BadExpression(message.getString(0));
            }
        }
        return expression;
    }

    /**
     * Whether the expression is found anywhere in these bytes, at most {@link Scratch#VALUE_BYTES}
     * less one, without NUL.
     */
    public boolean isFoundIn(byte[] subject) {
        if (subject.length >= Scratch.VALUE_BYTES) {
            throw new IllegalArgumentException(subject.length + " bytes are searched");
        }
        long at = Scratch.mine().value();
        Memory.put(at, subject);
        Memory.putByte(at + subject.length, (byte) 0);
        long result = inLocale(() -> call(REGEXEC, regex, at, 0, 0, 0));
        if ((int) result != 0 && (int) result != NO_MATCH) {
            throw new IllegalStateException(this + " cannot be searched for: " + (int) result);
        }
        return (int) result == 0;
    }

    @Override
    public void close() {
        long _ = call(REGFREE, regex);
        memory.close();
    }

    @Override
    public String toString() {
        return text;
    }

    private interface Act {
        long run();
    }

    private static long inLocale(Act act) {
        long before = call(USELOCALE, LOCALE);
        try {
            return act.run();
        } finally {
            long _ = call(USELOCALE, before);
        }
    }

    /** Where the C library has no UTF-8 of its own, each byte is a character. */
    private static long locale() {
        try (Arena once = Arena.ofConfined()) {
            for (String name : new String[] {"C.UTF-8", "C"}) {
                long at = once.allocateFrom(name).address();
                long locale = call(NEWLOCALE, CHARACTERS_AND_ORDER, at, 0);
                if (locale != 0) {
                    return locale;
                }
            }
        }
        throw new IllegalStateException("the C library has no locale C");
    }

    private static MethodHandle function(String name, int arguments) {
        return Native.function(name, arguments).asSpreader(long[].class, arguments);
    }

    private static long call(MethodHandle function, long... arguments) {
        MemorySegment capture = Native.capture();
        try {
            return (long) function.invokeExact(capture, arguments);
        } catch (Throwable impossible) {
            throw new AssertionError("a call of the regular expressions threw", impossible);
        }
    }
}

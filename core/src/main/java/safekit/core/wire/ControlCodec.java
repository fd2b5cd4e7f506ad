package safekit.core.wire;

import safekit.core.bytes.Reader;
import safekit.core.bytes.Refused;
import safekit.core.bytes.Writer;
import safekit.core.generation.TupleCodec;
import safekit.core.mirror.Control;

/** A {@link Control} as bytes: the payload of a control frame (docs/protocol/stream.md). */
public final class ControlCodec {
    /** Bytes that any control message needs at most. */
    public static final int SIZE_MAX = 16 + BeatCodec.SIZE_MAX;

    private static final int JOIN = 1;
    private static final int BEGIN = 2;
    private static final int BEGUN = 3;
    private static final int SHARED = 4;
    private static final int HELD = 5;
    private static final int GRANTED = 6;
    private static final int PULSE = 7;

    private ControlCodec() {}

    /** Writes it at the writer's position. */
    public static void write(Writer out, Control control) {
        switch (control) {
            case Control.Join(var beat) -> BeatCodec.write(out.u8(JOIN), beat);
            case Control.Begin(long session, var beat) ->
                    BeatCodec.write(out.u8(BEGIN).u64(session), beat);
            case Control.Begun(long session, var tuple) ->
                    TupleCodec.write(out.u8(BEGUN).u64(session), tuple);
            case Control.Shared(long session, var tuple) ->
                    TupleCodec.write(out.u8(SHARED).u64(session), tuple);
            case Control.Held(long session) -> out.u8(HELD).u64(session);
            case Control.Granted(long session) -> out.u8(GRANTED).u64(session);
            case Control.Pulse(var beat) -> BeatCodec.write(out.u8(PULSE), beat);
        }
    }

    /** Reads what {@link #write} wrote, to the end of the reader. */
    public static Control read(Reader in) throws Refused {
        int code = in.u8("control");
        Control control =
                switch (code) {
                    case JOIN -> new Control.Join(BeatCodec.read(in));
                    case BEGIN -> new Control.Begin(session(in), BeatCodec.read(in));
                    case BEGUN -> new Control.Begun(session(in), TupleCodec.read(in));
                    case SHARED -> new Control.Shared(session(in), TupleCodec.read(in));
                    case HELD -> new Control.Held(session(in));
                    case GRANTED -> new Control.Granted(session(in));
                    case PULSE -> new Control.Pulse(BeatCodec.read(in));
                    default -> throw in.malformed("control", "" + code, "1 to 7");
                };
        in.end("control");
        return control;
    }

    private static long session(Reader in) throws Refused {
        return in.u64("session");
    }
}

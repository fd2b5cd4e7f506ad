package safekit.core.wire;

import static safekit.core.base.ModuleState.ALONE;
import static safekit.core.base.ModuleState.PRIM;
import static safekit.core.base.ModuleState.SECOND;
import static safekit.core.base.ModuleState.STOP;
import static safekit.core.base.ModuleState.UNKNOWN;
import static safekit.core.base.ModuleState.UP;
import static safekit.core.base.ModuleState.WAIT;
import static safekit.core.base.Substate.NotReady;
import static safekit.core.base.Substate.Ready;
import static safekit.core.base.Substate.Transient;
import static safekit.core.base.Substate.Unknown;

import java.util.List;
import safekit.core.base.Check;
import safekit.core.base.DisplayState;
import safekit.core.bytes.Reader;
import safekit.core.bytes.Refused;
import safekit.core.bytes.Writer;

/** A state as users see it in one byte: only pairs that exist have a code (spec 00 section 2). */
final class DisplayCodes {
    /** The position is the wire code: append only. */
    private static final List<DisplayState> CODES =
            List.of(
                    new DisplayState(STOP, NotReady),
                    new DisplayState(WAIT, NotReady),
                    new DisplayState(WAIT, Transient),
                    new DisplayState(ALONE, Transient),
                    new DisplayState(ALONE, Ready),
                    new DisplayState(PRIM, Transient),
                    new DisplayState(PRIM, Ready),
                    new DisplayState(SECOND, Transient),
                    new DisplayState(SECOND, Ready),
                    new DisplayState(UP, Transient),
                    new DisplayState(UP, Ready),
                    new DisplayState(UNKNOWN, Unknown));

    private DisplayCodes() {}

    static List<DisplayState> all() {
        return CODES;
    }

    static void write(Writer out, DisplayState state) {
        int code = CODES.indexOf(state);
        Check.that(code >= 0, "a displayed state is one of the twelve");
        out.u8(code);
    }

    static DisplayState read(Reader in) throws Refused {
        int code = in.u8("displayed state");
        if (code >= CODES.size()) {
            throw in.malformed("displayed state", "" + code, "at most " + (CODES.size() - 1));
        }
        return CODES.get(code);
    }
}

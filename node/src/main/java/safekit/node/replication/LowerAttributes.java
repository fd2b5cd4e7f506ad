package safekit.node.replication;

import java.io.IOException;
import safekit.core.replication.Attributes;
import safekit.core.replication.FileId;
import safekit.core.replication.Moment;
import safekit.core.replication.Operation;
import safekit.linux.file.LowerFile;

/** Attributes of the replication put on an open file (O_PATH is enough). */
final class LowerAttributes {
    private LowerAttributes() {}

    /** Sets what the mask names, permissions after the owner; 0. */
    static long set(int descriptor, FileId file, int mask, Attributes attributes, Moment accessed)
            throws IOException {
        if ((mask & (Operation.Mask.UID | Operation.Mask.GID)) != 0) {
            int uid = (mask & Operation.Mask.UID) != 0 ? attributes.uid() : -1;
            int gid = (mask & Operation.Mask.GID) != 0 ? attributes.gid() : -1;
            HandleTree.check(LowerFile.setOwner(descriptor, uid, gid), file);
        }
        boolean symlink = (attributes.mode() & TreeAccess.Modes.TYPE) == TreeAccess.Modes.SYMLINK;
        if ((mask & Operation.Mask.MODE) != 0 && !symlink) {
            int mode = attributes.mode() & TreeAccess.Modes.PERMISSIONS;
            HandleTree.check(LowerFile.setMode(descriptor, mode), file);
        }
        if ((mask & (Operation.Mask.ACCESSED | Operation.Mask.MODIFIED)) == 0) {
            return 0;
        }
        boolean access = (mask & Operation.Mask.ACCESSED) != 0;
        boolean modify = (mask & Operation.Mask.MODIFIED) != 0;
        int omit = safekit.linux.sys.Attributes.OMIT;
        return HandleTree.check(
                LowerFile.setTimes(
                        descriptor,
                        accessed.seconds(),
                        access ? accessed.nanos() : omit,
                        attributes.modified().seconds(),
                        modify ? attributes.modified().nanos() : omit),
                file);
    }
}

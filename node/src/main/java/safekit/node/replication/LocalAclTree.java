package safekit.node.replication;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import safekit.core.bytes.Bytes;
import safekit.core.replication.FileId;
import safekit.core.replication.Operation.ExtendedAttribute;

/**
 * The trees under {@code acl="off"}: access lists are neither told nor changed, each node has its
 * own. The permissions that they leave are a file's mode and travel as such.
 */
final class LocalAclTree extends ForwardingTree {
    private static final Bytes ACCESS = name("system.posix_acl_access");
    private static final Bytes DEFAULT = name("system.posix_acl_default");

    LocalAclTree(TreeAccess below) {
        super(below);
    }

    private static Bytes name(String text) {
        return Bytes.copyOf(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Whether this attribute is an access list that also changes the mode. */
    static boolean isAccess(Bytes name) {
        return name.equals(ACCESS);
    }

    /** Whether this attribute is an access list. */
    static boolean isList(Bytes name) {
        return isAccess(name) || name.equals(DEFAULT);
    }

    @Override
    public List<ExtendedAttribute> extended(FileId file) throws IOException {
        return below.extended(file).stream().filter(one -> !isList(one.name())).toList();
    }

    @Override
    public void replaceExtended(FileId file, List<ExtendedAttribute> all) throws IOException {
        var wanted = new ArrayList<ExtendedAttribute>();
        all.stream().filter(one -> !isList(one.name())).forEach(wanted::add);
        below.extended(file).stream().filter(one -> isList(one.name())).forEach(wanted::add);
        below.replaceExtended(file, wanted);
    }

    @Override
    public void setExtended(FileId file, Bytes name, Bytes value, int flags) throws IOException {
        if (!isList(name)) {
            below.setExtended(file, name, value, flags);
        }
    }

    @Override
    public void removeExtended(FileId file, Bytes name) throws IOException {
        if (!isList(name)) {
            below.removeExtended(file, name);
        }
    }
}

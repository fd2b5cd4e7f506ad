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

    /** What is told of all attributes. */
    static List<ExtendedAttribute> told(List<ExtendedAttribute> all) {
        return all.stream().filter(one -> !isList(one.name())).toList();
    }

    /** What is told, and our own lists. */
    static List<ExtendedAttribute> wanted(
            List<ExtendedAttribute> told, List<ExtendedAttribute> present) {
        var wanted = new ArrayList<ExtendedAttribute>(told(told));
        present.stream().filter(one -> isList(one.name())).forEach(wanted::add);
        return wanted;
    }

    @Override
    public List<ExtendedAttribute> extended(FileId file) throws IOException {
        return told(below.extended(file));
    }

    @Override
    public void replaceExtended(FileId file, List<ExtendedAttribute> all) throws IOException {
        below.replaceExtended(file, wanted(all, below.extended(file)));
    }

    @Override
    public OpenFile open(FileId file, boolean writing) throws IOException {
        return new LocalAclFile(below.open(file, writing));
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

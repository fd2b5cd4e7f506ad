package safekit.core.wire;

import static safekit.core.replication.Fields.entry;
import static safekit.core.replication.Fields.file;
import static safekit.core.replication.Fields.name;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import safekit.core.base.Check;
import safekit.core.bytes.Writer;
import safekit.core.replication.Attributes;
import safekit.core.replication.Digests;
import safekit.core.replication.Moment;
import safekit.core.replication.Name;
import safekit.core.replication.Operation;

/** Writes operations (docs/protocol/stream.md). Writes on the hot path use {@link WriteCodec}. */
public final class OperationWriter {
    private static final byte[] NO_NAME = {};

    private OperationWriter() {}

    /** Appends one operation at the buffer's position. The buffer must have room. */
    public static void write(ByteBuffer buffer, Operation operation) {
        buffer.order(ByteOrder.LITTLE_ENDIAN);
        if (operation instanceof Operation.Write write) {
            writeData(buffer, write);
            return;
        }
        int at = buffer.position();
        var out = new Writer(buffer);
        out.i32(0).u8(opcode(operation).code()).u8(0).u16(0);
        fields(out, operation);
        int length = out.position() - at;
        Check.that(length <= Limits.OPERATION, "an operation is within its limit");
        buffer.putInt(at, length);
    }

    private static void writeData(ByteBuffer buffer, Operation.Write write) {
        WriteCodec.header(
                buffer,
                write.file().number(),
                write.file().generation(),
                write.offset(),
                write.modified().seconds(),
                write.modified().nanos(),
                write.clearsPrivileges(),
                write.data().length());
        buffer.put(write.data().toArray());
    }

    private static Opcode opcode(Operation operation) {
        return switch (operation) {
            case Operation.Write w -> Opcode.WRITE;
            case Operation.Truncate t -> Opcode.TRUNCATE;
            case Operation.Create c -> Opcode.CREATE;
            case Operation.CreateUnnamed c -> Opcode.CREATE_UNNAMED;
            case Operation.Link l -> Opcode.LINK;
            case Operation.Unlink u -> Opcode.UNLINK;
            case Operation.RemoveDirectory r -> Opcode.REMOVE_DIRECTORY;
            case Operation.Rename r -> Opcode.RENAME;
            case Operation.SetAttributes s -> Opcode.SET_ATTRIBUTES;
            case Operation.Times t -> Opcode.TIMES;
            case Operation.SetExtended s -> Opcode.SET_EXTENDED;
            case Operation.RemoveExtended r -> Opcode.REMOVE_EXTENDED;
            case Operation.Allocate a -> Opcode.ALLOCATE;
            case Operation.Sync s -> Opcode.SYNC;
            case Operation.Introduce i -> Opcode.INTRODUCE;
            case Operation.Forget f -> Opcode.FORGET;
            case Operation.Copy c -> Opcode.COPY;
            case Operation.Compare c -> Opcode.COMPARE;
            case Operation.Listing l -> Opcode.LISTING;
            case Operation.Extended e -> Opcode.EXTENDED;
            case Operation.Whole w -> Opcode.WHOLE;
            case Operation.WholeCompare w -> Opcode.WHOLE_COMPARE;
            case Operation.Hole h -> Opcode.HOLE;
            case Operation.VerifyNames v -> Opcode.VERIFY_NAMES;
            case Operation.VerifyFile v -> Opcode.VERIFY_FILE;
        };
    }

    private static void fields(Writer out, Operation operation) {
        switch (operation) {
            case Operation.Write w -> throw new Check.BrokenInvariant("a write has its own codec");
            case Operation.Truncate(var file, long size, var modified, boolean clears) ->
                    moment(file(out, file).u64(size), modified).flag(clears);
            case Operation.Create c -> create(out, c);
            case Operation.CreateUnnamed(var directory, var file, var attributes) ->
                    attributes(file(file(out, directory), file), attributes);
            case Operation.Link(var file, var parent, var name, var at) ->
                    moment(name(file(file(out, file), parent), name), at);
            case Operation.Unlink(var parent, var name, var at) ->
                    moment(name(file(out, parent), name), at);
            case Operation.RemoveDirectory(var parent, var name, var at) ->
                    moment(name(file(out, parent), name), at);
            case Operation.Rename(var from, var to, var how, var at) ->
                    moment(entry(entry(out, from), to).code(how), at);
            case Operation.SetAttributes(var file, int mask, var attributes, var accessed) ->
                    moment(attributes(file(out, file).u16(mask), attributes), accessed);
            case Operation.Times(var file, var accessed, var modified) ->
                    moment(moment(file(out, file), accessed), modified);
            case Operation.SetExtended(var file, var name, var value, int flags) ->
                    file(out, file)
                            .i32(flags)
                            .bytes16(name.toArray(), Limits.EXTENDED_NAME)
                            .bytes32(value.toArray(), Limits.EXTENDED_VALUE);
            case Operation.RemoveExtended(var file, var name) ->
                    file(out, file).bytes16(name.toArray(), Limits.EXTENDED_NAME);
            case Operation.Allocate(var file, int mode, long offset, long length, var modified) ->
                    moment(file(out, file).i32(mode).u64(offset).u64(length), modified);
            case Operation.Sync(var file, boolean dataOnly) -> file(out, file).flag(dataOnly);
            case Operation.Introduce(var file, var entry) -> entry(file(out, file), entry);
            case Operation.Forget(var file) -> file(out, file);
            case Operation.Copy(var file, long offset, var data) ->
                    file(out, file).u64(offset).bytes32(data.toArray(), Limits.DATA);
            default -> copied(out, operation);
        }
    }

    /** What only a reintegration or a verification sends. */
    private static void copied(Writer out, Operation operation) {
        switch (operation) {
            case Operation.Compare c -> compare(out, c);
            case Operation.Listing l -> listing(out, l);
            case Operation.Extended(var file, var all) -> extended(file(out, file), all);
            case Operation.Whole w -> whole(out, w);
            case Operation.WholeCompare w -> wholeCompare(out, w);
            case Operation.VerifyNames v -> verify(out, v);
            case Operation.VerifyFile v -> verify(out, v);
            case Operation.Hole(var file, long offset, long length) ->
                    file(out, file).u64(offset).u64(length);
            default -> throw new Check.BrokenInvariant("no operation of a copy: " + operation);
        }
    }

    private static void verify(Writer out, Operation.VerifyNames v) {
        Check.that(v.names().size() <= Limits.LISTED, "a listing is within its limit");
        maybe(maybe(file(out, v.directory()), v.from()), v.to()).flag(v.again());
        out.u16(v.names().size());
        v.names().forEach(each -> name(out, each));
    }

    private static void verify(Writer out, Operation.VerifyFile v) {
        maybe(file(out, v.directory()), v.name()).flag(v.again());
        attributes(out, v.attributes()).i32(v.links()).u64(v.size()).u64(v.device());
        out.bytes16(v.target().toArray(), Limits.TARGET);
        extended(out, v.extended());
        digests(out.u64(v.offset()).i32(v.blockSize()), v.digests());
    }

    /** An empty name stands for none. */
    private static Writer maybe(Writer out, Optional<Name> name) {
        return out.bytes16(name.map(Name::bytes).orElse(NO_NAME), Name.MAX);
    }

    private static void create(Writer out, Operation.Create c) {
        name(file(out, c.parent()), c.name());
        moment(out, c.at());
        attributes(file(out, c.file()), c.attributes());
        out.u64(c.device()).bytes16(c.target().toArray(), Limits.TARGET);
    }

    private static void whole(Writer out, Operation.Whole w) {
        moment(attributes(file(out, w.file()), w.attributes()), w.accessed());
        extended(out, w.extended());
        out.bytes32(w.data().toArray(), Limits.DATA);
    }

    private static void wholeCompare(Writer out, Operation.WholeCompare w) {
        moment(attributes(file(out, w.file()), w.attributes()), w.accessed());
        extended(out, w.extended());
        digests(out.u64(w.size()).i32(w.blockSize()), w.digests());
    }

    private static void compare(Writer out, Operation.Compare c) {
        file(out, c.file()).u64(c.size()).u64(c.offset()).i32(c.blockSize());
        digests(out, c.digests());
    }

    private static void digests(Writer out, Digests digests) {
        Check.that(digests.count() <= Limits.DIGESTS, "a comparison is within its limit");
        out.u16(digests.count());
        for (int block = 0; block < digests.count(); block++) {
            out.u64(digests.first(block)).u64(digests.second(block));
        }
    }

    private static void listing(Writer out, Operation.Listing l) {
        Check.that(l.entries().size() <= Limits.LISTED, "a listing is within its limit");
        file(out, l.directory()).i32(l.part()).flag(l.last()).u16(l.entries().size());
        for (Operation.Listed listed : l.entries()) {
            attributes(file(name(out, listed.name()), listed.file()), listed.attributes());
            out.u64(listed.size()).u64(listed.device());
        }
    }

    private static void extended(Writer out, List<Operation.ExtendedAttribute> all) {
        Check.that(all.size() <= Limits.EXTENDED_COUNT, "extended attributes are within a limit");
        out.u16(all.size());
        for (Operation.ExtendedAttribute attribute : all) {
            out.bytes16(attribute.name().toArray(), Limits.EXTENDED_NAME);
            out.bytes32(attribute.value().toArray(), Limits.EXTENDED_VALUE);
        }
    }

    private static Writer moment(Writer out, Moment moment) {
        return out.u64(moment.seconds()).i32(moment.nanos());
    }

    private static Writer attributes(Writer out, Attributes attributes) {
        out.i32(attributes.mode()).i32(attributes.uid()).i32(attributes.gid());
        return moment(moment(out, attributes.modified()), attributes.changed());
    }
}

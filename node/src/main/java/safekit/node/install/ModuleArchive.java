package safekit.node.install;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import safekit.node.disk.DurableFile;
import safekit.node.disk.FileTree;
import safekit.node.local.CommandFailed;

/** A {@code .safe} file: a zip with {@code conf/userconfig.xml} and {@code bin/}. */
final class ModuleArchive {
    private static final long LARGEST = 1L << 30;

    private ModuleArchive() {}

    /** Unpacks into a new directory; files below {@code bin} become executable. */
    static void unpack(Path archive, Path directory) throws IOException, CommandFailed {
        Files.createDirectories(directory);
        long total = 0;
        try (ZipInputStream zip =
                new ZipInputStream(new BufferedInputStream(Files.newInputStream(archive)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = inside(directory, entry.getName(), archive);
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(FileTree.parent(target));
                    total += copy(zip, target, LARGEST - total, archive);
                    if (directory.relativize(target).startsWith("bin")) {
                        Files.setPosixFilePermissions(
                                target, PosixFilePermissions.fromString("rwxr-xr-x"));
                    }
                }
            }
        } catch (ZipException e) {
            throw new CommandFailed(archive + " is not a zip file: " + e.getMessage());
        }
        if (!Files.isRegularFile(directory.resolve("conf/userconfig.xml"))) {
            throw new CommandFailed(archive + " holds no conf/userconfig.xml");
        }
    }

    /** Packs {@code conf}, {@code bin}, {@code web} and manifest.xml of a module, without keys. */
    static void pack(Path directory, Path archive) throws IOException {
        Files.createDirectories(FileTree.parent(archive));
        Path draft = archive.resolveSibling("." + archive.getFileName() + ".new");
        try (OutputStream out = Files.newOutputStream(draft);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Path file : FileTree.files(directory)) {
                String name = directory.relativize(file).toString();
                if (!name.startsWith("conf/modulekey.")) {
                    ZipEntry entry = new ZipEntry(name);
                    entry.setLastModifiedTime(Files.getLastModifiedTime(file));
                    zip.putNextEntry(entry);
                    Files.copy(file, zip);
                }
            }
        }
        Files.move(draft, archive, StandardCopyOption.REPLACE_EXISTING);
        DurableFile.syncDirectory(FileTree.parent(archive));
    }

    private static Path inside(Path directory, String name, Path archive) throws CommandFailed {
        Path target = directory.resolve(name).normalize();
        if (name.startsWith("/") || !target.startsWith(directory)) {
            throw new CommandFailed(archive + " holds a file outside of the module: " + name);
        }
        return target;
    }

    private static long copy(InputStream from, Path target, long limit, Path archive)
            throws IOException, CommandFailed {
        long size = 0;
        byte[] piece = new byte[65_536];
        try (OutputStream out = Files.newOutputStream(target)) {
            for (int read = from.read(piece); read >= 0; read = from.read(piece)) {
                size += read;
                if (size > limit) {
                    throw new CommandFailed(archive + " is larger than 1 GiB when unpacked");
                }
                out.write(piece, 0, read);
            }
        }
        return size;
    }
}

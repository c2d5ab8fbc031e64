package health.vigil.local.backup;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import health.vigil.kit.config.InvalidSettingException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/// A ZIP file with the rows of each table as PostgreSQL's `COPY` writes them, and a manifest with their checksums.
final class Archive {

    private static final String MANIFEST = "manifest.json";
    private static final ObjectMapper JSON = new ObjectMapper().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

    private Archive() {}

    /// Writes the tables as they are at one moment. The file appears once it is complete, for its owner only.
    ///
    /// @param handle in a transaction that sees one snapshot
    static Manifest write(Handle handle, Path file, String takenAt) throws IOException, SQLException {
        var unfinished = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                ".vigil-backup",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Manifest manifest;
            try (var zip = new ZipOutputStream(Files.newOutputStream(unfinished))) {
                var tables = new ArrayList<Manifest.Table>();
                for (var table : Contents.TABLES) {
                    tables.add(copy(handle, table, zip));
                }
                manifest = new Manifest(Manifest.FORMAT, takenAt, migrations(handle), tables);
                zip.putNextEntry(new ZipEntry(MANIFEST));
                JSON.writeValue(zip, manifest);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            return manifest;
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static Manifest.Table copy(Handle handle, String table, ZipOutputStream zip)
            throws IOException, SQLException {
        var columns = columns(handle, table);
        zip.putNextEntry(new ZipEntry(table));
        var digest = sha256();
        var rows = copies(handle)
                .copyOut(
                        "copy %s (%s) to stdout".formatted(table, String.join(", ", columns)),
                        new DigestOutputStream(zip, digest));
        return new Manifest.Table(table, columns, rows, HexFormat.of().formatHex(digest.digest()));
    }

    /// Reads the manifest, and makes sure that every row is as it was written.
    ///
    /// @throws InvalidSettingException when it is no backup, or a damaged one
    static Manifest check(Path file) throws IOException {
        try (var zip = open(file)) {
            var entry = zip.getEntry(MANIFEST);
            if (entry == null) {
                throw new InvalidSettingException(file + " is no backup of Vigil.");
            }
            var manifest = JSON.readValue(zip.getInputStream(entry), Manifest.class);
            if (manifest.format() != Manifest.FORMAT) {
                throw new InvalidSettingException(file + " was written by another version of Vigil.");
            }
            for (var table : manifest.tables()) {
                var digest = sha256();
                zip.getInputStream(zip.getEntry(table.name()))
                        .transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
                if (!HexFormat.of().formatHex(digest.digest()).equals(table.sha256())) {
                    throw new InvalidSettingException(file + " is damaged: see the table " + table.name() + ".");
                }
            }
            return manifest;
        }
    }

    private static ZipFile open(Path file) throws IOException {
        try {
            return new ZipFile(file.toFile());
        } catch (ZipException | NoSuchFileException failure) {
            throw new InvalidSettingException(file + " is no backup of Vigil.", failure);
        }
    }

    /// Puts the rows of all tables back.
    ///
    /// @param handle in a transaction
    /// @throws InvalidSettingException when the tables hold something, or have another shape
    static void restore(Handle handle, Path file, Manifest manifest) throws IOException, SQLException {
        if (!migrations(handle).equals(manifest.migrations())) {
            throw new InvalidSettingException("The backup is of the shape %s, this Vigil of %s. Restore it with the"
                            .formatted(manifest.migrations(), migrations(handle))
                    + " version that wrote it, and upgrade then.");
        }
        handle.execute("delete from " + Contents.MAY_HAVE_ROWS);
        try (var zip = new ZipFile(file.toFile())) {
            for (var table : manifest.tables()) {
                requireEmpty(handle, table.name());
                var sql = "copy %s (%s) from stdin".formatted(table.name(), String.join(", ", table.columns()));
                copies(handle).copyIn(sql, zip.getInputStream(zip.getEntry(table.name())));
                countOn(handle, table);
            }
        }
    }

    private static void requireEmpty(Handle handle, String table) {
        if (handle.createQuery("select exists (select from %s)".formatted(table))
                .mapTo(Boolean.class)
                .one()) {
            throw new InvalidSettingException(
                    "The table " + table + " is not empty: restore into a home without a database, or an empty one.");
        }
    }

    /// Numbers that the database gives out go on behind the restored ones.
    private static void countOn(Handle handle, Manifest.Table table) {
        var number = table.columns().getFirst();
        handle.createQuery("select pg_get_serial_sequence(:table, :number)")
                .bind("table", table.name())
                .bind("number", number)
                .mapTo(String.class)
                .findOne()
                .ifPresent(sequence -> handle.createQuery("""
                        select setval(cast(:sequence as regclass), coalesce(max(%s) + 1, 1), false) from %s
                        """.formatted(number, table.name()))
                        .bind("sequence", sequence)
                        .mapTo(Long.class)
                        .one());
    }

    private static List<String> columns(Handle handle, String table) {
        return handle.createQuery("""
                        select attname from pg_attribute
                        where attrelid = cast(:table as regclass) and attnum > 0 and not attisdropped order by attnum
                        """).bind("table", table).mapTo(String.class).list();
    }

    private static Map<String, String> migrations(Handle handle) {
        var migrations = new TreeMap<String, String>();
        for (var schema : List.of("care", "alerts")) {
            var latest = handle.createQuery("""
                            select version from %s.flyway_schema_history
                            where success and version is not null order by installed_rank desc limit 1
                            """.formatted(schema))
                    .mapTo(String.class)
                    .one();
            migrations.put(schema, latest);
        }
        return migrations;
    }

    private static CopyManager copies(Handle handle) throws SQLException {
        return handle.getConnection().unwrap(PGConnection.class).getCopyAPI();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

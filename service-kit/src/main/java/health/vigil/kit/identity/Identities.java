package health.vigil.kit.identity;

import health.vigil.kit.config.KeyRing;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.sql.Types;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.mapper.ColumnMapper;
import org.jdbi.v3.core.qualifier.QualifiedType;

/// Writes and reads `care.patient.identity`, which is encrypted with the keys of a file.
public final class Identities {

    private static final String PURPOSE = "the identity of a patient";
    private static final int VERSION = 1;

    private final KeyRing keys;

    public Identities(KeyRing keys) {
        this.keys = keys;
    }

    /// Lets queries take an [Identity] for a parameter and give one for a column, or what [PatientName] and
    /// [PatientPhone] ask of it.
    public void register(Jdbi jdbi) {
        jdbi.registerArgument(new Sealing());
        jdbi.registerColumnMapper(Identity.class, column(Function.identity()));
        jdbi.registerColumnMapper(of(PatientName.class), column(Identity::name));
        jdbi.registerColumnMapper(of(PatientPhone.class), column(Identity::phone));
    }

    private static QualifiedType<String> of(Class<? extends Annotation> qualifier) {
        return QualifiedType.of(String.class).withAnnotationClasses(List.of(qualifier));
    }

    private <T> ColumnMapper<T> column(Function<Identity, T> wanted) {
        return (row, column, _) -> {
            var sealed = row.getBytes(column);
            return sealed == null ? null : wanted.apply(open(sealed));
        };
    }

    private final class Sealing extends AbstractArgumentFactory<Identity> {

        Sealing() {
            super(Types.VARBINARY);
        }

        @Override
        protected Argument build(Identity identity, ConfigRegistry config) {
            return (position, statement, _) -> statement.setBytes(position, seal(identity));
        }
    }

    /// Whether what is kept can be read with these keys, as far as one patient tells; also where nothing is kept yet.
    ///
    /// @throws IllegalStateException when it cannot: this is not the key file of the other service
    public void check(Jdbi jdbi) {
        jdbi.useHandle(handle -> {
            var isThere = handle.createQuery("""
                            select exists (select from information_schema.columns
                                where table_schema = 'care' and table_name = 'patient' and column_name = 'identity')
                            """).mapTo(Boolean.class).one();
            if (isThere) {
                handle.createQuery("select identity from care.patient where identity is not null limit 1")
                        .mapTo(byte[].class)
                        .findOne()
                        .ifPresent(this::open);
            }
        });
    }

    /// Encrypts, with the newest key.
    public byte[] seal(Identity identity) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeUTF(identity.familyName());
            out.writeUTF(identity.givenName());
            out.writeUTF(
                    identity.birthDate() == null ? "" : identity.birthDate().toString());
            out.writeUTF(identity.phone());
        } catch (IOException tooLong) {
            throw new UncheckedIOException(tooLong);
        }
        return keys.encrypt(PURPOSE, bytes.toByteArray());
    }

    /// Decrypts.
    ///
    /// @throws IllegalStateException when its key is not in the file any more, or it was tampered with
    public Identity open(byte[] sealed) {
        try (var in = new DataInputStream(new ByteArrayInputStream(keys.decrypt(PURPOSE, sealed)))) {
            var version = in.readByte();
            if (version != VERSION) {
                throw new IllegalStateException("an identity was written by a later version of Vigil");
            }
            var familyName = in.readUTF();
            var givenName = in.readUTF();
            var birthDate = in.readUTF();
            return new Identity(
                    familyName, givenName, birthDate.isEmpty() ? null : LocalDate.parse(birthDate), in.readUTF());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /// With what every identity begins that was encrypted with the newest key.
    public byte[] mark() {
        return keys.mark();
    }
}

package health.vigil.kit.access;

import health.vigil.kit.config.SecretFile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/// API tokens of programs. A token holds 256 random bits, the database their hash; it is shown once.
public final class Tokens {

    private static final String SELECT = """
            select token_id, label, scopes, patient_id, username, teams, expires_at from care.api_token
            """;

    private final Jdbi jdbi;
    private final Clock clock;

    public Tokens(Jdbi jdbi, Clock clock) {
        this.jdbi = jdbi;
        this.clock = clock;
    }

    /// What the bearer of that token may do; empty when there is none, or not any more.
    public Optional<Grant> find(String token) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        SELECT + "where token_hash = :hash and expires_at > :now and revoked_at is null")
                .bind("hash", Sessions.hash(token))
                .bind("now", clock.instant())
                .map((row, _) -> grant(row))
                .findOne());
    }

    /// What the token of that id grants; empty when it does not hold, or not any more.
    public Optional<Grant> grant(UUID id) {
        return all().stream().filter(grant -> grant.tokenId().equals(id)).findFirst();
    }

    private static Grant grant(ResultSet row) throws SQLException {
        return new Grant(
                row.getObject("token_id", UUID.class),
                row.getString("label"),
                Scope.parse(row.getString("scopes")),
                Optional.ofNullable(row.getObject("patient_id", UUID.class)),
                Optional.ofNullable(row.getString("username")),
                Set.of((UUID[]) row.getArray("teams").getArray()),
                row.getObject("expires_at", OffsetDateTime.class).toInstant());
    }

    /// Those that hold now, the last to expire first.
    public List<Grant> all() {
        return jdbi.withHandle(handle -> handle.createQuery(
                        SELECT + "where expires_at > :now and revoked_at is null order by expires_at desc, token_id")
                .bind("now", clock.instant())
                .map((row, _) -> grant(row))
                .list());
    }

    /// Keeps a grant and gives its token. Only the care API calls this: it owns the table.
    public String issue(Grant grant, String by) {
        var token = SecretFile.random();
        jdbi.useHandle(handle -> handle.createUpdate("""
                        insert into care.api_token (token_id, token_hash, label, scopes, patient_id, username, teams,
                            expires_at, issued_by, issued_at)
                        values (:id, :hash, :label, :scopes, :patient, :username, :teams, :expires, :by, :now)
                        """)
                .bind("id", grant.tokenId())
                .bind("hash", Sessions.hash(token))
                .bind("label", grant.label())
                .bind(
                        "scopes",
                        String.join(
                                " ",
                                grant.scopes().stream().map(Scope::toString).toList()))
                .bind("patient", grant.patient().orElse(null))
                .bind("username", grant.username().orElse(null))
                .bindArray("teams", UUID.class, grant.teams().toArray())
                .bind("expires", grant.expiresAt())
                .bind("by", by)
                .bind("now", clock.instant())
                .execute());
        return token;
    }

    /// Ends a token. Only the care API calls this: it owns the table.
    ///
    /// @return whether it held until now
    public boolean revoke(UUID id, String by) {
        return jdbi.withHandle(handle -> handle.createUpdate("""
                                update care.api_token set revoked_at = :now, revoked_by = :by
                                where token_id = :id and revoked_at is null
                                """)
                        .bind("now", clock.instant())
                        .bind("by", by)
                        .bind("id", id)
                        .execute()
                == 1);
    }
}

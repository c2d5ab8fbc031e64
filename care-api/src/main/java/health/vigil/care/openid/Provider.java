package health.vigil.care.openid;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import health.vigil.kit.access.Role;
import health.vigil.kit.config.SecretFile;
import health.vigil.kit.config.Trust;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// Talks to the provider: code flow with PKCE. The library checks signature, issuer, audience, times and nonce of the
/// ID token.
final class Provider {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int LARGEST = 1 << 20;

    /// An account that is several has the first of these rights; who leads nurses is a nurse too.
    private static final List<Map.Entry<String, Role>> ROLES = List.of(
            Map.entry("vigil-lead-nurse", Role.LEAD_NURSE),
            Map.entry("vigil-nurse", Role.NURSE),
            Map.entry("vigil-clinician", Role.CLINICIAN),
            Map.entry("vigil-admin", Role.ADMIN));

    private static final Set<JWSAlgorithm> SIGNED_WITH =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256, JWSAlgorithm.ES384);

    private final OpenIdSettings settings;
    private final Optional<SSLSocketFactory> trust;
    private @Nullable OIDCProviderMetadata metadata;
    private @Nullable IDTokenValidator validator;

    Provider(OpenIdSettings settings) {
        this.settings = settings;
        this.trust = Optional.of(settings.truststore())
                .filter(file -> !file.isEmpty())
                .map(file -> Trust.in(Path.of(file)).getSocketFactory());
    }

    private void prepare(HTTPRequest request) {
        request.setConnectTimeout((int) PATIENCE.toMillis());
        request.setReadTimeout((int) PATIENCE.toMillis());
        trust.ifPresent(request::setSSLSocketFactory);
    }

    private ClientID client() {
        return new ClientID(settings.clientId());
    }

    /// Asked for when it is first needed: the provider may be away when Vigil starts.
    private synchronized OIDCProviderMetadata metadata() throws RefusedException {
        if (metadata == null) {
            try {
                metadata = OIDCProviderMetadata.resolve(new Issuer(settings.issuer()), this::prepare);
            } catch (GeneralException | IOException failure) {
                throw new RefusedException("The identity provider cannot be reached.", failure);
            }
        }
        return metadata;
    }

    private synchronized IDTokenValidator validator() throws RefusedException {
        if (validator == null) {
            try {
                var retriever = new DefaultResourceRetriever(
                        (int) PATIENCE.toMillis(), (int) PATIENCE.toMillis(), LARGEST, true, trust.orElse(null));
                var keys = JWKSourceBuilder.create(metadata().getJWKSetURI().toURL(), retriever)
                        .build();
                validator = new IDTokenValidator(
                        new Issuer(settings.issuer()),
                        client(),
                        new JWSVerificationKeySelector<>(SIGNED_WITH, keys),
                        null);
            } catch (IOException failure) {
                throw new RefusedException("The identity provider's keys cannot be read.", failure);
            }
        }
        return validator;
    }

    /// Where a browser goes to sign in.
    URI question(Attempt attempt, URI callback) throws RefusedException {
        return new AuthenticationRequest.Builder(ResponseType.CODE, new Scope("openid", "profile"), client(), callback)
                .endpointURI(metadata().getAuthorizationEndpointURI())
                .state(attempt.state())
                .nonce(attempt.nonce())
                .codeChallenge(attempt.verifier(), CodeChallengeMethod.S256)
                .build()
                .toURI();
    }

    /// Trades the code.
    Known answer(String code, Attempt attempt, URI callback) throws RefusedException {
        var secret = new Secret(SecretFile.read(Path.of(settings.clientSecretFile())));
        var request = new TokenRequest.Builder(
                        metadata().getTokenEndpointURI(),
                        new ClientSecretBasic(client(), secret),
                        new AuthorizationCodeGrant(new AuthorizationCode(code), callback, attempt.verifier()))
                .build();
        try {
            var sent = request.toHTTPRequest();
            prepare(sent);
            var response = OIDCTokenResponseParser.parse(sent.send());
            if (!response.indicatesSuccess()) {
                throw new RefusedException("The identity provider refused the code.");
            }
            var token = response.toSuccessResponse().getTokens().toOIDCTokens().getIDToken();
            var checked = validator().validate(token, attempt.nonce());
            return known(checked.getSubject().getValue(), token.getJWTClaimsSet());
        } catch (ParseException | java.text.ParseException | IOException | BadJOSEException | JOSEException failure) {
            throw new RefusedException("The identity provider's answer is not good.", failure);
        }
    }

    private Known known(String subject, JWTClaimsSet claims) throws RefusedException, java.text.ParseException {
        var username = claims.getStringClaim("preferred_username");
        if (username == null || username.isBlank()) {
            throw new RefusedException("The identity provider does not say your user name.");
        }
        var name = claims.getStringClaim("name");
        var roles = roles(claims.getClaims(), settings.roleClaim());
        var role = ROLES.stream()
                .filter(each -> roles.contains(each.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(
                        () -> new RefusedException("You have no role in Vigil. Ask who gives roles in the hospital."));
        return new Known(settings.issuer(), subject, username, name == null || name.isBlank() ? username : name, role);
    }

    /// What stands at that place, a text or a list of them.
    private static Collection<?> roles(Map<String, Object> claims, String place) {
        Object found = claims;
        for (var part : place.split("\\.", -1)) {
            found = found instanceof Map<?, ?> within ? within.get(part) : null;
        }
        return switch (found) {
            case Collection<?> several -> several;
            case String one -> List.of(one);
            case null, default -> List.of();
        };
    }
}

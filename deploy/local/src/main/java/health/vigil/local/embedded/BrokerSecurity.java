package health.vigil.local.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Set;
import java.util.UUID;
import javax.security.auth.Subject;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.NoCacheLoginException;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.apache.activemq.artemis.utils.CertificateUtil;
import org.jspecify.annotations.Nullable;

/// Who may connect to the broker and do what.
///
/// A device may send below its own `vigil/{deviceId}/` and read its own `vigil-receipts/{deviceId}` and
/// `vigil-requests/{deviceId}`. The gateway may read what devices send, and send receipts and requests. Everything else
/// is refused.
final class BrokerSecurity implements ActiveMQSecurityManager5 {

    static final String GATEWAY = "vigil-gateway";

    private final DeviceCredentials credentials;
    private final byte[] gatewayPassword;

    BrokerSecurity(DeviceCredentials credentials, String gatewayPassword) {
        this.credentials = credentials;
        this.gatewayPassword = gatewayPassword.getBytes(UTF_8);
    }

    /// Looks at nothing but name, password and certificate: Artemis keeps the answer under these for some seconds, so
    /// what else depends on the connection is checked by [ConnectionRules].
    @Override
    public Subject authenticate(
            @Nullable String user, @Nullable String password, RemotingConnection connection, String domain)
            throws NoCacheLoginException {
        if (user == null || !(password == null ? isCertified(user, connection) : isRight(user, password))) {
            // A refusal must not be kept: the device may be registered a second later.
            throw new NoCacheLoginException("refused");
        }
        var subject = new Subject();
        subject.getPrincipals().add(new UserPrincipal(user));
        return subject;
    }

    private boolean isRight(String user, String password) {
        if (user.equals(GATEWAY)) {
            return MessageDigest.isEqual(gatewayPassword, password.getBytes(UTF_8));
        }
        return isDeviceId(user) && credentials.matches(UUID.fromString(user), password);
    }

    /// TLS has seen to it that an authority of ours has signed it, and that the device has its key.
    private boolean isCertified(String user, RemotingConnection connection) {
        var certificates = CertificateUtil.getCertsFromConnection(connection);
        return certificates != null
                && certificates.length > 0
                && isDeviceId(user)
                && certificates[0].getSubjectX500Principal().getName().equals("CN=" + user)
                && credentials.matches(UUID.fromString(user), certificates[0]);
    }

    /// Only the canonical form, since prefixes are compared as text.
    private static boolean isDeviceId(String user) {
        try {
            return UUID.fromString(user).toString().equals(user);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    @Override
    public boolean authorize(@Nullable Subject subject, Set<Role> roles, CheckType check, String address) {
        var user = getUserFromSubject(subject);
        if (user == null) {
            return false;
        }
        return user.equals(GATEWAY) ? gatewayMay(check, address) : deviceMay(user, check, address);
    }

    private static boolean gatewayMay(CheckType check, String address) {
        return switch (check) {
            case CONSUME, CREATE_DURABLE_QUEUE, DELETE_DURABLE_QUEUE -> address.startsWith("vigil.");
            case CREATE_ADDRESS -> address.startsWith("vigil.") || isForDevices(address);
            case SEND ->
                isForDevices(address)
                        // Its own pulse comes back by its subscription.
                        || (address.startsWith("vigil.") && address.endsWith(".pulse"));
            default -> false;
        };
    }

    private static boolean isForDevices(String address) {
        return address.startsWith("vigil-receipts.") || address.startsWith("vigil-requests.");
    }

    private static boolean deviceMay(String device, CheckType check, String address) {
        // Wildcards would reach past the comparison of prefixes.
        if (address.indexOf('*') >= 0 || address.indexOf('#') >= 0) {
            return false;
        }
        return switch (check) {
            case SEND -> address.startsWith("vigil." + device + ".") && address.indexOf(':') < 0;
            case CREATE_ADDRESS -> address.startsWith("vigil." + device + ".") || isForIt(device, address);
            case CONSUME,
                    CREATE_DURABLE_QUEUE,
                    DELETE_DURABLE_QUEUE,
                    CREATE_NON_DURABLE_QUEUE,
                    DELETE_NON_DURABLE_QUEUE -> isForIt(device, address);
            default -> false;
        };
    }

    /// A subscription's queue arrives as `address::clientId.address`.
    private static boolean isForIt(String device, String address) {
        var receipts = "vigil-receipts." + device;
        var queue = address.indexOf("::");
        var target = queue < 0 ? address : address.substring(0, queue);
        var named = queue < 0 || address.startsWith(device, queue + 2);
        return named
                && (target.equals(receipts)
                        || target.startsWith(receipts + ".")
                        || target.equals("vigil-requests." + device));
    }

    @Override
    public @Nullable String getUserFromSubject(@Nullable Subject subject) {
        return subject == null
                ? null
                : subject.getPrincipals(UserPrincipal.class).stream()
                        .findFirst()
                        .map(UserPrincipal::getName)
                        .orElse(null);
    }

    @Override
    public boolean validateUser(String user, String password) {
        return false;
    }

    @Override
    public boolean validateUserAndRole(String user, String password, Set<Role> roles, CheckType checkType) {
        return false;
    }
}

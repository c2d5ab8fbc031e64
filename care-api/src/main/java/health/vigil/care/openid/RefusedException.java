package health.vigil.care.openid;

/// Somebody does not get in by the provider; the message says why, to that person.
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1;

    RefusedException(String message) {
        super(message);
    }

    RefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}

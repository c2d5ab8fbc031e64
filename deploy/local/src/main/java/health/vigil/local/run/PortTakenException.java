package health.vigil.local.run;

/// A port is in use; the message names the option.
public final class PortTakenException extends RuntimeException {

    private static final long serialVersionUID = 1;

    PortTakenException(String message) {
        super(message);
    }
}

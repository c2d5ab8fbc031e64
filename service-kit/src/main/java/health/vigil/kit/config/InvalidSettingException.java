package health.vigil.kit.config;

/// A setting is wrong; the message names it and says what to do.
public final class InvalidSettingException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public InvalidSettingException(String message) {
        super(message);
    }

    public InvalidSettingException(String message, Throwable cause) {
        super(message, cause);
    }
}

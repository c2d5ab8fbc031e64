package health.vigil.kit.http;

/// A parameter or field of a request is wrong; the message says what to do.
public final class InvalidRequestException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String parameter;

    public InvalidRequestException(String parameter, String message) {
        super(message);
        this.parameter = parameter;
    }

    public String parameter() {
        return parameter;
    }
}

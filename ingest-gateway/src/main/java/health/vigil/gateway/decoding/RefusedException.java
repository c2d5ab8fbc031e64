package health.vigil.gateway.decoding;

/// This is no reading. The message is a sentence for a person and never holds a value.
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1;

    private final Reason reason;

    RefusedException(Reason reason, String sentence) {
        super(sentence);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}

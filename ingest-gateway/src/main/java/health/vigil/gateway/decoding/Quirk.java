package health.vigil.gateway.decoding;

/// What a model of device does otherwise than Bluetooth's specification says. The publisher names the model in the
/// topic: from the bytes alone nobody could tell.
///
/// @param bigEndianPulse the two bytes of the pulse are the other way round
/// @param userWithoutFlag the user's number is there although its flag is not set
/// @param zeroMeansAbsent a mean pressure of 0 is none
record Quirk(boolean bigEndianPulse, boolean userWithoutFlag, boolean zeroMeansAbsent) {

    static final Quirk NONE = new Quirk(false, false, false);

    /// Beurer BM85, as captured by its owners.
    private static final Quirk BEURER_BM85 = new Quirk(true, true, true);

    /// @throws RefusedException where Vigil knows of none of that model, so that nobody relies on it in vain
    static Quirk of(String model) throws RefusedException {
        if (model.equals("BM85")) {
            return BEURER_BM85;
        }
        throw new RefusedException(
                Reason.TOPIC_UNKNOWN, "Nothing special is known of that model; leave it out of the topic.");
    }
}

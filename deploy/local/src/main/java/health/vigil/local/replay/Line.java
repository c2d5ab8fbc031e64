package health.vigil.local.replay;

/// A line of a recording: a message that the device sends, or something that no device of this kind would send.
sealed interface Line {

    record Message(String payload) implements Line {}

    record Skipped(String why) implements Line {}
}

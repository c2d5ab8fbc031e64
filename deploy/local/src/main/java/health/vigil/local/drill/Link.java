package health.vigil.local.drill;

/// A connection between two parts, by way of a proxy.
record Link(String from, String to) {

    @Override
    public String toString() {
        return from + " to " + to;
    }
}

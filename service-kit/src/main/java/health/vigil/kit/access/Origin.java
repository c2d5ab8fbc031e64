package health.vigil.kit.access;

/// Where a session was opened.
///
/// @param agent what the browser calls itself
public record Origin(String address, String agent) {

    private static final int LONGEST = 200;

    public Origin {
        agent = agent.replace("\0", "");
        agent = agent.length() > LONGEST ? agent.substring(0, LONGEST) : agent;
    }
}

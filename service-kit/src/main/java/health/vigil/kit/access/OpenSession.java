package health.vigil.kit.access;

import java.time.Instant;
import java.util.UUID;

/// A session of an account, as its person sees it.
public record OpenSession(UUID sessionId, Instant openedAt, Instant expiresAt, String address, String agent) {}

package health.vigil.care.recovery;

import java.util.Optional;
import java.util.UUID;

/// Which items are meant; what is empty matches all.
public record Filter(Optional<UUID> device, Optional<String> reason, Optional<ItemState> state) {

    static final Filter ALL = new Filter(Optional.empty(), Optional.empty(), Optional.empty());
}

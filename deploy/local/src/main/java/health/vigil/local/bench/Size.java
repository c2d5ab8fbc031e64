package health.vigil.local.bench;

import java.util.Locale;

/// How much a run measures. The large one is for a machine of its own.
enum Size {
    SMALL,
    MEDIUM,
    LARGE;

    Scale scale() {
        return switch (this) {
            case SMALL -> Scale.SMALL;
            case MEDIUM -> Scale.MEDIUM;
            case LARGE -> Scale.LARGE;
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

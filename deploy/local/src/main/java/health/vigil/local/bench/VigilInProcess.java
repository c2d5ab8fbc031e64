package health.vigil.local.bench;

import health.vigil.local.run.AllInOne;

/// The all-in-one of this process, whose own meters say how much it has stored.
final class VigilInProcess {

    private static final String STORED = "vigil.projection.receipt.to.stored";

    private VigilInProcess() {}

    static VigilWay of(AllInOne vigil) {
        var stored = vigil.telemetry().meters().get(STORED).timer();
        return new VigilWay(vigil.run(), vigil.home(), stored::count);
    }
}

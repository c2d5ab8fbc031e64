package health.vigil.local.bench;

import health.vigil.local.bench.report.Findings;

/// One or more figures that are measured together, with their floors.
@FunctionalInterface
interface Measurement {
    Findings measure(Workbench bench) throws Exception;
}

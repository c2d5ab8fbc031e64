package health.vigil.parts;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

final class StoreCondition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        var mode = StartMode.current();
        return mode.missing().map(missing -> skipped(mode, missing)).orElseGet(() -> enabled("on " + mode));
    }

    private static ConditionEvaluationResult skipped(StartMode mode, String missing) {
        if (System.getenv("CI") != null && mode != StartMode.CONTAINER) {
            throw new IllegalStateException("The tests on " + mode + " cannot run: " + missing);
        }
        return disabled("not run on " + mode + ": " + missing);
    }
}

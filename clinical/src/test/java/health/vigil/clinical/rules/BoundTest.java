package health.vigil.clinical.rules;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.vigil.clinical.vitals.Metric;
import org.junit.jupiter.api.Test;

class BoundTest {

    @Test
    void refusesAClearLevelOnTheBadSideOfItsLimit() {
        assertThatThrownBy(() -> Bound.atOrAbove(Metric.SYSTOLIC, 180, 181))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("systolic");
        assertThatThrownBy(() -> Bound.below(Metric.GLUCOSE, 70, 69)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void mayClearAtTheLimitItself() {
        assertThatNoException().isThrownBy(() -> Bound.above(Metric.GLUCOSE, 180, 180));
        assertThatNoException().isThrownBy(() -> Bound.below(Metric.GLUCOSE, 70, 70));
    }
}

package health.vigil.care.trends;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import health.vigil.kit.http.InvalidRequestException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class CursorTest {

    @Property
    void comesBackFromItsText(
            @ForAll @LongRange(min = -2_208_988_800_000L, max = 7_258_118_399_999L) long millis,
            @ForAll long high,
            @ForAll long low) {
        var cursor = new Cursor(Instant.ofEpochMilli(millis), new UUID(high, low));

        assertThat(Cursor.decode(cursor.encode())).isEqualTo(cursor);
    }

    @Example
    void needsNoEscapingInAUrl() {
        assertThat(Cursor.START.encode()).matches("[A-Za-z0-9_-]+");
    }

    @Example
    void refusesTimesThatNoDatabaseKnows() {
        for (var time : new String[] {"-999999999-01-01T00:00:00Z", "1899-12-31T23:59:59Z", "2200-01-01T00:00:00Z"}) {
            assertIsRefused(Base64.getUrlEncoder()
                    .encodeToString((time + "," + new UUID(1, 1)).getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Property
    void refusesWhateverItDidNotGive(@ForAll String garbage) {
        assertIsRefused(garbage);
        assertIsRefused(Base64.getUrlEncoder().encodeToString(garbage.getBytes(StandardCharsets.UTF_8)));
    }

    @Example
    void refusesATimeWithoutAnIdAndAnIdWithoutATime() {
        for (var text : new String[] {"2026-11-01T05:30:00Z", "2026-11-01T05:30:00Z,", "," + new UUID(1, 1)}) {
            assertIsRefused(Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static void assertIsRefused(String text) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> Cursor.decode(text))
                .satisfies(refusal -> assertThat(refusal.parameter()).isEqualTo("after"));
    }
}

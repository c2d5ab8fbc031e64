package health.vigil.alerts.worklist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.vigil.kit.http.InvalidRequestException;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceTest {

    private static final String ID = "00000000-0000-0001-0000-000000000001";

    @Test
    void isTheSameAfterItWasACursor() {
        var place = new Place(1, 0, new BigDecimal("-1795415400.123456789"), UUID.fromString(ID));

        assertThat(Place.of(place.cursor())).isEqualTo(place);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1|0|-17",
                "1|0|-17|nobody",
                "1|no|-17|" + ID,
                "1|0|-1e999999999|" + ID,
                "1|0|9999999999999999999|" + ID,
            })
    void refusesWhatIsNoCursor(String text) {
        var cursor = Base64.getUrlEncoder().encodeToString(text.getBytes(UTF_8));

        assertThatThrownBy(() -> Place.of(cursor)).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> Place.of("!" + cursor)).isInstanceOf(InvalidRequestException.class);
    }
}

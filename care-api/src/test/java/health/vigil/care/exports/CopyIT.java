package health.vigil.care.exports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.vigil.parts.TestStore;
import java.io.IOException;
import java.io.OutputStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CopyIT {

    private static final int LINES = 200_000;

    @AutoClose
    private static final TestStore DATABASE = new TestStore();

    /// A reader who goes after so many bytes.
    private static OutputStream until(int bytes) {
        return new OutputStream() {
            private int taken;

            @Override
            public void write(int each) throws IOException {
                taken++;
                if (taken > bytes) {
                    throw new IOException("the reader has gone");
                }
            }
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 20, 10_000, 1_000_000})
    void whoeverAsksAfterAReaderHasGoneGetsTheirOwnAnswers(int bytes) {
        var jdbi = DATABASE.database().jdbi();
        assertThatThrownBy(() -> Copy.csv(
                        jdbi,
                        "select i, 'somebody else''s' as whose from generate_series(1, " + LINES + ") i",
                        until(bytes)))
                .hasMessage("the reader has gone");

        var answers = IntStream.range(0, 20)
                .map(each -> jdbi.withHandle(handle -> handle.createQuery("select ?::integer")
                        .bind(0, each)
                        .mapTo(Integer.class)
                        .one()))
                .boxed()
                .toList();

        assertThat(answers)
                .containsExactlyElementsOf(IntStream.range(0, 20).boxed().toList());
    }
}

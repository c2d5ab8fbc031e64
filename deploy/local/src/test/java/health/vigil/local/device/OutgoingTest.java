package health.vigil.local.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutgoingTest {

    private static final List<JsonNode> RECEIPT = List.of(TextNode.valueOf("accepted"));
    private static final Message READING = new Message("readings", new byte[] {1});

    private final Outgoing outgoing = new Outgoing();

    @Test
    void aNewConnectionSendsWhatIsNotConfirmedInOrder() throws InterruptedException {
        var numbers = List.of(outgoing.add(READING), outgoing.add(READING), outgoing.add(READING));
        assertThat(outgoing.nextUnsent(0)).contains(numbers.getFirst());
        outgoing.confirm(numbers.get(1));

        outgoing.sendAgain();

        assertThat(outgoing.nextUnsent(0)).contains(numbers.getFirst());
        assertThat(outgoing.nextUnsent(0)).contains(numbers.getLast());
        assertThat(outgoing.nextUnsent(0)).isEmpty();
        assertThat(outgoing.unconfirmed()).isEqualTo(2);
        assertThat(outgoing.count()).isEqualTo(3);
    }

    @Test
    void whatIsConfirmedWaitsNoMore() {
        var number = outgoing.add(READING);
        assertThat(outgoing.waiting(number)).contains(READING);

        outgoing.confirm(number);

        assertThat(outgoing.waiting(number)).isEqualTo(Optional.empty());
    }

    @Test
    void aReceiptCountsOnceHoweverOftenItComes() {
        var number = outgoing.add(READING);

        assertThat(outgoing.receipt(number, RECEIPT)).isTrue();
        assertThat(outgoing.receipt(number, RECEIPT)).isFalse();

        assertThat(outgoing.receipts()).containsOnlyKeys(number).containsEntry(number, RECEIPT);
    }
}

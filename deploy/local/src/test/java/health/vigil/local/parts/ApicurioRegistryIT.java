package health.vigil.local.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.vigil.schemas.wire.Topics;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApicurioRegistryIT extends RegistryServerContract {

    @AutoClose
    private final ApicurioProcess apicurio;

    ApicurioRegistryIT(@TempDir Path folder) throws Exception {
        this.apicurio = new ApicurioProcess(folder).start();
    }

    @Override
    String url() {
        return apicurio.url();
    }

    @Test
    void aServiceGoesOnWhileTheRegistryIsAwayAndReadsNewSchemasWhenItIsBack() throws Exception {
        var running = wire();
        var bytes = running.encode(Topics.DEVICE_STATUS, STATUS);
        assertThat(read(running, bytes)).isEqualTo(STATUS);
        var unseen = wire().encode(Topics.PULSE, PULSE);

        apicurio.stop();

        assertThat(read(running, running.encode(Topics.DEVICE_STATUS, STATUS))).isEqualTo(STATUS);
        assertThatThrownBy(() -> running.deserializer(Topics.PULSE).deserialize(Topics.PULSE.name(), unseen))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining(
                        "schema " + ByteBuffer.wrap(unseen, 1, Integer.BYTES).getInt());

        // It kept nothing, and gives the same ids for the same history.
        apicurio.start();
        history.publish(client());

        assertThat(running.deserializer(Topics.PULSE).deserialize(Topics.PULSE.name(), unseen))
                .isEqualTo(PULSE);
    }
}

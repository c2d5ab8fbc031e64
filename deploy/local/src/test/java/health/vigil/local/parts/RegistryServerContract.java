package health.vigil.local.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import health.vigil.schemas.wire.Topics;
import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What Vigil asks of a registry that is a server, besides.
abstract class RegistryServerContract extends RegistryContract {

    private static final int CONFLICT = 409;

    abstract String url();

    @Override
    final SchemaRegistryClient client() {
        return new CachedSchemaRegistryClient(url(), 100);
    }

    @BeforeAll
    final void publish() {
        history.publish(client());
    }

    @Test
    void aHistoryThatIsPublishedAgainChangesNothing() throws Exception {
        var before = client().getSchemaMetadata(Topics.RECEIVED.subject(), 2).getId();

        history.publish(client());

        assertThat(client().getAllVersions(Topics.RECEIVED.subject())).containsExactly(1, 2, 3, 4);
        assertThat(client().getSchemaMetadata(Topics.RECEIVED.subject(), 2).getId())
                .isEqualTo(before);
    }

    @Test
    void aSchemaThatCannotReadOldRecordsIsRefused() {
        var incompatible = new AvroSchema("""
                {"type":"record","name":"DeviceStatus","namespace":"health.vigil.schemas","fields":[
                  {"name":"deviceId","type":"int"}]}
                """);

        assertThatExceptionOfType(RestClientException.class)
                .isThrownBy(() -> client().register(Topics.DEVICE_STATUS.subject(), incompatible))
                .extracting(RestClientException::getStatus)
                .isEqualTo(CONFLICT);
    }
}

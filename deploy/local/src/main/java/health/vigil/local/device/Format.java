package health.vigil.local.device;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import health.vigil.clinical.vitals.Metric;
import health.vigil.clinical.vitals.SaidTime;
import health.vigil.clinical.vitals.Value;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The formats that Vigil takes, written as a device would.
public enum Format {
    JSON {
        @Override
        public List<Message> write(HomeReading reading) {
            return List.of(new Message("readings", bytes(json(reading))));
        }
    },
    FHIR {
        @Override
        public List<Message> write(HomeReading reading) {
            return List.of(new Message("fhir", bytes(FhirWriter.observation(reading))));
        }
    },
    /// The value of a Bluetooth characteristic, and that of its context where there is one. Its time has no zone.
    GATT {
        @Override
        public List<Message> write(HomeReading reading) {
            return GattWriter.write(reading);
        }
    },
    /// SenML has no times without a zone, and no days.
    SENML {
        @Override
        public List<Message> write(HomeReading reading) {
            return List.of(new Message("senml", bytes(senml(reading))));
        }
    },
    SENML_CBOR {
        @Override
        public List<Message> write(HomeReading reading) {
            return List.of(new Message("senml", SenmlCbor.write(senml(reading))));
        }
    };

    static final ObjectMapper MAPPER = new ObjectMapper();

    /// The messages that say it, in the order to publish them.
    ///
    /// @throws IllegalArgumentException where the format cannot say it
    public abstract List<Message> write(HomeReading reading);

    private static byte[] bytes(JsonNode tree) {
        try {
            return MAPPER.writeValueAsBytes(tree);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static ObjectNode json(HomeReading reading) {
        var kind = reading.kind();
        var json = MAPPER.createObjectNode()
                .put("type", kind.code())
                .put("measuredAt", reading.measuredAt().text())
                .put("unit", kind.required().getFirst().unit().ucum());
        ordered(reading).forEach((metric, value) -> {
            var field = kind.required().size() == 1
                    ? "value"
                    : metric == Metric.MEAN_ARTERIAL_PRESSURE ? "meanArterialPressure" : metric.code();
            switch (value) {
                case Value.Exact exact -> json.put(field, number(metric, exact));
                case Value.OutOfRange outside -> json.put(field, outside.display());
            }
        });
        if (reading.userSlot() != null) {
            json.put("userSlot", reading.userSlot());
        }
        if (reading.sequence() != null) {
            json.put("seq", reading.sequence());
        }
        if (reading.meal() != null) {
            json.put("meal", reading.meal());
        }
        return json;
    }

    private static ArrayNode senml(HomeReading reading) {
        if (!(reading.measuredAt() instanceof SaidTime.Moment(var at))) {
            throw new IllegalArgumentException("SenML needs a time with a zone");
        }
        var pack = MAPPER.createArrayNode();
        pack.addObject().put("bn", "vigil:").put("bt", BigDecimal.valueOf(at.toEpochMilli(), 3));
        ordered(reading).forEach((metric, value) -> {
            var entry = pack.addObject().put("n", metric.code());
            switch (value) {
                case Value.Exact exact ->
                    entry.put(
                                    "u",
                                    metric == Metric.PULSE
                                            ? "beat/min"
                                            : metric.unit().display())
                            .put("v", number(metric, exact));
                case Value.OutOfRange outside -> entry.put("vs", outside.display());
            }
        });
        if (reading.userSlot() != null) {
            pack.addObject().put("n", "user-slot").put("v", reading.userSlot());
        }
        if (reading.sequence() != null) {
            pack.addObject().put("n", "seq").put("v", reading.sequence());
        }
        if (reading.meal() != null) {
            pack.addObject().put("n", "meal").put("vs", reading.meal());
        }
        return pack;
    }

    static Map<Metric, Value> ordered(HomeReading reading) {
        return new EnumMap<>(reading.values());
    }

    /// At the precision that a device of that kind shows.
    static BigDecimal number(Metric metric, Value.Exact value) {
        return new BigDecimal(metric.format(value));
    }
}

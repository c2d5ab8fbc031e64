package health.vigil.schemas.wire;

import health.vigil.schemas.DaySummary;
import health.vigil.schemas.DeviceAssignments;
import health.vigil.schemas.DeviceCorrections;
import health.vigil.schemas.DeviceLedger;
import health.vigil.schemas.DeviceRequest;
import health.vigil.schemas.DeviceStatus;
import health.vigil.schemas.EpisodeEvent;
import health.vigil.schemas.HeldReading;
import health.vigil.schemas.IntakePulse;
import health.vigil.schemas.PatientDevice;
import health.vigil.schemas.PatientLedger;
import health.vigil.schemas.PatientPlans;
import health.vigil.schemas.PatientReading;
import health.vigil.schemas.ReadingContext;
import health.vigil.schemas.ReceivedReading;
import health.vigil.schemas.RejectedMessage;
import health.vigil.schemas.ResubmissionOutcome;
import health.vigil.schemas.ResubmittedMessage;
import health.vigil.schemas.Withdrawal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/// All topics of Vigil. Each has exactly one writing service, named in the comment.
public final class Topics {

    /// By device; written by the ingest gateway.
    public static final Topic<ReceivedReading> RECEIVED = log("vitals.received", ReceivedReading.class);

    /// As the one before, of what was measured more than an hour before it came: it gives way to what comes now. Which
    /// of the two a reading is in has no other meaning.
    public static final Topic<ReceivedReading> RECEIVED_LATE = RECEIVED.beside("vitals.received.late");

    /// By device; written by the ingest gateway. What devices say of a reading in a message of its own.
    public static final Topic<ReadingContext> CONTEXTS = log("vitals.contexts", ReadingContext.class);

    /// By device; written by the ingest gateway.
    public static final Topic<RejectedMessage> REJECTED = log("vitals.rejected", RejectedMessage.class);

    /// By device; written by the ingest gateway.
    public static final Topic<DeviceStatus> DEVICE_STATUS = compacted("devices.status", DeviceStatus.class);

    /// By device; written by the stream processor.
    public static final Topic<HeldReading> HELD = log("vitals.held", HeldReading.class);

    /// By patient; written by the stream processor.
    public static final Topic<PatientReading> READINGS = log("vitals.readings", PatientReading.class);

    /// By patient; written by the stream processor.
    public static final Topic<DaySummary> SUMMARIES = log("vitals.summaries", DaySummary.class);

    /// By patient; written by the stream processor.
    public static final Topic<EpisodeEvent> ALERTS = log("vitals.alerts", EpisodeEvent.class);

    /// By device; written by the care API.
    public static final Topic<DeviceAssignments> ASSIGNMENTS = compacted("care.assignments", DeviceAssignments.class);

    /// By patient; written by the care API.
    public static final Topic<PatientPlans> PLANS = compacted("care.plans", PatientPlans.class);

    /// By device; written by the care API.
    public static final Topic<DeviceCorrections> CORRECTIONS = compacted("care.corrections", DeviceCorrections.class);

    /// By patient; written by the stream processor.
    public static final Topic<PatientDevice> PRESENCE = log("vitals.presence", PatientDevice.class);

    /// By gateway; written by the ingest gateway.
    public static final Topic<IntakePulse> PULSE = compacted("intake.pulse", IntakePulse.class);

    /// By device; written by the stream processor: the changelog of its store, so an entry is there exactly when the
    /// work that it counts is.
    public static final Topic<DeviceLedger> DEVICE_LEDGER =
            compacted("vigil-stream-device-ledger-changelog", DeviceLedger.class);

    /// By patient; written by the stream processor: the changelog of its store.
    public static final Topic<PatientLedger> PATIENT_LEDGER =
            compacted("vigil-stream-patient-ledger-changelog", PatientLedger.class);

    /// By device; written by the care API.
    public static final Topic<Withdrawal> WITHDRAWALS = log("care.withdrawals", Withdrawal.class);

    /// By device; written by the care API.
    public static final Topic<DeviceRequest> REQUESTS = compacted("care.requests", DeviceRequest.class);

    /// By device; written by the care API.
    public static final Topic<ResubmittedMessage> RESUBMITTED = log("intake.resubmitted", ResubmittedMessage.class);

    /// By device; written by the ingest gateway.
    public static final Topic<ResubmissionOutcome> OUTCOMES = log("intake.outcomes", ResubmissionOutcome.class);

    public static final List<Topic<?>> ALL = List.of(
            RECEIVED,
            RECEIVED_LATE,
            CONTEXTS,
            REJECTED,
            DEVICE_STATUS,
            HELD,
            READINGS,
            SUMMARIES,
            ALERTS,
            ASSIGNMENTS,
            PLANS,
            CORRECTIONS,
            PRESENCE,
            PULSE,
            WITHDRAWALS,
            REQUESTS,
            RESUBMITTED,
            OUTCOMES,
            DEVICE_LEDGER,
            PATIENT_LEDGER);

    /// As safe as the rest of the stream processor's state, and no more.
    private static final Set<Topic<?>> STATE = Set.of(DEVICE_LEDGER, PATIENT_LEDGER);

    private Topics() {}

    /// Creates the topics that are not there yet.
    ///
    /// @param partitions fixed for good once there is state: 48 in production
    /// @param flushEachMessage for a single broker, which would otherwise acknowledge from the page cache
    public static void create(Admin admin, int partitions, short replication, boolean flushEachMessage)
            throws InterruptedException {
        var topics = ALL.stream()
                .map(topic -> new NewTopic(topic.name(), Optional.of(partitions), Optional.of(replication))
                        .configs(configuration(topic, replication, flushEachMessage)))
                .toList();
        for (var created : admin.createTopics(topics).values().values()) {
            try {
                created.get();
            } catch (ExecutionException failure) {
                if (!(failure.getCause() instanceof TopicExistsException)) {
                    throw new IllegalStateException("Kafka did not create the topics", failure.getCause());
                }
            }
        }
    }

    private static Map<String, String> configuration(Topic<?> topic, short replication, boolean flushEachMessage) {
        return Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                topic.compacted() ? TopicConfig.CLEANUP_POLICY_COMPACT : TopicConfig.CLEANUP_POLICY_DELETE,
                // Readings are kept for good: the database can be rebuilt from them.
                TopicConfig.RETENTION_MS_CONFIG,
                "-1",
                // Acknowledged records are on two brokers at least, and one may be away.
                TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                Integer.toString(Math.max(1, replication - 1)),
                TopicConfig.FLUSH_MESSAGES_INTERVAL_CONFIG,
                flushEachMessage && !STATE.contains(topic) ? "1" : Long.toString(Long.MAX_VALUE));
    }

    private static <V extends SpecificRecord> Topic<V> log(String name, Class<V> type) {
        return new Topic<>(name, type, false);
    }

    private static <V extends SpecificRecord> Topic<V> compacted(String name, Class<V> type) {
        return new Topic<>(name, type, true);
    }
}

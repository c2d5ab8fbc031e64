package health.vigil.local.backup;

import java.util.List;
import java.util.Set;

/// Which tables a backup holds. The schema `vitals` is a projection: it comes back from the topics.
final class Contents {

    /// Those that others refer to come first.
    static final List<String> TABLES = List.of(
            "care.account",
            "care.second_factor",
            "care.patient",
            "care.plan",
            "care.device",
            "care.device_code",
            "care.device_request",
            "care.assignment",
            "care.mark",
            "care.recovery",
            "care.recovery_step",
            "care.outbox",
            "care.monitoring",
            "care.time_entry",
            "care.billing_export",
            "care.billed",
            "care.api_token",
            "care.subscription",
            "care.subscription_cursor",
            "care.break_glass",
            "care.audit_entry",
            "care.erasure",
            "alerts.team",
            "alerts.team_person",
            "alerts.patient_team",
            "alerts.contact",
            "alerts.alert",
            "alerts.step",
            "alerts.escalation",
            "alerts.message",
            "alerts.notice",
            "alerts.attempt",
            "alerts.question",
            "alerts.glass_notice",
            "alerts.erased",
            "alerts.audit_entry",
            "alerts.job_email",
            "alerts.job_sms",
            "alerts.job_voice",
            "alerts.job_webhook",
            "alerts.job_push",
            "alerts.job_loopback");

    /// Sessions, who looks at what, and the latest probe end with the database they were in; the history of the
    /// shape is made by the migrations.
    static final Set<String> LEFT_OUT = Set.of(
            "care.session",
            "care.sign_in_attempt",
            "care.flyway_schema_history",
            "alerts.flyway_schema_history",
            "alerts.presence",
            "alerts.probe");

    /// There before anything is restored: the first start makes an account.
    static final String MAY_HAVE_ROWS = "care.account";

    private Contents() {}
}

package health.vigil.care.billing;

import health.vigil.care.billing.BillingExports.Export;
import health.vigil.care.billing.Statement.Service;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// Device days and time as people read them.
public final class BillingView {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE d MMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH);

    private BillingView() {}

    /// A day with its weekday, since somebody is to call on it.
    public static String day(LocalDate day) {
        return DAY.format(day);
    }

    /// A period, for a narrow column.
    public static String period(Watched each) {
        return SHORT.format(each.periodFirst()) + " – " + SHORT.format(each.periodLast());
    }

    /// Patients with their running periods.
    ///
    /// @param more the query of the page that goes on from here; empty on the last
    public record Team(List<Watched> patients, int found, int toCall, Optional<String> more) {}

    /// What an export would hold, and the exports there were.
    public record Ready(int originals, List<Change> amendments, int amended, List<Done> exports) {}

    /// What an amendment changes.
    public record Change(UUID patientId, String name, String what, String before, String now, String evidence) {}

    /// An export.
    public record Done(UUID exportId, String when, String by, int originals, int amendments) {

        static Done of(Export export) {
            return new Done(
                    export.exportId(),
                    MOMENT.format(export.exportedAt().atOffset(ZoneOffset.UTC)),
                    export.exportedBy(),
                    export.originals(),
                    export.amendments());
        }
    }

    static Change change(String name, Pending pending) {
        return new Change(
                pending.statement().patientId(),
                name,
                what(pending.statement()),
                pending.exported().map(billed -> amount(billed.statement())).orElse(""),
                amount(pending.statement()),
                "%d added, %d withdrawn"
                        .formatted(pending.added().size(), pending.withdrawn().size()));
    }

    /// Which time of what.
    static String what(Statement statement) {
        return (statement.service() == Service.DEVICE ? "Device days, " : "Time, ") + day(statement.firstDay()) + " to "
                + day(statement.lastDay());
    }

    /// How much, and by which code.
    static String amount(Statement statement) {
        return "%d %s%s%s"
                .formatted(
                        statement.quantity(),
                        statement.service() == Service.DEVICE ? "days" : "min",
                        statement.manualDays() == 0 ? "" : " (and %d typed in)".formatted(statement.manualDays()),
                        statement.codes().isEmpty() ? ", no code" : ", " + statement.codes());
    }

    /// A past period or month of a patient.
    ///
    /// @param state `open`, `exported`, or `changed since`
    public record Past(String what, String amount, String state, String exported) {}

    static Past past(Statement statement, Optional<Billed> exported) {
        var state = exported.map(billed -> billed.statement().says(statement) ? "exported" : "changed since")
                .orElse(statement.isEmpty() ? "nothing to bill" : "open");
        return new Past(
                what(statement),
                amount(statement),
                state,
                exported.map(billed -> "version %d: %s".formatted(billed.version(), amount(billed.statement())))
                        .orElse(""));
    }
}

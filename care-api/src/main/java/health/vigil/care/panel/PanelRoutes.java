package health.vigil.care.panel;

import gg.jte.output.StringOutput;
import health.vigil.care.alerts.Alerts;
import health.vigil.care.patients.PatientsInSight;
import health.vigil.care.plans.Plans;
import health.vigil.care.views.CareViews;
import health.vigil.care.views.StaticCareViews;
import health.vigil.clinical.trends.Course;
import health.vigil.clinical.vitals.Metric;
import health.vigil.kit.audit.Looks;
import health.vigil.kit.http.Access;
import health.vigil.kit.http.Assets;
import health.vigil.kit.http.ForPrograms;
import health.vigil.kit.http.InvalidRequestException;
import health.vigil.kit.http.PageFrame;
import health.vigil.kit.http.Requests;
import health.vigil.kit.http.Routes;
import health.vigil.kit.views.KitViews;
import health.vigil.kit.views.StaticKitViews;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// The panel: patients in a table, to be sorted and filtered.
public final class PanelRoutes implements Routes {

    private static final int PAGE = 100;
    private static final int LARGEST_PAGE = 10_000;

    private final Panel panel;
    private final Assets assets;
    private final CareViews views = new StaticCareViews();
    private final KitViews kit = new StaticKitViews();

    public PanelRoutes(PatientsInSight sight, Plans plans, Jdbi jdbi, Assets assets, Clock clock) {
        this.panel = new Panel(sight, new Standings(jdbi, plans, clock), new Alerts(jdbi));
        this.assets = assets;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/patients", this::page, Access.NURSE, Access.CLINICIAN);
        routes.post("/patients", this::page, Access.NURSE, Access.CLINICIAN);
        routes.get("/api/panel", this::api, Access.NURSE, Access.CLINICIAN, ForPrograms.searching("Observation"));
        routes.post(
                "/api/panel/search", this::api, Access.NURSE, Access.CLINICIAN, ForPrograms.searching("Observation"));
    }

    /// What somebody asked for.
    private record Question(Panel.Filter filter, Row.Order order, boolean descending, int offset, int limit) {

        static Question of(Context ctx) {
            var order = Requests.text(ctx, "sort").map(Question::order).orElse(Row.Order.NAME);
            return new Question(
                    new Panel.Filter(
                            Requests.text(ctx, "team").map(team -> Requests.uuid("team", team)),
                            Requests.name(ctx, "q"),
                            flag(ctx, "worse"),
                            flag(ctx, "alerts")),
                    order,
                    Requests.text(ctx, "order").map(Question::isDescending).orElse(false),
                    Requests.number(ctx, "offset", 0, Integer.MAX_VALUE, 0),
                    Requests.number(ctx, "limit", 1, LARGEST_PAGE, PAGE));
        }

        private static Row.Order order(String code) {
            return Arrays.stream(Row.Order.values())
                    .filter(order -> order.code().equals(code))
                    .findFirst()
                    .orElseThrow(() -> new InvalidRequestException(
                            "sort",
                            "sort must be one of "
                                    + Arrays.stream(Row.Order.values())
                                            .map(Row.Order::code)
                                            .collect(Collectors.joining(", "))
                                    + "."));
        }

        private static boolean isDescending(String order) {
            return switch (order) {
                case "asc" -> false;
                case "desc" -> true;
                default -> throw new InvalidRequestException("order", "order must be asc or desc.");
            };
        }

        private static boolean flag(Context ctx, String name) {
            return Requests.text(ctx, name)
                    .map(text -> switch (text) {
                        case "true" -> true;
                        case "false" -> false;
                        default -> throw new InvalidRequestException(name, name + " must be true or false.");
                    })
                    .orElse(false);
        }

        /// What to ask for beside the filter's form in order to go on from here.
        Optional<String> more(int found) {
            return offset + limit < found
                    ? Optional.of("sort=%s&order=%s&offset=%d"
                            .formatted(order.code(), descending ? "desc" : "asc", offset + limit))
                    : Optional.empty();
        }
    }

    private static List<Row> page(Context ctx, List<Row> rows, Question question) {
        var shown =
                rows.stream().skip(question.offset()).limit(question.limit()).toList();
        Looks.atList(
                ctx.req(), shown.stream().map(row -> row.patient().patientId()).toList());
        return shown;
    }

    private void page(Context ctx) {
        var question = Question.of(ctx);
        var rows = panel.of(ctx.req(), question.filter(), question.order(), question.descending());
        var view = new PanelView(
                page(ctx, rows, question).stream().map(PanelView::line).toList(),
                rows.size(),
                question.order().code(),
                question.descending(),
                question.more(rows.size()));
        var output = new StringOutput();
        // The list alone while somebody filters or sorts, and the lines alone while somebody goes on.
        if (ctx.header("HX-Request") == null) {
            views.panel(
                            kit,
                            PageFrame.of(ctx, assets, "patients"),
                            view,
                            question.filter().begin(),
                            panel.teams(),
                            question.filter().team().map(UUID::toString).orElse(""),
                            question.filter().onlyWorse(),
                            question.filter().onlyAlerts())
                    .render(output);
        } else if (question.offset() > 0) {
            views.panelLines(view).render(output);
        } else {
            views.panelTable(view).render(output);
        }
        ctx.html(output.toString());
    }

    private record Item(
            UUID patientId,
            String name,
            LocalDate day,
            @Nullable Instant lastReading,
            Map<Metric, Course> courses,
            int days,
            int openAlerts,
            Set<Metric> worsening) {

        static Item of(Row row) {
            var standing = row.standing();
            return new Item(
                    row.patient().patientId(),
                    row.patient().name(),
                    standing.day(),
                    standing.lastReading(),
                    standing.courses(),
                    standing.days(),
                    row.openAlerts(),
                    standing.worsening());
        }
    }

    private record Answer(int found, List<Item> patients) {}

    private void api(Context ctx) {
        var question = Question.of(ctx);
        var rows = panel.of(ctx.req(), question.filter(), question.order(), question.descending());
        ctx.json(new Answer(
                rows.size(), page(ctx, rows, question).stream().map(Item::of).toList()));
    }
}

package health.vigil.alerts.questions;

import gg.jte.output.StringOutput;
import health.vigil.alerts.views.AlertViews;
import health.vigil.alerts.views.StaticAlertViews;
import health.vigil.kit.audit.Looks;
import health.vigil.kit.http.Access;
import health.vigil.kit.http.Assets;
import health.vigil.kit.http.Gate;
import health.vigil.kit.http.InvalidRequestException;
import health.vigil.kit.http.PageFrame;
import health.vigil.kit.http.Requests;
import health.vigil.kit.http.Routes;
import health.vigil.kit.views.KitViews;
import health.vigil.kit.views.StaticKitViews;
import io.javalin.config.RoutesConfig;
import io.javalin.http.ConflictResponse;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What nurses ask a clinician, on her page and by the API, until it is answered.
public final class QuestionRoutes implements Routes {

    private static final int LONGEST = 2000;

    private final Questions questions;
    private final Assets assets;
    private final AlertViews views = new StaticAlertViews();
    private final KitViews kit = new StaticKitViews();

    public QuestionRoutes(Questions questions, Assets assets) {
        this.questions = questions;
        this.assets = assets;
    }

    @Override
    public void register(RoutesConfig routes) {
        routes.get("/questions", this::page, Access.CLINICIAN);
        routes.post("/questions/{question}/answer", this::answerOnPage, Access.CLINICIAN);
        routes.get("/api/questions", this::list, Access.CLINICIAN);
        routes.post("/api/questions/{question}/answer", this::answer, Access.CLINICIAN);
    }

    private void page(Context ctx) {
        var output = new StringOutput();
        views.questions(kit, PageFrame.of(ctx, assets, "questions"), open(ctx)).render(output);
        ctx.html(output.toString());
    }

    private List<Questions.Question> open(Context ctx) {
        var open = questions.openFor(who(ctx));
        Looks.atList(ctx.req(), open.stream().map(Questions.Question::patientId).toList());
        return open;
    }

    private static String who(Context ctx) {
        return Gate.signedIn(ctx).username();
    }

    private void list(Context ctx) {
        ctx.json(Map.of("questions", open(ctx)));
    }

    /// Whatever came of it, the page then shows what is still open.
    private void answerOnPage(Context ctx) {
        var _ = questions.answer(
                Requests.id(ctx, "question"),
                who(ctx),
                checked(Optional.ofNullable(ctx.formParam("answer")).orElse("")));
        ctx.redirect("/questions");
    }

    private record Answer(String answer) {}

    private void answer(Context ctx) {
        var id = Requests.id(ctx, "question");
        if (!questions.answer(
                id, who(ctx), checked(Requests.body(ctx, Answer.class).answer()))) {
            throw new ConflictResponse("There is no such question, or somebody has answered it.");
        }
        ctx.json(questions.find(id).orElseThrow());
    }

    private static String checked(String answer) {
        if (answer.length() > LONGEST) {
            throw new InvalidRequestException("answer", "An answer has at most " + LONGEST + " characters.");
        }
        return Requests.required("answer", answer);
    }
}

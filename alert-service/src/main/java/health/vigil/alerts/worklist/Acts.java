package health.vigil.alerts.worklist;

import health.vigil.alerts.questions.Questions;
import health.vigil.alerts.worklist.Actions.Result;
import health.vigil.kit.http.InvalidRequestException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/// What a nurse can do to an alert, by the last part of the address: the same from the page and by the API.
final class Acts {

    private static final int LONGEST_NOTE = 2000;

    /// What comes along.
    ///
    /// @param minutes how long to snooze
    /// @param clinician whom to pass it on to; any of the patient's when there is none
    record Input(
            Optional<String> note, Optional<String> outcome, Optional<Integer> minutes, Optional<String> clinician) {

        static final Input NONE = new Input(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        String text() {
            var text = note.orElse("").strip();
            if (text.length() > LONGEST_NOTE) {
                throw new InvalidRequestException("note", "A note has at most " + LONGEST_NOTE + " characters.");
            }
            return text;
        }

        private String required(String what) {
            if (text().isEmpty()) {
                throw new InvalidRequestException("note", what);
            }
            return text();
        }

        private Outcome how() {
            return outcome.flatMap(Outcome::of)
                    .orElseThrow(() -> new InvalidRequestException(
                            "outcome",
                            "outcome must be one of "
                                    + Arrays.stream(Outcome.values())
                                            .map(Outcome::code)
                                            .collect(Collectors.joining(", "))
                                    + "."));
        }

        private Duration time() {
            var longest = (int) Actions.LONGEST_SNOOZE.toMinutes();
            return minutes.filter(number -> number >= 1 && number <= longest)
                    .map(Duration::ofMinutes)
                    .orElseThrow(() -> new InvalidRequestException(
                            "minutes", "minutes must be a whole number from 1 to " + longest + "."));
        }
    }

    private interface Act {
        Result on(UUID alert, String who, Input input);
    }

    private final Map<String, Act> acts = new LinkedHashMap<>();

    Acts(Actions actions, Questions questions) {
        acts.put("acknowledge", (alert, who, input) -> actions.acknowledge(alert, who, input.text()));
        acts.put("note", (alert, who, input) -> actions.note(alert, who, input.required("A note must say something.")));
        acts.put(
                "snooze",
                (alert, who, input) -> actions.snooze(
                        alert, who, input.time(), input.required("Say why it can wait: others will read it.")));
        acts.put("ask-for-repeat", (alert, who, input) -> actions.askForRepeat(alert, who, input.text()));
        acts.put("resolve", (alert, who, input) -> actions.resolve(alert, who, input.how(), input.text()));
        acts.put("hand-over", (alert, who, input) -> actions.handOver(alert, who, input.text()));
        acts.put("take-over", (alert, who, input) -> actions.takeOver(alert, who, input.text()));
        acts.put("undo", (alert, who, _) -> actions.undo(alert, who));
        acts.put(
                "pass-on",
                (alert, who, input) -> questions.ask(
                                alert,
                                who,
                                input.clinician().orElse(""),
                                input.required("Say what the clinician should answer."))
                        ? Result.DONE
                        : Result.NOT_POSSIBLE);
    }

    Iterable<String> names() {
        return acts.keySet();
    }

    Result act(String name, UUID alert, String who, Input input) {
        var act = acts.get(name);
        if (act == null) {
            throw new IllegalArgumentException("no act " + name);
        }
        return act.on(alert, who, input);
    }
}

package health.vigil.plandocuments;

import java.util.List;

/// A document that is no care plan.
public final class InvalidPlanException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    InvalidPlanException(List<Problem> problems) {
        super(problems.isEmpty() ? "not a care plan" : problems.getFirst().toString());
        this.problems = List.copyOf(problems);
    }

    /// What is wrong, each with where.
    public List<Problem> problems() {
        return problems;
    }

    /// One thing that is wrong.
    ///
    /// @param path where, as a JSON pointer, e.g. `/rules/2/condition/bounds/0/limit`
    public record Problem(String path, String sentence) {

        @Override
        public String toString() {
            return (path.isEmpty() ? "The plan" : path) + ": " + sentence;
        }
    }
}

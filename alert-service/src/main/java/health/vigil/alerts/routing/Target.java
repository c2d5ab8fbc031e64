package health.vigil.alerts.routing;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// Whom a level of an escalation path reaches.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Target.OnCall.class, name = "on-call"),
    @JsonSubTypes.Type(value = Target.Person.class, name = "person"),
    @JsonSubTypes.Type(value = Target.WholeTeam.class, name = "whole-team")
})
public sealed interface Target {

    /// Whoever that rota says.
    record OnCall(String rota) implements Target {}

    /// That person, day and night.
    record Person(String person) implements Target {}

    record WholeTeam() implements Target {}
}

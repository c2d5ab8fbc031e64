package health.vigil.local.drill;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Something that goes wrong for a while. Each applies itself and undoes itself.
sealed interface Fault {

    /// What may be broken.
    record Target(Deployment deployment, LoadGenerator load, DatabaseFaults database, Sink sink) {}

    /// The row of the report's table that it counts in.
    String kind();

    /// What it does to what.
    String description();

    /// How long it lasts.
    Duration lasts();

    void apply(Target target) throws IOException, InterruptedException;

    void undo(Target target) throws IOException, InterruptedException;

    /// Why it cannot be done here.
    default Optional<String> obstacle(Target target) {
        return Optional.empty();
    }

    /// SIGKILL of some processes at once; they are started again in that order, some time apart.
    record Kill(String kind, List<String> parts, Duration lasts, Duration apart) implements Fault {

        @Override
        public String description() {
            return "kill " + String.join(", ", parts);
        }

        @Override
        public void apply(Target target) throws InterruptedException {
            for (var part : parts) {
                target.deployment().part(part).kill();
            }
        }

        @Override
        public void undo(Target target) throws IOException, InterruptedException {
            for (var part : parts) {
                target.deployment().part(part).start();
                TimeUnit.MILLISECONDS.sleep(apart.toMillis());
            }
        }
    }

    /// SIGSTOP, then SIGCONT.
    record Pause(String part, Duration lasts) implements Fault {

        @Override
        public String kind() {
            return "pause";
        }

        @Override
        public String description() {
            return "pause " + part;
        }

        @Override
        public void apply(Target target) throws IOException, InterruptedException {
            target.deployment().part(part).pause();
        }

        @Override
        public void undo(Target target) throws IOException, InterruptedException {
            target.deployment().part(part).resume();
        }
    }

    /// What is between two parts does something else than passing on.
    record Cut(Link link, Proxy.Mode mode, Duration lasts) implements Fault {

        @Override
        public String kind() {
            return switch (mode) {
                case PASS -> "nothing";
                case REFUSE -> "connections refused";
                case RESET -> "connections reset";
                case DELAY -> "packets delayed";
                case SWALLOW -> "packets swallowed";
            };
        }

        @Override
        public String description() {
            return kind() + " from " + link;
        }

        @Override
        public void apply(Target target) {
            target.deployment().links().set(link, mode);
        }

        @Override
        public void undo(Target target) {
            target.deployment().links().set(link, Proxy.Mode.PASS);
        }
    }

    /// The database takes no change.
    record ReadOnly(Duration lasts) implements Fault {

        @Override
        public String kind() {
            return "database read-only";
        }

        @Override
        public String description() {
            return kind();
        }

        @Override
        public void apply(Target target) {
            target.database().readOnly(true);
        }

        @Override
        public void undo(Target target) {
            target.database().readOnly(false);
        }
    }

    /// Somebody else has all connections of the database.
    record NoConnections(Duration lasts) implements Fault {

        @Override
        public String kind() {
            return "database out of connections";
        }

        @Override
        public String description() {
            return kind();
        }

        @Override
        public void apply(Target target) {
            target.database().takeAllConnections();
        }

        @Override
        public void undo(Target target) {
            target.database().giveConnectionsBack();
        }
    }

    /// The provider of the nurse's channel answers with errors, or not at all.
    record ChannelOut(Sink.Mode mode, Duration lasts) implements Fault {

        @Override
        public String kind() {
            return mode == Sink.Mode.HANG ? "channel hangs" : "channel fails";
        }

        @Override
        public String description() {
            return kind();
        }

        @Override
        public void apply(Target target) {
            target.sink().mode(mode);
        }

        @Override
        public void undo(Target target) {
            target.sink().mode(Sink.Mode.TAKE);
        }
    }

    /// Not a byte is free where a part keeps its data.
    record FullDisk(String part, Duration lasts) implements Fault {

        @Override
        public String kind() {
            return part.startsWith("kafka") ? "Kafka disk full" : "database disk full";
        }

        @Override
        public String description() {
            return "no space left for " + part;
        }

        @Override
        public Optional<String> obstacle(Target target) {
            return target.deployment().disk(part).orElseThrow().problem();
        }

        @Override
        public void apply(Target target) throws IOException {
            target.deployment().disk(part).orElseThrow().fill();
        }

        @Override
        public void undo(Target target) throws IOException {
            target.deployment().disk(part).orElseThrow().free();
            target.deployment().revive();
        }
    }

    /// The schema registry is dead while a service is started.
    record StartWithoutRegistry(String service, Duration lasts) implements Fault {

        @Override
        public String kind() {
            return "registry away at a start";
        }

        @Override
        public String description() {
            return "kill " + service + " and start it while there is no registry";
        }

        @Override
        public void apply(Target target) throws IOException, InterruptedException {
            target.deployment().part(Deployment.REGISTRY).kill();
            target.deployment().part(service).kill();
            target.deployment().part(service).start();
        }

        @Override
        public void undo(Target target) throws IOException {
            target.deployment().part(Deployment.REGISTRY).start();
        }
    }

    /// All devices lose their connections and come back at once, again and again.
    record ReconnectStorm(int times, Duration lasts) implements Fault {

        @Override
        public String kind() {
            return "reconnect storm";
        }

        @Override
        public String description() {
            return "all devices connect anew, " + times + " times";
        }

        @Override
        public void apply(Target target) throws InterruptedException {
            for (var time = 0; time < times; time++) {
                target.deployment().links().reset(Deployment.DEVICES);
                TimeUnit.MILLISECONDS.sleep(lasts.dividedBy(times).toMillis());
            }
        }

        @Override
        public void undo(Target target) {
            target.deployment().links().set(Deployment.DEVICES, Proxy.Mode.PASS);
        }
    }

    /// Devices send again what they have sent.
    record DuplicateFlood(int times, Duration lasts) implements Fault {

        @Override
        public String kind() {
            return "duplicate flood";
        }

        @Override
        public String description() {
            return "the last readings come again, " + times + " times";
        }

        @Override
        public void apply(Target target) {
            target.load().flood(times);
        }

        @Override
        public void undo(Target target) {
            // They are on their way.
        }
    }

    /// Devices that were away for a month come back.
    record Backlog(int devices, Duration lasts) implements Fault {

        @Override
        public String kind() {
            return "backlog of 30 days";
        }

        @Override
        public String description() {
            return devices + " devices send 30 days each";
        }

        @Override
        public void apply(Target target) throws InterruptedException {
            target.load().backlog(devices);
        }

        @Override
        public void undo(Target target) {
            // It is on its way.
        }
    }
}

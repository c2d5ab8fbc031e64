package health.vigil.local.bench;

import java.time.Duration;

/// The numbers behind a size.
///
/// @param rest how long the processes are left alone before their memory is read
record Scale(Ways ways, Live live, Stores stores, Streams streams, Duration rest) {

    static final Scale SMALL = new Scale(
            new Ways(100, 3_000, 4_000, 1),
            new Live(5, 1_000, 20, 6),
            new Stores(20_000, 200_000, 20),
            new Streams(100, 500, 4, 4, 500, 200, 2),
            Duration.ofSeconds(3));

    static final Scale MEDIUM = new Scale(
            new Ways(1_000, 60_000, 60_000, 3),
            new Live(200, 3_000, 1_000, 32),
            new Stores(100_000, 10_000_000, 3_000),
            new Streams(1_000, 100_000, 3, 30, 10_000, 2_000, 15),
            Duration.ofSeconds(30));

    static final Scale LARGE = new Scale(
            new Ways(1_000, 100_000, 200_000, 5),
            new Live(1_000, 5_000, 1_000, 64),
            new Stores(500_000, 50_000_000, 20_000),
            new Streams(1_000, 100_000, 12, 60, 20_000, 2_000, 60),
            Duration.ofMinutes(1));

    /// The whole way and the gateway.
    ///
    /// @param warmUp readings before the first measured ones
    /// @param readings in each round
    record Ways(int patients, int warmUp, int readings, int rounds) {}

    /// The nurse's live feed.
    ///
    /// @param probes dangerous readings at each load
    /// @param patients of the steady load
    /// @param devices that send thirty days each
    /// @param connections of them at the same time
    record Live(int probes, int patients, int devices, int connections) {}

    /// The projection and the trends.
    ///
    /// @param readings that the projection writes in a round
    /// @param rows that the trends are read among
    /// @param requests for each length of trend
    record Stores(int readings, int rows, int requests) {}

    /// The stream processor alone.
    ///
    /// @param each readings of each patient, while their number grows
    /// @param days of two readings, while the plan changes
    /// @param history readings of one patient
    /// @param atOnce patients while the delay of alerts is measured
    /// @param seconds of that
    record Streams(int few, int many, int each, int days, int history, int atOnce, int seconds) {}
}

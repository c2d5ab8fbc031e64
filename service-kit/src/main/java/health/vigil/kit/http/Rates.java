package health.vigil.kit.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// How many requests one caller may make: a bucket for each, which fills at a steady rate.
final class Rates {

    private static final int MOST_KNOWN = 50_000;
    private static final double NANOS = Duration.ofSeconds(1).toNanos();

    private static final class Bucket {

        private double left;
        private long at;

        Bucket(double left, long at) {
            this.left = left;
            this.at = at;
        }
    }

    private final double perSecond;
    private final double atOnce;
    private final LongSupplier nanoTime;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    /// @param atOnce how many after a rest
    Rates(double perSecond, double atOnce, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.atOnce = atOnce;
        this.nanoTime = nanoTime;
    }

    /// Whether that caller may make another request now.
    boolean take(String caller) {
        var now = nanoTime.getAsLong();
        if (buckets.size() > MOST_KNOWN) {
            // Whose bucket is full again is as good as unknown.
            buckets.values().removeIf(bucket -> filled(bucket, now) >= atOnce);
        }
        var taken = new boolean[1];
        buckets.compute(caller, (_, known) -> {
            var bucket = known == null ? new Bucket(atOnce, now) : known;
            bucket.left = filled(bucket, now);
            bucket.at = now;
            if (bucket.left >= 1) {
                bucket.left -= 1;
                taken[0] = true;
            }
            return bucket;
        });
        return taken[0];
    }

    private double filled(Bucket bucket, long now) {
        return Math.min(atOnce, bucket.left + (now - bucket.at) / NANOS * perSecond);
    }
}

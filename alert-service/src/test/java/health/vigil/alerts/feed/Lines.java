package health.vigil.alerts.feed;

import java.util.Queue;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;

/// Collects the lines of an answer as they come.
record Lines(Queue<String> heard) implements Subscriber<String> {

    @Override
    public void onSubscribe(Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
        heard.add(line);
    }

    @Override
    public void onError(Throwable failure) {
        // The server ends the feed when the test is over.
    }

    @Override
    public void onComplete() {
        // The server ends the feed when the test is over.
    }
}

package health.vigil.kit.mqtt;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import org.eclipse.paho.mqttv5.client.internal.NetworkModule;
import org.eclipse.paho.mqttv5.common.MqttException;

/// A connection of which nothing is read before something was written, or before it is closed.
final class ListensOnceItHasSpoken implements NetworkModule {

    private final NetworkModule connection;
    private final CountDownLatch spoken = new CountDownLatch(1);

    ListensOnceItHasSpoken(NetworkModule connection) {
        this.connection = connection;
    }

    @Override
    public void start() throws IOException, MqttException {
        connection.start();
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(connection.getInputStream()) {

            @Override
            public int read() throws IOException {
                awaitFirstWord();
                return super.read();
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                awaitFirstWord();
                return super.read(bytes, offset, length);
            }
        };
    }

    private void awaitFirstWord() throws InterruptedIOException {
        try {
            spoken.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted before anything was sent");
        }
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(connection.getOutputStream()) {

            @Override
            public void write(int octet) throws IOException {
                spoken.countDown();
                out.write(octet);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                spoken.countDown();
                out.write(bytes, offset, length);
            }
        };
    }

    @Override
    public void stop() throws IOException {
        spoken.countDown();
        connection.stop();
    }

    @Override
    public String getServerURI() {
        return connection.getServerURI();
    }
}

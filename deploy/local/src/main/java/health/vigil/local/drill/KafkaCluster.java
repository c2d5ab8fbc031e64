package health.vigil.local.drill;

import health.vigil.local.embedded.FreePort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/// Three Kafka nodes. Each client has a listener of its own at each node, so that what is between them can be cut.
final class KafkaCluster {

    private static final int NODES = 3;
    private static final String DIRECT = "DIRECT";

    /// Ports by listener, one map for each node.
    private final List<Map<String, Integer>> real = new ArrayList<>();

    private final List<Map<String, Integer>> advertised = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();

    /// @param folder of a node
    KafkaCluster(Function<String, Path> folder, List<String> clients, Links links) throws IOException {
        var voters = new ArrayList<String>();
        for (var id = 1; id <= NODES; id++) {
            voters.add(id + "@127.0.0.1:" + listen(name(id), clients, links));
        }
        var clusterId = Uuid.randomUuid().toString();
        for (var id = 1; id <= NODES; id++) {
            var node = new KafkaNode(
                    id, folder.apply(name(id)), real.get(id - 1), advertised.get(id - 1), String.join(",", voters));
            parts.add(node.part(clusterId));
        }
    }

    private static String name(int id) {
        return "kafka-" + id;
    }

    /// @return the port by which the other nodes reach its controller
    private int listen(String node, List<String> clients, Links links) throws IOException {
        var ports = new LinkedHashMap<String, Integer>();
        var told = new LinkedHashMap<String, Integer>();
        for (var client : clients) {
            ports.put(listener(client), FreePort.of(0));
            told.put(listener(client), links.through(client, node, port(ports, listener(client))));
        }
        ports.put(DIRECT, FreePort.of(0));
        told.put(DIRECT, port(ports, DIRECT));
        ports.put(KafkaNode.BETWEEN, FreePort.of(0));
        told.put(KafkaNode.BETWEEN, links.through("brokers", node, port(ports, KafkaNode.BETWEEN)));
        ports.put(KafkaNode.CONTROLLER, FreePort.of(0));
        real.add(ports);
        advertised.add(told);
        return links.through("controllers", node, port(ports, KafkaNode.CONTROLLER));
    }

    private static String listener(String client) {
        return client.toUpperCase(Locale.ROOT).replace("-", "");
    }

    private static int port(Map<String, Integer> ports, String listener) {
        return ports.getOrDefault(listener, 0);
    }

    List<Part> parts() {
        return parts;
    }

    /// What a client is to use.
    String bootstrapServers(String client) {
        return servers(listener(client));
    }

    /// Without any proxy, for the reckoning.
    String directServers() {
        return servers(DIRECT);
    }

    private String servers(String listener) {
        return IntStream.range(0, NODES)
                .mapToObj(node -> "127.0.0.1:" + port(advertised.get(node), listener))
                .collect(Collectors.joining(","));
    }
}

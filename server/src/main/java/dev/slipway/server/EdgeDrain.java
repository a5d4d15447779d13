package dev.slipway.server;

import dev.slipway.edge.Edge;
import dev.slipway.node.TrafficDrain;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Asks the edge whether a pod may be stopped, until it may. Thread-safe.
final class EdgeDrain implements TrafficDrain {
    private final Edge edge;

    EdgeDrain(Edge edge) {
        this.edge = edge;
    }

    @Override
    public boolean await(Leaving pod, Duration max) throws InterruptedException {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (String address : pod.addresses()) {
            addresses.add(parse(address));
        }
        return edge.awaitDrained(pod.pod(), pod.uid(), addresses, max);
    }

    private static InetSocketAddress parse(String address) {
        int colon = address.lastIndexOf(':');
        try {
            return new InetSocketAddress(
                    InetAddress.ofLiteral(address.substring(0, colon)),
                    Integer.parseInt(address.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("address: " + address + " (expected: IP:PORT)", e);
        }
    }
}

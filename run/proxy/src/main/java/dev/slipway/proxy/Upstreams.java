package dev.slipway.proxy;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The endpoints the proxy knows, by address and port, across snapshots. Snapshots are applied by
/// one thread at a time; look-ups come from any.
final class Upstreams {
    private record Place(String address, int port) {}

    private final int loops;
    private final ConcurrentHashMap<Place, Upstream> known = new ConcurrentHashMap<>();

    Upstreams(int loops) {
        this.loops = loops;
    }

    Upstream of(Endpoint endpoint) {
        return known.computeIfAbsent(
                new Place(endpoint.address(), endpoint.port()),
                place -> new Upstream(place.address(), place.port(), loops));
    }

    @Nullable Upstream find(String address, int port) {
        return known.get(new Place(address, port));
    }

    /// Before any event loop may see `table`: its endpoints may be chosen from now on.
    void beforeAdoption(RoutingTable table) {
        table.ready().forEach(upstream -> upstream.selectable(true));
    }

    /// When every event loop has adopted `table`: no other endpoint can be chosen any more.
    void afterAdoption(RoutingTable table) {
        Set<Upstream> ready = new HashSet<>(table.ready());
        known.values().removeIf(upstream -> isGone(upstream, ready));
    }

    private static boolean isGone(Upstream upstream, Set<Upstream> ready) {
        if (ready.contains(upstream)) {
            return false;
        }
        upstream.selectable(false);
        return upstream.inFlightNow() == 0;
    }
}

package dev.slipway.proxy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The virtual hosts of a listener.
final class HostTable {
    private final List<RoutePlan> plans = new ArrayList<>();
    private final Map<String, RouteTable> exact = new HashMap<>();
    private final Map<String, RouteTable> bySuffix = new HashMap<>();

    HostTable(List<VirtualHost> hosts, Map<String, BackendPlan> backends, SeriesRegistry registry) {
        for (VirtualHost host : hosts) {
            RouteTable table = table(host.hostname().toLowerCase(Locale.ROOT));
            for (Route route : host.routes()) {
                RoutePlan plan = new RoutePlan(route, backends, registry);
                plans.add(plan);
                table.add(route, plan);
            }
        }
        exact.values().forEach(RouteTable::sort);
        bySuffix.values().forEach(RouteTable::sort);
    }

    private RouteTable table(String hostname) {
        if (hostname.startsWith("*")) {
            return bySuffix.computeIfAbsent(hostname.substring(1), key -> new RouteTable());
        }
        return exact.computeIfAbsent(hostname, key -> new RouteTable());
    }

    List<RoutePlan> plans() {
        return plans;
    }

    /// The tables to ask for a Host header, most specific name first.
    List<RouteTable> tables(String authority) {
        String host = hostname(authority);
        List<RouteTable> found = new ArrayList<>(2);
        addTo(found, exact.get(host));
        for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
            if (dot > 0) {
                addTo(found, bySuffix.get(host.substring(dot)));
            }
        }
        addTo(found, bySuffix.get(""));
        return found;
    }

    private static void addTo(List<RouteTable> found, @Nullable RouteTable table) {
        if (table != null) {
            found.add(table);
        }
    }

    /// The name in a Host header: lower case, without port and final dot.
    static String hostname(String authority) {
        int end = authority.length();
        int colon = authority.lastIndexOf(':');
        if (colon >= 0 && colon > authority.lastIndexOf(']')) {
            end = colon;
        }
        if (end > 1 && authority.charAt(end - 1) == '.') {
            end--;
        }
        return authority.substring(0, end).toLowerCase(Locale.ROOT);
    }
}

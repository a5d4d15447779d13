package dev.slipway.proxy;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds routes for the requests of one connection. Such requests mostly name the same host, so the
/// tables of the last one are kept and a comparison of bytes replaces the look-up.
final class HostLookup {
    private final Worker worker;
    private final String listenerId;
    private @Nullable RoutingTable table;
    private byte[] authority = {};
    private List<RouteTable> found = List.of();

    HostLookup(Worker worker, String listenerId) {
        this.worker = worker;
        this.listenerId = listenerId;
    }

    RouteTable.@Nullable Entry find(RequestHead head) {
        if (table != worker.table() || !isSameAuthority(head)) {
            look(head);
        }
        for (int i = 0; i < found.size(); i++) {
            RouteTable.Entry entry = found.get(i).find(head);
            if (entry != null) {
                return entry;
            }
        }
        return null;
    }

    private boolean isSameAuthority(RequestHead head) {
        return Arrays.equals(
                authority,
                0,
                authority.length,
                head.bytes(),
                head.authorityStart(),
                head.authorityEnd());
    }

    private void look(RequestHead head) {
        table = worker.table();
        authority = Arrays.copyOfRange(head.bytes(), head.authorityStart(), head.authorityEnd());
        HostTable hosts = worker.table().hosts(listenerId);
        found = hosts == null ? List.of() : hosts.tables(head.authority());
    }

    /// A new table is in use: lets go of the old one, which an idle connection would keep in
    /// memory. False where the listener is not in the new one.
    boolean adopt(RoutingTable next) {
        table = null;
        found = List.of();
        return next.hosts(listenerId) != null;
    }
}

package dev.slipway.node;

import dev.slipway.node.ContainerException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Gives ports of this machine to pods, each to one pod at a time. A port given back is not given
/// out again before all others were, since somebody may still call its old owner. Thread-safe.
final class HostPorts {
    private final int first;
    private final int last;

    // Guarded by this.
    private final Map<Integer, String> owners = new HashMap<>();
    private int next;

    HostPorts(NodeConfig.PortRange range) {
        this.first = range.first();
        this.last = range.last();
        this.next = range.first();
    }

    /// Host ports for these declared ports; where the specification names a number, that one.
    synchronized Map<Integer, Integer> take(String uid, Map<Integer, @Nullable Integer> wanted) {
        Map<Integer, Integer> given = new TreeMap<>();
        try {
            wanted.forEach((declared, number) ->
                    given.put(declared, number == null ? any(uid) : exactly(uid, number)));
            return given;
        } catch (ContainerException e) {
            given.values().forEach(owners::remove);
            throw e;
        }
    }

    /// Notes ports that a pod has from an earlier server.
    synchronized void keep(String uid, Map<Integer, Integer> ports) {
        for (int port : ports.values()) {
            owners.put(port, uid);
            if (port >= next && port < last) {
                next = port + 1;
            }
        }
    }

    synchronized void release(String uid) {
        owners.values().removeIf(uid::equals);
    }

    private int any(String uid) {
        int count = last - first + 1;
        for (int i = 0; i < count; i++) {
            int port = next;
            next = next == last ? first : next + 1;
            if (!owners.containsKey(port) && isFree(port)) {
                owners.put(port, uid);
                return port;
            }
        }
        throw new ContainerException(
                Reason.PORT_TAKEN,
                "No port of "
                        + first
                        + "-"
                        + last
                        + " is free on this machine. Delete pods, or give the node a larger range.");
    }

    private int exactly(String uid, int port) {
        String owner = owners.get(port);
        if (owner != null && !owner.equals(uid)) {
            throw new ContainerException(
                    Reason.PORT_TAKEN,
                    "Port "
                            + port
                            + " of this machine belongs to another pod (uid "
                            + owner
                            + "). With `hostNetwork` or `hostPort` only one pod can have it; leave"
                            + " them out and the node finds a free port.");
        }
        if (owner == null && !isFree(port)) {
            throw new ContainerException(
                    Reason.PORT_TAKEN,
                    "Port "
                            + port
                            + " of this machine is in use by another program. Stop that"
                            + " program (`ss -ltnp 'sport = :"
                            + port
                            + "'` names it), or leave out"
                            + " `hostNetwork` and `hostPort` and the node finds a free port.");
        }
        owners.put(port, uid);
        return port;
    }

    /// Nobody listens there, neither on all addresses nor on the loopback one.
    private static boolean isFree(int port) {
        for (InetSocketAddress address :
                new InetSocketAddress[] {
                    new InetSocketAddress(port),
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port)
                }) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(address);
            } catch (IOException _) {
                return false;
            }
        }
        return true;
    }
}

package dev.slipway.proxy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The open listeners, by id. Used by one thread at a time.
final class Listeners {
    private final Sockets sockets;
    private final Workers workers;
    private final Map<String, OpenListener> open = new LinkedHashMap<>();

    Listeners(Sockets sockets, Workers workers) {
        this.sockets = sockets;
        this.workers = workers;
    }

    /// Closes what is not wanted any more, before others may want its port.
    void closeAllBut(List<Listener> wanted) {
        open.entrySet()
                .removeIf(entry -> {
                    OpenListener listener = entry.getValue();
                    boolean stays = wanted.stream().anyMatch(listener::isSameAs);
                    if (!stays) {
                        listener.close();
                    }
                    return !stays;
                });
    }

    /// Opens what is not open yet and renews certificates; the result has every wanted listener.
    Map<String, ListenerState> open(List<Listener> wanted) {
        Map<String, ListenerState> states = new LinkedHashMap<>();
        for (Listener listener : wanted) {
            states.put(listener.id(), open(listener));
        }
        return states;
    }

    private ListenerState open(Listener wanted) {
        OpenListener before = open.get(wanted.id());
        OpenListener listener = before == null ? new OpenListener(wanted, workers) : before;
        if (wanted instanceof Listener.Https https) {
            listener.certificates(
                    ServerCertificates.of(https.certificates(), listener.certificates()));
            if (listener.certificates().isEmpty()) {
                return refused(listener);
            }
        }
        if (before != null) {
            return before.state();
        }
        ListenerState state = listener.open(sockets);
        if (state instanceof ListenerState.Bound) {
            open.put(wanted.id(), listener);
        }
        return state;
    }

    private ListenerState refused(OpenListener listener) {
        listener.close();
        open.values().remove(listener);
        return new ListenerState.PortUnavailable("no usable certificate");
    }
}

package dev.slipway.proxy;

import java.util.List;
import java.util.Map;

/// What the proxy has carried since it started: cumulative, as of one moment. Series that the
/// snapshot no longer names are kept for `ProxyConfig.figuresRetention` after their last change.
public record Figures(List<Traffic> traffic, List<Mirrored> mirrored, Connections connections) {
    public Figures {
        traffic = List.copyOf(traffic);
        mirrored = List.copyOf(mirrored);
    }

    /// Who served: empty strings where a request did not come so far (no route, no backend, no
    /// endpoint).
    public record Key(String routeId, String backendId, String revision) {}

    /// The traffic of one key. `responses` counts by status, as sent to the client; `failures` by
    /// name (`GET /items/* 503`), of which there are at most 64.
    public record Traffic(
            Key key,
            long requests,
            Map<Integer, Long> responses,
            Trouble trouble,
            Map<String, Long> failures,
            Bytes bytes,
            LatencyHistogram latency) {
        public Traffic {
            responses = Map.copyOf(responses);
            failures = Map.copyOf(failures);
        }

        /// Responses of one class: 1 for 1xx to 5 for 5xx.
        public long responses(int statusClass) {
            return responses.entrySet().stream()
                    .filter(entry -> entry.getKey() / 100 == statusClass)
                    .mapToLong(Map.Entry::getValue)
                    .sum();
        }
    }

    /// What went wrong on the way. `connectFailures` and `lostAttempts` (the connection ended
    /// before the first byte of an answer) are attempts of which the client saw nothing if another
    /// one succeeded; `aborted` are requests that ended without a whole response, because the
    /// client went or, counted by `cutShort` too, because the backend did halfway.
    public record Trouble(
            long connectFailures,
            long lostAttempts,
            long retries,
            long timeouts,
            long aborted,
            long cutShort) {}

    /// What became of the requests that were copied to a mirror; the key's backend and revision are
    /// the mirror's. `responses` and `latency` are those of the answers that nobody saw.
    public record Mirrored(
            Key key,
            Copies copies,
            Comparison comparison,
            Map<Integer, Long> responses,
            LatencyHistogram latency) {
        public Mirrored {
            responses = Map.copyOf(responses);
        }
    }

    /// Copies that were sent, those of them that got no answer, and those that were not sent: the
    /// body was too large; too many were under way, or the request ended before it was whole.
    public record Copies(long sent, long failed, long tooLarge, long skipped) {}

    /// Answers of mirrors beside the real ones: as good (status and shape), of another status, of
    /// the same status but another shape; and those that could not be compared.
    public record Comparison(long same, long otherStatus, long otherShape, long notCompared) {
        public long compared() {
            return same + otherStatus + otherShape;
        }

        /// Those of the same status, whatever their shape.
        public long sameStatus() {
            return same + otherShape;
        }
    }

    /// Bytes of heads and bodies, from clients and to clients.
    public record Bytes(long received, long sent) {}

    /// Connections of clients, now and in all, those refused at the limit, requests refused as
    /// malformed, and connections to backends.
    public record Connections(
            long open,
            long accepted,
            long refused,
            long malformed,
            long upstreamOpen,
            long upstreamIdle) {}
}

package dev.slipway.scrape.config;

import static java.util.Objects.requireNonNull;

import dev.slipway.scrape.relabel.RelabelRule;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Another store of series: where it is and how it is spoken to.
public sealed interface RemoteConfig {
    URI url();

    /// Empty if it has none.
    String name();

    Duration timeout();

    Map<String, String> headers();

    HttpSettings http();

    /// One that everything is sent to.
    record Write(
            URI url,
            String name,
            Duration timeout,
            Map<String, String> headers,
            List<RelabelRule> relabelRules,
            boolean sendExemplars,
            boolean sendNativeHistograms,
            Protocol protocol,
            Queue queue,
            MetadataSending metadata,
            HttpSettings http)
            implements RemoteConfig {
        /// The versions of remote write.
        public enum Protocol {
            V1("prometheus.WriteRequest"),
            V2("io.prometheus.write.v2.Request");

            private final String message;

            Protocol(String message) {
                this.message = message;
            }

            /// The name of its protobuf message, as configurations write it.
            public String message() {
                return message;
            }
        }

        public Write {
            requireNonNull(url, "url");
            requireNonNull(name, "name");
            requireNonNull(timeout, "timeout");
            headers = Map.copyOf(headers);
            relabelRules = List.copyOf(relabelRules);
            requireNonNull(protocol, "protocol");
            requireNonNull(queue, "queue");
            requireNonNull(metadata, "metadata");
            requireNonNull(http, "http");
        }
    }

    /// How samples wait to be sent.
    ///
    /// @param sampleAgeLimit older samples are dropped; zero for none
    record Queue(
            int capacity,
            int shardsMin,
            int shardsMax,
            int samplesPerSendMax,
            Duration batchSendDeadline,
            Duration backoffMin,
            Duration backoffMax,
            boolean retryOnHttp429,
            Duration sampleAgeLimit) {
        public static final Queue DEFAULT =
                new Queue(
                        10_000,
                        1,
                        50,
                        2_000,
                        Duration.ofSeconds(5),
                        Duration.ofMillis(30),
                        Duration.ofSeconds(5),
                        false,
                        Duration.ZERO);

        public Queue {
            requireNonNull(batchSendDeadline, "batchSendDeadline");
            requireNonNull(backoffMin, "backoffMin");
            requireNonNull(backoffMax, "backoffMax");
            requireNonNull(sampleAgeLimit, "sampleAgeLimit");
        }
    }

    /// Whether and how often metadata are sent.
    record MetadataSending(boolean send, Duration interval, int samplesPerSendMax) {
        public static final MetadataSending DEFAULT =
                new MetadataSending(true, Duration.ofMinutes(1), 2_000);

        public MetadataSending {
            requireNonNull(interval, "interval");
        }
    }

    /// One that queries also read from.
    ///
    /// @param requiredMatchers it is only asked by queries that select with all of these
    /// @param readRecent ask it also for times that are stored here in full
    record Read(
            URI url,
            String name,
            Duration timeout,
            Map<String, String> headers,
            Map<String, String> requiredMatchers,
            boolean readRecent,
            boolean filterExternalLabels,
            HttpSettings http)
            implements RemoteConfig {
        public Read {
            requireNonNull(url, "url");
            requireNonNull(name, "name");
            requireNonNull(timeout, "timeout");
            headers = Map.copyOf(headers);
            requiredMatchers = Map.copyOf(requiredMatchers);
            requireNonNull(http, "http");
        }
    }
}

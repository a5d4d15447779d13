package dev.slipway.apiserver;

import static java.util.Objects.requireNonNull;

import dev.slipway.api.Authorizer;
import dev.slipway.api.ObjectApi;
import dev.slipway.http.Authenticator;
import dev.slipway.http.Mount;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;

/// The Kubernetes API, ready to be mounted on a door. Closing it ends all watches and logs in
/// order; close it before the door. Thread-safe.
public final class ApiServer implements AutoCloseable {
    private final ApiService service;
    private final Streams streams;
    private final AtomicBoolean closing = new AtomicBoolean();

    /// What the server is made of: the objects, who may do what, who is who, the schemas to
    /// describe, where logs come from and what pods use, and the time for the ages in tables.
    public record Parts(
            ObjectApi api,
            Authorizer authorizer,
            Authenticator authenticator,
            SchemaDocuments schemas,
            PodLogs logs,
            ResourceUsage usage,
            InstantSource time) {
        public Parts {
            requireNonNull(api, "api");
            requireNonNull(authorizer, "authorizer");
            requireNonNull(authenticator, "authenticator");
            requireNonNull(schemas, "schemas");
            requireNonNull(logs, "logs");
            requireNonNull(usage, "usage");
            requireNonNull(time, "time");
        }
    }

    public ApiServer(Parts parts, ApiServerConfig config) {
        this.streams = new Streams(config);
        ObjectApi api = parts.api();
        Gate gate = new Gate(parts.authenticator(), parts.authorizer());
        Statuses statuses = new Statuses(api.kinds());
        Tables tables = new Tables(parts.time());
        WatchCalls watches =
                new WatchCalls(api, streams, new WatchFrames(tables), statuses, config);
        LogCalls logs = new LogCalls(api, parts.logs(), streams, parts.time());
        ObjectCalls objects =
                new ObjectCalls(
                        api,
                        gate,
                        config,
                        new ObjectCalls.Streaming(watches, logs),
                        new Answers(tables, statuses, new ListStream(streams)));
        ApiService.Documents documents =
                new ApiService.Documents(
                        new Discovery(api.kinds()),
                        new OpenApi(api.kinds(), parts.schemas(), config.version()),
                        new Reviews(gate),
                        new Usages(gate, parts.usage()),
                        new Pages(config.version(), () -> !closing.get()));
        this.service =
                new ApiService(
                        api.kinds(),
                        gate,
                        objects,
                        documents,
                        new Replies(statuses),
                        watches.sockets());
    }

    /// Serves everything on its door that no other mount serves.
    public Mount mount() {
        return new Mount("/", service);
    }

    /// How many watches, logs and long lists are being sent.
    public int openStreams() {
        return streams.count();
    }

    @Override
    public void close() {
        closing.set(true);
        streams.close();
    }
}

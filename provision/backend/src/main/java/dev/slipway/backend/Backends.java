package dev.slipway.backend;

import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.state.StateException;
import dev.slipway.state.StateFormat;
import dev.slipway.state.StateStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/// The kinds of places that states can be kept in, but for files of this machine. Stateless.
public final class Backends {
    private Backends() {}

    /// The kinds there are.
    public static List<String> kinds() {
        return BackendTypes.kinds();
    }

    /// The settings of a kind with their types, in order; none if there is no such kind. What is
    /// missing in an object is null.
    public static SortedMap<String, Type> types(String kind) {
        return BackendTypes.of(kind);
    }

    /// Where a folder keeps what belongs to this machine.
    public record Ground(
            Path folder,
            Path dataFolder,
            Map<String, String> environment,
            StateFormat format,
            InstantSource clock) {
        public Ground {
            environment = Map.copyOf(environment);
        }
    }

    /// Opens a place by its settings; those that are absent may come from the environment.
    ///
    /// @throws StateException if a setting is missing or not supported, or the place not there
    public static StateStore open(String kind, Map<String, Value> settings, Ground ground) {
        Settings read = new Settings("backend " + kind, settings, ground.environment());
        Place place =
                switch (kind) {
                    case "consul" -> ConsulPlace.of(read);
                    case "gcs" -> GcsPlace.of(read, ground.clock());
                    case "http" -> HttpPlace.of(read);
                    case "kubernetes" -> KubernetesPlace.of(read);
                    case "s3" -> S3Place.of(read, ground.clock());
                    case "pg" -> PgPlace.of(read);
                    case "slipway" -> HttpPlace.ofSlipway(read);
                    default ->
                            throw new StateException(
                                    "backend: \""
                                            + kind
                                            + "\" (expected: local, "
                                            + String.join(", ", kinds())
                                            + ")");
                };
        return new RemoteStateStore(
                place,
                new RemoteStateStore.Folders(
                        ground.dataFolder().resolve("journals"), ground.folder()),
                ground.format(),
                ground.clock());
    }
}

package dev.slipway.backend;

import dev.slipway.hcl.value.Value;
import dev.slipway.state.StateException;
import dev.slipway.state.StateFormat;
import dev.slipway.state.StateStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The kinds of places that states can be kept in, but for files of this machine. Stateless.
public final class Backends {
    private static final SortedMap<String, List<String>> ATTRIBUTES = new TreeMap<>();

    static {
        ATTRIBUTES.put(
                "http",
                List.of(
                        "address",
                        "client_ca_certificate_pem",
                        "client_certificate_pem",
                        "client_private_key_pem",
                        "lock_address",
                        "lock_method",
                        "password",
                        "retry_max",
                        "retry_wait_max",
                        "retry_wait_min",
                        "skip_cert_verification",
                        "unlock_address",
                        "unlock_method",
                        "update_method",
                        "username"));
        ATTRIBUTES.put(
                "pg",
                List.of(
                        "conn_str",
                        "schema_name",
                        "skip_index_creation",
                        "skip_schema_creation",
                        "skip_table_creation"));
        ATTRIBUTES.put(
                "s3",
                List.of(
                        "access_key",
                        "acl",
                        "allowed_account_ids",
                        "assume_role",
                        "assume_role_with_web_identity",
                        "bucket",
                        "custom_ca_bundle",
                        "dynamodb_endpoint",
                        "dynamodb_table",
                        "ec2_metadata_service_endpoint",
                        "ec2_metadata_service_endpoint_mode",
                        "encrypt",
                        "endpoint",
                        "endpoints",
                        "forbidden_account_ids",
                        "force_path_style",
                        "http_proxy",
                        "https_proxy",
                        "iam_endpoint",
                        "insecure",
                        "key",
                        "kms_key_id",
                        "max_retries",
                        "no_proxy",
                        "profile",
                        "region",
                        "retry_mode",
                        "secret_key",
                        "shared_config_files",
                        "shared_credentials_file",
                        "shared_credentials_files",
                        "skip_credentials_validation",
                        "skip_metadata_api_check",
                        "skip_region_validation",
                        "skip_requesting_account_id",
                        "skip_s3_checksum",
                        "sse_customer_key",
                        "sts_endpoint",
                        "sts_region",
                        "token",
                        "use_dualstack_endpoint",
                        "use_fips_endpoint",
                        "use_lockfile",
                        "use_path_style",
                        "workspace_key_prefix"));
        ATTRIBUTES.put("slipway", List.of("name", "namespace", "server", "token"));
    }

    private Backends() {}

    /// The kinds there are.
    public static List<String> kinds() {
        return List.copyOf(ATTRIBUTES.keySet());
    }

    /// The names of a kind's settings, in order; none if there is no such kind.
    public static List<String> attributes(String kind) {
        return ATTRIBUTES.getOrDefault(kind, List.of());
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
                    case "http" -> HttpPlace.of(read);
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

package dev.slipway.backend;

import dev.slipway.hcl.value.Value;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// The kinds of services that keep keys. Stateless.
public final class KeyServices {
    private static final Map<String, List<String>> ATTRIBUTES =
            Map.of(
                    "aws_kms",
                    List.of(
                            "access_key",
                            "allowed_account_ids",
                            "assume_role",
                            "assume_role_with_web_identity",
                            "custom_ca_bundle",
                            "ec2_metadata_service_endpoint",
                            "ec2_metadata_service_endpoint_mode",
                            "encryption_context",
                            "endpoints",
                            "forbidden_account_ids",
                            "http_proxy",
                            "https_proxy",
                            "insecure",
                            "key_spec",
                            "kms_key_id",
                            "max_retries",
                            "no_proxy",
                            "profile",
                            "region",
                            "retry_mode",
                            "secret_key",
                            "shared_config_files",
                            "shared_credentials_files",
                            "skip_credentials_validation",
                            "skip_metadata_api_check",
                            "skip_region_validation",
                            "skip_requesting_account_id",
                            "sts_region",
                            "token",
                            "use_dualstack_endpoint",
                            "use_fips_endpoint"),
                    "gcp_kms",
                    List.of(
                            "access_token",
                            "additional_authenticated_data",
                            "credentials",
                            "impersonate_service_account",
                            "impersonate_service_account_delegates",
                            "key_length",
                            "kms_encryption_key"),
                    "openbao",
                    List.of(
                            "address",
                            "associated_data",
                            "key_length",
                            "key_name",
                            "token",
                            "transit_engine_path"));

    private KeyServices() {}

    /// The names of a kind's settings, in order; none if there is no such kind.
    public static List<String> attributes(String kind) {
        return ATTRIBUTES.getOrDefault(kind, List.of());
    }

    /// A service by its settings; those that are absent may come from the environment.
    ///
    /// @throws dev.slipway.state.StateException if a setting is missing or not supported
    public static KeyService of(
            String kind,
            Map<String, Value> settings,
            Map<String, String> environment,
            InstantSource clock) {
        Settings read = new Settings("key_provider " + kind, settings, environment);
        return switch (kind) {
            case "aws_kms" -> AwsKms.of(read, clock);
            case "gcp_kms" -> GcpKms.of(read, clock, new SecureRandom());
            case "openbao" -> OpenBao.of(read);
            default ->
                    throw new IllegalArgumentException(
                            "key_provider: " + kind + " (expected: one of " + ATTRIBUTES + ")");
        };
    }
}

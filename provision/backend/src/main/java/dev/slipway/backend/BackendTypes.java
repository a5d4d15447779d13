package dev.slipway.backend;

import static dev.slipway.hcl.value.Type.Primitive.BOOL;
import static dev.slipway.hcl.value.Type.Primitive.NUMBER;
import static dev.slipway.hcl.value.Type.Primitive.STRING;

import dev.slipway.hcl.value.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The settings of all kinds of backends with their types, as Terraform has them: what is recorded
/// of a folder's settings, and the sum of it, depends on them. Stateless.
final class BackendTypes {
    private static final Type TEXTS = Type.set(STRING);
    private static final SortedMap<String, Type.ObjectOf> KINDS = new TreeMap<>();

    static {
        KINDS.put(
                "consul",
                type(
                        of(BOOL, "gzip", "lock"),
                        of(
                                STRING,
                                "access_token",
                                "address",
                                "ca_file",
                                "cert_file",
                                "datacenter",
                                "http_auth",
                                "key_file",
                                "path",
                                "scheme")));
        KINDS.put(
                "gcs",
                type(
                        of(
                                STRING,
                                "access_token",
                                "bucket",
                                "credentials",
                                "encryption_key",
                                "impersonate_service_account",
                                "kms_encryption_key",
                                "prefix",
                                "storage_custom_endpoint"),
                        of(Type.list(STRING), "impersonate_service_account_delegates")));
        KINDS.put(
                "http",
                type(
                        of(BOOL, "skip_cert_verification"),
                        of(NUMBER, "retry_max", "retry_wait_max", "retry_wait_min"),
                        of(
                                STRING,
                                "address",
                                "client_ca_certificate_pem",
                                "client_certificate_pem",
                                "client_private_key_pem",
                                "lock_address",
                                "lock_method",
                                "password",
                                "unlock_address",
                                "unlock_method",
                                "update_method",
                                "username")));
        KINDS.put("kubernetes", kubernetes());
        KINDS.put(
                "pg",
                type(
                        of(
                                BOOL,
                                "skip_index_creation",
                                "skip_schema_creation",
                                "skip_table_creation"),
                        of(STRING, "conn_str", "schema_name")));
        KINDS.put("s3", s3());
        KINDS.put("slipway", type(of(STRING, "name", "namespace", "server", "token")));
    }

    private BackendTypes() {}

    private static Type.ObjectOf kubernetes() {
        Type exec =
                type(
                        of(STRING, "api_version", "command"),
                        of(Type.list(STRING), "args"),
                        of(Type.map(STRING), "env"));
        return type(
                of(BOOL, "in_cluster_config", "insecure", "load_config_file"),
                of(
                        STRING,
                        "client_certificate",
                        "client_key",
                        "cluster_ca_certificate",
                        "config_context",
                        "config_context_auth_info",
                        "config_context_cluster",
                        "config_path",
                        "host",
                        "namespace",
                        "password",
                        "proxy_url",
                        "secret_suffix",
                        "token",
                        "username"),
                of(Type.list(STRING), "config_paths"),
                of(Type.map(STRING), "labels"),
                of(exec, "exec"));
    }

    private static Type.ObjectOf s3() {
        return type(
                s3Objects(),
                of(
                        TEXTS,
                        "allowed_account_ids",
                        "forbidden_account_ids",
                        "shared_config_files",
                        "shared_credentials_files"),
                of(NUMBER, "max_retries"),
                of(
                        BOOL,
                        "encrypt",
                        "force_path_style",
                        "insecure",
                        "skip_credentials_validation",
                        "skip_metadata_api_check",
                        "skip_region_validation",
                        "skip_requesting_account_id",
                        "skip_s3_checksum",
                        "use_dualstack_endpoint",
                        "use_fips_endpoint",
                        "use_lockfile",
                        "use_path_style"),
                of(
                        STRING,
                        "access_key",
                        "acl",
                        "bucket",
                        "custom_ca_bundle",
                        "dynamodb_endpoint",
                        "dynamodb_table",
                        "ec2_metadata_service_endpoint",
                        "ec2_metadata_service_endpoint_mode",
                        "endpoint",
                        "http_proxy",
                        "https_proxy",
                        "iam_endpoint",
                        "key",
                        "kms_key_id",
                        "no_proxy",
                        "profile",
                        "region",
                        "retry_mode",
                        "secret_key",
                        "shared_credentials_file",
                        "sse_customer_key",
                        "sts_endpoint",
                        "sts_region",
                        "token",
                        "workspace_key_prefix"));
    }

    private static Map<String, Type> s3Objects() {
        List<Map<String, Type>> role =
                List.of(
                        of(STRING, "duration", "policy", "role_arn", "session_name"),
                        of(TEXTS, "policy_arns"));
        Type assumed =
                type(
                        role.getFirst(),
                        role.getLast(),
                        of(STRING, "external_id", "source_identity"),
                        of(Type.map(STRING), "tags"),
                        of(TEXTS, "transitive_tag_keys"));
        Type byToken =
                type(
                        role.getFirst(),
                        role.getLast(),
                        of(STRING, "web_identity_token", "web_identity_token_file"));
        return type(
                        of(assumed, "assume_role"),
                        of(byToken, "assume_role_with_web_identity"),
                        of(type(of(STRING, "dynamodb", "iam", "s3", "sso", "sts")), "endpoints"))
                .attributes();
    }

    private static Map<String, Type> of(Type type, String... names) {
        return Arrays.stream(names).collect(Collectors.toMap(each -> each, _ -> type));
    }

    @SafeVarargs
    private static Type.ObjectOf type(Map<String, Type>... parts) {
        SortedMap<String, Type> all = new TreeMap<>();
        for (Map<String, Type> each : parts) {
            all.putAll(each);
        }
        return new Type.ObjectOf(all, all.keySet());
    }

    /// The kinds there are.
    static List<String> kinds() {
        return List.copyOf(KINDS.keySet());
    }

    /// The settings of a kind, in order; none if there is no such kind.
    static SortedMap<String, Type> of(String kind) {
        Type.ObjectOf type = KINDS.get(kind);
        return type == null ? new TreeMap<>() : type.attributes();
    }
}

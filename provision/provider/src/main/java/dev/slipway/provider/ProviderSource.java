package dev.slipway.provider;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/// Where a provider comes from, which is also its name: `registry.terraform.io/hashicorp/aws`.
/// Immutable.
public record ProviderSource(String host, String namespace, String type)
        implements Comparable<ProviderSource> {
    public static final String DEFAULT_HOST = "registry.terraform.io";
    public static final String DEFAULT_NAMESPACE = "hashicorp";

    /// The provider that is part of the engine itself: `terraform_data`, `terraform_remote_state`.
    public static final ProviderSource BUILT_IN =
            new ProviderSource("terraform.io", "builtin", "terraform");

    public ProviderSource {
        host = requireNonNull(host, "host").toLowerCase(Locale.ROOT);
        namespace = requireNonNull(namespace, "namespace").toLowerCase(Locale.ROOT);
        type = requireNonNull(type, "type").toLowerCase(Locale.ROOT);
    }

    /// What a local name stands for where `required_providers` says nothing.
    public static ProviderSource implied(String localName) {
        return localName.equals("terraform")
                ? BUILT_IN
                : new ProviderSource(DEFAULT_HOST, DEFAULT_NAMESPACE, localName);
    }

    /// Reads `aws`, `hashicorp/aws` or `registry.terraform.io/hashicorp/aws`.
    ///
    /// @throws IllegalArgumentException if it is none of them
    public static ProviderSource parse(String source) {
        String[] parts = source.split("/", -1);
        for (String part : parts) {
            if (part.isEmpty()) {
                throw new IllegalArgumentException(
                        "provider source: \"" + source + "\" (expected: [HOST/][NAMESPACE/]TYPE)");
            }
        }
        return switch (parts.length) {
            case 1 -> implied(parts[0]);
            case 2 -> new ProviderSource(DEFAULT_HOST, parts[0], parts[1]);
            case 3 -> new ProviderSource(parts[0], parts[1], parts[2]);
            default ->
                    throw new IllegalArgumentException(
                            "provider source: \""
                                    + source
                                    + "\" (expected: [HOST/][NAMESPACE/]TYPE)");
        };
    }

    public boolean isBuiltIn() {
        return equals(BUILT_IN);
    }

    /// Without the host if that is the default one: `hashicorp/aws`.
    public String forDisplay() {
        return host.equals(DEFAULT_HOST) ? namespace + "/" + type : toString();
    }

    @Override
    public int compareTo(ProviderSource other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return host + "/" + namespace + "/" + type;
    }
}

package dev.slipway.wire.otlp;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/// What the section `otlp` of `prometheus.yml` says.
///
/// @param labelNaming how attributes become labels where names are escaped
/// @param promotion which attributes of resource and scope become labels of every series
/// @param keepsIdentifying whether `target_info` has `service.*` although `job` and `instance` say
///   it (`keep_identifying_resource_attributes`)
/// @param customBuckets whether histograms with explicit bounds become native histograms with
///   custom buckets (`convert_histograms_to_nhcb`) instead of a series for each bucket
/// @param deltas what to do with sums and histograms that count since the last report
public record OtlpOptions(
        Translation translation,
        LabelNaming labelNaming,
        Promotion promotion,
        boolean keepsIdentifying,
        boolean customBuckets,
        Deltas deltas) {
    public static final OtlpOptions DEFAULT =
            new OtlpOptions(
                    Translation.UNDERSCORES_WITH_SUFFIXES,
                    LabelNaming.DEFAULT,
                    Promotion.NONE,
                    false,
                    false,
                    Deltas.REFUSE);

    public OtlpOptions {
        requireNonNull(translation, "translation");
        requireNonNull(labelNaming, "labelNaming");
        requireNonNull(promotion, "promotion");
        requireNonNull(deltas, "deltas");
    }

    /// What becomes of data points whose temporality is delta.
    public enum Deltas {
        /// They are refused, as series count from a start on.
        REFUSE,
        /// They are added up per series, in memory: after a restart they count from zero again.
        CUMULATE
    }

    /// @param prefixesUnderscore `_name` becomes `key_name` (`label_name_underscore_sanitization`)
    /// @param keepsUnderscores `a..b` becomes `a__b`, not `a_b`
    ///   (`label_name_preserve_multiple_underscores`)
    public record LabelNaming(boolean prefixesUnderscore, boolean keepsUnderscores) {
        public static final LabelNaming DEFAULT = new LabelNaming(true, true);
    }

    /// @param attributes of the resource, by their own names (`promote_resource_attributes`)
    /// @param all every attribute of the resource (`promote_all_resource_attributes`)
    /// @param ignored but these (`ignore_resource_attributes`)
    /// @param scope name, version, schema and attributes of the scope (`promote_scope_metadata`)
    public record Promotion(
            Set<String> attributes, boolean all, Set<String> ignored, boolean scope) {
        public static final Promotion NONE = new Promotion(Set.of(), false, Set.of(), false);

        public Promotion {
            attributes = Set.copyOf(attributes);
            ignored = Set.copyOf(ignored);
        }

        boolean takes(String attribute) {
            return all ? !ignored.contains(attribute) : attributes.contains(attribute);
        }
    }
}

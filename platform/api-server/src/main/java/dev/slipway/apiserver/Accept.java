package dev.slipway.apiserver;

import dev.slipway.model.ApiException;
import dev.slipway.model.ApiException.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The form in which a client wants its answer: the first of those it names that is served.
record Accept(Form form, String version) {
    /// What an answer may look like.
    enum Form {
        /// The objects themselves, as JSON.
        OBJECT,
        /// The objects themselves, as YAML.
        YAML,
        /// Rows and columns for people.
        TABLE,
        /// Metadata only.
        METADATA,
        METADATA_LIST,
        /// All groups, kinds and parts of kinds in one document.
        AGGREGATED_DISCOVERY
    }

    private static final Accept PLAIN = new Accept(Form.OBJECT, "");
    private static final Accept YAML = new Accept(Form.YAML, "");

    /// One range of an `Accept` header with its parameters, lower case.
    private record Range(String type, Map<String, String> parameters) {
        @Nullable Accept served() {
            String as = parameters.getOrDefault("as", "");
            String version = parameters.getOrDefault("v", "v1");
            return switch (type) {
                case "application/json", "application/*", "*/*" -> json(as, version);
                case "application/yaml", "text/yaml", "application/x-yaml" ->
                        as.isEmpty() ? YAML : null;
                default -> null;
            };
        }

        private static @Nullable Accept json(String as, String version) {
            boolean meta = version.equals("v1") || version.equals("v1beta1");
            boolean discovery = version.equals("v2") || version.equals("v2beta1");
            return switch (as) {
                case "" -> PLAIN;
                case "table" -> meta ? new Accept(Form.TABLE, version) : null;
                case "partialobjectmetadata" -> meta ? new Accept(Form.METADATA, version) : null;
                case "partialobjectmetadatalist" ->
                        meta ? new Accept(Form.METADATA_LIST, version) : null;
                case "apigroupdiscoverylist" ->
                        discovery ? new Accept(Form.AGGREGATED_DISCOVERY, version) : null;
                default -> null;
            };
        }
    }

    static Accept parse(@Nullable String header) {
        if (header == null || header.isBlank() || header.equals("application/json")) {
            return PLAIN;
        }
        for (Range range : ranges(header)) {
            Accept served = range.served();
            if (served != null) {
                return served;
            }
        }
        throw new ApiException(
                Reason.NOT_ACCEPTABLE,
                "only the following media types are accepted: application/json,"
                        + " application/yaml");
    }

    /// Of JSON; what is asked for but unknown here is answered plainly.
    static Accept parseLeniently(@Nullable String header) {
        try {
            return parse(header);
        } catch (ApiException e) {
            return PLAIN;
        }
    }

    String apiVersion() {
        return "meta.k8s.io/" + version;
    }

    private static List<Range> ranges(String header) {
        List<Range> ranges = new ArrayList<>();
        for (String part : Words.split(header.toLowerCase(Locale.ROOT), ',')) {
            List<String> words = Words.split(part, ';');
            Map<String, String> parameters = new HashMap<>();
            for (String parameter : words.subList(1, words.size())) {
                int equal = parameter.indexOf('=');
                if (equal > 0) {
                    parameters.put(parameter.substring(0, equal), parameter.substring(equal + 1));
                }
            }
            ranges.add(new Range(words.get(0), parameters));
        }
        return ranges;
    }
}

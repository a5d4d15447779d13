package dev.slipway.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads and writes label selectors as in `-l` and `labelSelector=`: `app=shop,tier in (web,
/// api),!legacy,build>7`.
public final class LabelSelectors {
    private LabelSelectors() {}

    /// Equality becomes `matchLabels` as far as a label is asked for once, the rest
    /// `matchExpressions`. Throws [ApiException] (`BAD_REQUEST`) that names the place.
    public static LabelSelector parse(String query) {
        return new Parser(query).selector();
    }

    /// The query of a selector; empty for the one that chooses everything.
    public static String query(LabelSelector selector) {
        List<String> parts = new ArrayList<>();
        selector.matchLabels().forEach((key, value) -> parts.add(key + "=" + value));
        for (LabelSelector.Requirement requirement : selector.matchExpressions()) {
            parts.add(part(requirement));
        }
        return String.join(",", parts);
    }

    private static String part(LabelSelector.Requirement requirement) {
        String key = requirement.key();
        String values = String.join(",", requirement.values());
        return switch (requirement.operator()) {
            case "In" -> key + " in (" + values + ")";
            case "NotIn" -> key + " notin (" + values + ")";
            case "Exists" -> key;
            case "DoesNotExist" -> "!" + key;
            case "Gt" -> key + ">" + values;
            case "Lt" -> key + "<" + values;
            default -> throw LabelSelector.unknownOperator(requirement.operator());
        };
    }

    /// One reading, from left to right.
    private static final class Parser {
        private static final String SPECIAL = "=!(),<>";

        private final String query;
        private int position;

        Parser(String query) {
            this.query = query;
        }

        LabelSelector selector() {
            Map<String, String> labels = new LinkedHashMap<>();
            List<LabelSelector.Requirement> expressions = new ArrayList<>();
            skipSpace();
            while (!atEnd()) {
                requirement(labels, expressions);
                skipSpace();
                if (!atEnd()) {
                    expect(',');
                    skipSpace();
                    if (atEnd()) {
                        throw refused("a requirement is missing after the comma");
                    }
                }
            }
            return new LabelSelector(labels, expressions);
        }

        private void requirement(
                Map<String, String> labels, List<LabelSelector.Requirement> expressions) {
            if (accept("!")) {
                expressions.add(requirement(key(), "DoesNotExist", List.of()));
                return;
            }
            String key = key();
            skipSpace();
            if (atEnd() || query.charAt(position) == ',') {
                expressions.add(requirement(key, "Exists", List.of()));
            } else if (accept("!=")) {
                expressions.add(requirement(key, "NotIn", List.of(value())));
            } else if (accept("==") || accept("=")) {
                String value = value();
                if (labels.putIfAbsent(key, value) != null) {
                    expressions.add(requirement(key, "In", List.of(value)));
                }
            } else if (accept(">")) {
                expressions.add(requirement(key, "Gt", List.of(number())));
            } else if (accept("<")) {
                expressions.add(requirement(key, "Lt", List.of(number())));
            } else {
                expressions.add(requirement(key, set(), values()));
            }
        }

        private String set() {
            int start = position;
            String word = word();
            return switch (word) {
                case "in" -> "In";
                case "notin" -> "NotIn";
                default -> {
                    position = start;
                    throw refused("expected =, ==, !=, in, notin, < or >");
                }
            };
        }

        private List<String> values() {
            List<String> values = new ArrayList<>();
            skipSpace();
            expect('(');
            do {
                values.add(value());
                skipSpace();
            } while (accept(","));
            expect(')');
            return values;
        }

        private String key() {
            skipSpace();
            int start = position;
            String key = word();
            check(start, Names.labelKeyFaults(key), "\"%s\" is no label key".formatted(key));
            return key;
        }

        private String value() {
            skipSpace();
            int start = position;
            String value = word();
            check(
                    start,
                    Names.labelValueFaults(value),
                    "\"%s\" is no label value".formatted(value));
            return value;
        }

        private String number() {
            skipSpace();
            int start = position;
            String number = word();
            if (!number.matches("-?[0-9]{1,18}")) {
                position = start;
                throw refused("expected a whole number");
            }
            return number;
        }

        private void check(int start, List<String> faults, String what) {
            if (!faults.isEmpty()) {
                position = start;
                throw refused(what + ": " + faults.getFirst());
            }
        }

        private String word() {
            int start = position;
            while (!atEnd()
                    && SPECIAL.indexOf(query.charAt(position)) < 0
                    && !Character.isWhitespace(query.charAt(position))) {
                position++;
            }
            return query.substring(start, position);
        }

        private boolean accept(String token) {
            if (query.startsWith(token, position)) {
                position += token.length();
                return true;
            }
            return false;
        }

        private void expect(char c) {
            if (!accept(String.valueOf(c))) {
                throw refused("expected " + c);
            }
        }

        private void skipSpace() {
            while (!atEnd() && Character.isWhitespace(query.charAt(position))) {
                position++;
            }
        }

        private boolean atEnd() {
            return position >= query.length();
        }

        private ApiException refused(String why) {
            String found = atEnd() ? "the end" : "\"" + query.substring(position) + "\"";
            return ApiException.badRequest(
                    "label selector \"%s\", character %d, at %s: %s"
                            .formatted(query, position + 1, found, why));
        }

        private static LabelSelector.Requirement requirement(
                String key, String operator, List<String> values) {
            return new LabelSelector.Requirement(key, operator, values);
        }
    }
}

package dev.slipway.alert.api;

import com.linecorp.armeria.common.QueryParams;
import dev.slipway.alert.Matchers;
import dev.slipway.alert.dispatch.AlertStatus;
import dev.slipway.model.ApiException;
import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which alerts a request asks for. Immutable.
record AlertFilter(
        List<Matcher> matchers,
        boolean active,
        boolean silenced,
        boolean inhibited,
        boolean muted,
        @Nullable Matcher receiver) {
    AlertFilter {
        matchers = List.copyOf(matchers);
    }

    static AlertFilter of(QueryParams query) {
        return new AlertFilter(
                matchers(query),
                flag(query, "active"),
                flag(query, "silenced"),
                flag(query, "inhibited"),
                flag(query, "muted"),
                receiver(query));
    }

    static List<Matcher> matchers(QueryParams query) {
        List<Matcher> matchers = new ArrayList<>();
        for (String each : query.getAll("filter")) {
            try {
                matchers.addAll(Matchers.parse(each));
            } catch (IllegalArgumentException e) {
                throw ApiException.badRequest("bad matcher format: " + e.getMessage());
            }
        }
        return matchers;
    }

    boolean wantsReceiver(String name) {
        return receiver == null || receiver.matches(name);
    }

    boolean wants(Labels labels) {
        return Matchers.allMatch(matchers, labels);
    }

    boolean wants(AlertStatus status) {
        boolean hidden =
                (!active && !status.isSuppressed())
                        || (!silenced && !status.silencedBy().isEmpty())
                        || (!inhibited && !status.inhibitedBy().isEmpty())
                        || (!muted && !status.mutedBy().isEmpty());
        return !hidden && wants(status.alert().labels());
    }

    private static boolean flag(QueryParams query, String name) {
        String text = query.get(name, "true");
        return switch (text) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default ->
                    throw ApiException.badRequest(
                            "%s: \"%s\" (expected: true or false)".formatted(name, text));
        };
    }

    private static @Nullable Matcher receiver(QueryParams query) {
        String text = query.get("receiver", "");
        try {
            return text.isEmpty() ? null : Matcher.of(Matcher.Type.REGEX, "receiver", text);
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest("failed to parse receiver param: " + e.getMessage());
        }
    }
}

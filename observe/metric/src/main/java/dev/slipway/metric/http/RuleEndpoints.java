package dev.slipway.metric.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.rule.GroupView;
import dev.slipway.rule.GroupView.AlertView;
import dev.slipway.rule.GroupView.RuleView;
import dev.slipway.rule.Rule;
import dev.slipway.series.Labels;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// `/rules` and `/alerts`. Thread-safe.
final class RuleEndpoints {
    private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");
    private static final Set<String> FALSE = Set.of("", "0", "f", "F", "false", "FALSE", "False");

    private final Supplier<List<GroupView>> groups;
    private final UnaryOperator<String> canonical;

    /// @param canonical writes an expression as it is to be shown
    RuleEndpoints(Supplier<List<GroupView>> groups, UnaryOperator<String> canonical) {
        this.groups = groups;
        this.canonical = canonical;
    }

    void addTo(Routes routes) {
        routes.get("/api/v1/rules", this::rules);
        routes.get("/api/v1/alerts", this::alerts);
    }

    /// A part of all groups.
    ///
    /// @param next what the group after it is asked for with; null if there is none
    private record Page(List<Shown> groups, @Nullable String next) {}

    /// A group with those of its rules that were asked for.
    private record Shown(GroupView group, List<RuleView> rules) {}

    private Reply rules(Call call) {
        RuleFilter filter = RuleFilter.of(call.params());
        boolean withAlerts = !flag(call.params(), "exclude_alerts");
        Page page = page(call.params(), filter);
        return Reply.data(json -> {
            json.beginObject().key("groups").beginArray();
            page.groups().forEach(each -> group(each, withAlerts, json));
            json.endArray().memberIfAny("groupNextToken", page.next()).endObject();
        });
    }

    private Page page(Params params, RuleFilter filter) {
        int limit = groupLimit(params);
        String from = params.text("group_next_token");
        List<GroupView> all = new ArrayList<>(groups.get());
        all.sort(
                Comparator.comparing((GroupView each) -> each.group().file())
                        .thenComparing(each -> each.group().name()));
        List<Shown> shown = new ArrayList<>();
        boolean begun = from.isEmpty();
        for (GroupView each : all) {
            begun = begun || token(each).equals(from);
            if (!begun || !filter.takes(each)) {
                continue;
            }
            List<RuleView> rules = filter.rules(each);
            if (rules.isEmpty()) {
                continue;
            }
            if (shown.size() == limit) {
                return new Page(shown, token(each));
            }
            shown.add(new Shown(each, rules));
        }
        if (!begun) {
            throw CallException.badData(
                    "invalid group_next_token '" + from + "'. were rule groups changed?");
        }
        return new Page(shown, null);
    }

    private static int groupLimit(Params params) {
        String text = params.text("group_limit");
        if (text.isEmpty()) {
            if (params.has("group_next_token")) {
                throw CallException.invalid(
                        "group_limit",
                        "group_limit needs to be set in order to paginate over the groups");
            }
            return Integer.MAX_VALUE;
        }
        int limit = Params.whole("group_limit", text);
        if (limit < 1) {
            throw CallException.invalid("group_limit", "group_limit should be greater than 0");
        }
        return limit;
    }

    private static boolean flag(Params params, String name) {
        String text = params.text(name);
        if (!TRUE.contains(text) && !FALSE.contains(text)) {
            throw CallException.invalid(name, "\"" + text + "\" is no boolean");
        }
        return TRUE.contains(text);
    }

    /// Tells a group from all others, and nothing else.
    private static String token(GroupView group) {
        try {
            byte[] key = (group.group().file() + ";" + group.group().name()).getBytes(UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(key));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-1", e);
        }
    }

    private void group(Shown shown, boolean withAlerts, JsonWriter json) {
        GroupView view = shown.group();
        json.beginObject().member("name", view.group().name()).member("file", view.group().file());
        json.key("rules").beginArray();
        shown.rules().forEach(each -> rule(each, withAlerts, json));
        json.endArray().key("interval").number(Times.seconds(view.interval()));
        json.member("limit", view.group().limit());
        json.key("evaluationTime").number(Times.seconds(view.lastTook()));
        json.member("lastEvaluation", Times.text(view.lastEvaluation())).endObject();
    }

    private void rule(RuleView view, boolean withAlerts, JsonWriter json) {
        json.beginObject();
        switch (view.rule()) {
            case Rule.Alerting alerting -> alerting(view, alerting, withAlerts, json);
            case Rule.Recording recording -> {
                json.member("name", recording.name());
                json.member("query", canonical.apply(recording.expression()));
                if (!recording.labels().isEmpty()) {
                    json.key("labels").labels(Labels.of(recording.labels()));
                }
            }
        }
        json.member("health", health(view.health()));
        json.memberIfAny("lastError", view.lastError().isEmpty() ? null : view.lastError());
        json.key("evaluationTime").number(Times.seconds(view.lastTook()));
        json.member("lastEvaluation", Times.text(view.lastEvaluation()));
        boolean alerting = view.rule() instanceof Rule.Alerting;
        json.member("type", alerting ? "alerting" : "recording").endObject();
    }

    private void alerting(RuleView view, Rule.Alerting rule, boolean withAlerts, JsonWriter json) {
        json.member("state", view.state().text()).member("name", rule.name());
        json.member("query", canonical.apply(rule.expression()));
        json.key("duration").number(Times.seconds(rule.hold()));
        json.key("keepFiringFor").number(Times.seconds(rule.keepFiring()));
        json.key("labels");
        texts(rule.labels(), json);
        json.key("annotations");
        texts(rule.annotations(), json);
        json.key("alerts");
        if (withAlerts) {
            json.beginArray();
            view.alerts().forEach(each -> alert(each, json));
            json.endArray();
        } else {
            json.nothing();
        }
    }

    private static void texts(Map<String, String> texts, JsonWriter json) {
        json.labels(Labels.of(texts));
    }

    private static String health(GroupView.Health health) {
        return switch (health) {
            case UNKNOWN -> "unknown";
            case OK -> "ok";
            case BAD -> "err";
        };
    }

    private Reply alerts(Call call) {
        List<GroupView> all = groups.get();
        return Reply.data(json -> {
            json.beginObject().key("alerts").beginArray();
            for (GroupView group : all) {
                for (RuleView rule : group.rules()) {
                    rule.alerts().forEach(each -> alert(each, json));
                }
            }
            json.endArray().endObject();
        });
    }

    private static void alert(AlertView alert, JsonWriter json) {
        json.beginObject().key("labels").labels(alert.labels());
        json.key("annotations").labels(alert.annotations());
        json.member("state", alert.state().text());
        json.member("activeAt", Times.text(alert.activeAt()));
        if (alert.keepFiringSince() != null) {
            json.member("keepFiringSince", Times.text(alert.keepFiringSince()));
        }
        json.member("value", DoubleText.scientific(alert.value())).endObject();
    }
}

package dev.slipway.alert.config;

import dev.slipway.alert.config.AlertConfig.Receiver;
import dev.slipway.alert.config.AlertConfig.TemplateFiles;
import dev.slipway.alert.config.Integration.Chat;
import dev.slipway.alert.config.Route.Grouping;
import dev.slipway.alert.config.Route.Timing;
import dev.slipway.series.Matcher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/// One reading of one file. Used by one thread.
final class AlertConfigReader {
    private static final Set<String> UNSUPPORTED =
            Set.of(
                    "pushover",
                    "victorops",
                    "wechat",
                    "sns",
                    "webex",
                    "jira",
                    "jsm",
                    "signl4",
                    "rocketchat",
                    "mattermost",
                    "incidentio");

    private final String text;
    private final String source;
    private final Findings findings;

    AlertConfigReader(String text, String source, Path folder) {
        this.text = text;
        this.source = source;
        this.findings = new Findings(source, folder);
    }

    AlertConfig read() {
        Node root = YamlNodes.read(text, source);
        if (root == null) {
            throw new AlertConfigException(
                    List.of(
                            new Diagnostic(
                                    Diagnostic.Severity.ERROR,
                                    source,
                                    "found an empty file, expected `route` and `receivers`")));
        }
        AlertConfig config = read(new Fields(root, "the file", findings));
        if (findings.hasErrors()) {
            throw new AlertConfigException(findings.diagnostics());
        }
        return config;
    }

    private AlertConfig read(Fields fields) {
        Globals globals = Globals.read(fields.object("global"), fields);
        Map<String, Receiver> receivers = receivers(fields, new IntegrationReader(globals));
        Map<String, TimeInterval> intervals = new LinkedHashMap<>();
        addIntervals(fields, "mute_time_intervals", intervals);
        addIntervals(fields, "time_intervals", intervals);
        Route route = route(fields, receivers.keySet(), intervals.keySet());
        List<InhibitRule> rules = new ArrayList<>();
        for (Fields rule : fields.objects("inhibit_rules")) {
            rules.add(inhibitRule(rule));
        }
        List<TemplateFiles> templates = new ArrayList<>();
        for (Node each : fields.elements("templates")) {
            templates.add(templateFiles(each));
        }
        fields.ignore("tracing");
        fields.end();
        return new AlertConfig(
                globals.resolveTimeout(),
                route,
                rules,
                receivers,
                intervals,
                templates,
                Redaction.of(text, findings.secrets()),
                findings.diagnostics());
    }

    private Route route(Fields fields, Set<String> receivers, Set<String> intervals) {
        Fields root = fields.object("route");
        if (root == null) {
            fields.error("route", "found nothing, expected the root of the route tree");
            return new Route(
                    "{}",
                    "",
                    new Grouping(false, List.of()),
                    new Timing(Duration.ZERO, Duration.ZERO, Duration.ZERO),
                    List.of(),
                    false,
                    List.of(),
                    List.of(),
                    List.of());
        }
        return new RouteReader(receivers, intervals).readRoot(root);
    }

    private Map<String, Receiver> receivers(Fields fields, IntegrationReader reader) {
        Map<String, Receiver> receivers = new LinkedHashMap<>();
        for (Fields each : fields.objects("receivers")) {
            String name = each.text("name", "");
            if (name.isEmpty()) {
                each.error("name", "found nothing, expected the receiver's name");
            }
            Receiver receiver = new Receiver(name, integrations(each, reader));
            each.end();
            if (receivers.put(name, receiver) != null) {
                each.error("name", "there are two receivers of the name `%s`".formatted(name));
            }
        }
        return receivers;
    }

    private static List<Integration> integrations(Fields fields, IntegrationReader reader) {
        List<Integration> found = new ArrayList<>();
        add(found, fields, "webhook", reader::webhook);
        add(found, fields, "email", reader::email);
        add(found, fields, "pagerduty", reader::pagerDuty);
        add(found, fields, "opsgenie", reader::opsgenie);
        add(found, fields, "slack", reader::slack);
        for (Chat.Service service : Chat.Service.values()) {
            add(found, fields, service.text(), each -> reader.chat(each, service));
        }
        for (String kind : UNSUPPORTED.stream().sorted().toList()) {
            add(found, fields, kind, each -> reader.unsupported(each, kind));
        }
        return found;
    }

    private static void add(
            List<Integration> found,
            Fields fields,
            String kind,
            Function<Fields, ? extends Integration> reader) {
        for (Fields each : fields.objects(kind + "_configs")) {
            found.add(reader.apply(each));
        }
    }

    private static void addIntervals(
            Fields fields, String field, Map<String, TimeInterval> intervals) {
        for (Fields each : fields.objects(field)) {
            TimeInterval interval = TimeIntervalReader.read(each);
            if (intervals.put(interval.name(), interval) != null) {
                each.error(
                        "name",
                        "there are two intervals of the name `%s`".formatted(interval.name()));
            }
        }
    }

    private static InhibitRule inhibitRule(Fields fields) {
        InhibitRule rule =
                new InhibitRule(
                        matchers(fields, "source"),
                        matchers(fields, "target"),
                        fields.texts("equal"));
        fields.ignore("name");
        fields.end();
        return rule;
    }

    private static List<Matcher> matchers(Fields fields, String side) {
        List<Matcher> matchers = new ArrayList<>();
        matchers.addAll(fields.matcherMap(side + "_match", Matcher.Type.EQUAL));
        matchers.addAll(fields.matcherMap(side + "_match_re", Matcher.Type.REGEX));
        matchers.addAll(fields.matchers(side + "_matchers"));
        return matchers;
    }

    private @Nullable TemplateFiles files(String path, Node node) {
        int slash = path.lastIndexOf('/');
        Path folder = findings.resolve(slash < 0 ? "" : path.substring(0, Math.max(slash, 1)));
        String pattern = path.substring(slash + 1);
        return pattern.isEmpty() ? null : new TemplateFiles(folder, pattern, findings.place(node));
    }

    private TemplateFiles templateFiles(Node node) {
        TemplateFiles found =
                node instanceof ScalarNode scalar ? files(scalar.getValue(), node) : null;
        if (found == null) {
            findings.error(
                    node,
                    "`templates`: found %s, expected the path of template files"
                            .formatted(Fields.kind(node)));
            return new TemplateFiles(findings.resolve(""), "none", findings.place(node));
        }
        return found;
    }
}

package dev.slipway.promql;

import dev.slipway.promql.Evaluator.Place;
import dev.slipway.promql.syntax.Expr;
import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// `info`: adds to each series the labels of info metrics, `target_info` unless said otherwise, of
/// the same instance and job. Of several series of one info metric the newest sample counts. For
/// one thread.
final class InfoFunction {
    private static final List<String> IDENTIFYING = List.of("instance", "job");
    private static final Matcher DEFAULT_METRIC = Matcher.equal(Labels.METRIC_NAME, "target_info");

    private final Query query;
    private final List<Matcher> ofMetric;

    /// Conditions on the labels that are to be added; only those are, if there are any.
    private final List<Matcher> ofLabels;

    private final Set<String> wanted;

    /// @param conditions as the second argument has them
    InfoFunction(Query query, List<Matcher> conditions) {
        this.query = query;
        List<Matcher> metric = new ArrayList<>();
        List<Matcher> labels = new ArrayList<>();
        Set<String> names = new TreeSet<>();
        for (Matcher condition : conditions) {
            if (condition.name().equals(Labels.METRIC_NAME)) {
                metric.add(condition);
            } else {
                labels.add(condition);
                names.add(condition.name());
            }
        }
        ofMetric = metric.isEmpty() ? List.of(DEFAULT_METRIC) : metric;
        ofLabels = labels;
        wanted = names;
    }

    /// A series of an info metric, with the times of its samples in seconds.
    private record Partner(Row row, Row times) {}

    /// @param shift when the series that are asked about are looked up
    Rows enrich(Rows rows, Plan.Shift shift, Place place) {
        Map<Labels, List<Partner>> infos = byIdentity(shift, place);
        Map<Labels, Row> results = new LinkedHashMap<>();
        List<Row> all = new ArrayList<>();
        for (Row row : rows.rows()) {
            query.budget().check();
            Labels identity = row.labels().keeping(IDENTIFYING);
            if (isInfo(row.labels())) {
                all.add(row);
                continue;
            }
            List<Partner> partners =
                    identity.isEmpty() ? List.of() : infos.getOrDefault(identity, List.of());
            enrich(row, partners, results);
        }
        all.addAll(results.values());
        return new Rows(all).merged();
    }

    private void enrich(Row row, List<Partner> partners, Map<Labels, Row> results) {
        List<@Nullable Partner> present = new ArrayList<>();
        Labels labels = null;
        for (int step = 0; step < row.steps(); step++) {
            if (!row.has(step)) {
                continue;
            }
            List<@Nullable Partner> now = present(partners, step);
            if (labels == null || !now.equals(present)) {
                labels = labels(row.labels(), now);
                present = now;
            }
            if (isComplete(now)) {
                results.computeIfAbsent(
                                labels, each -> new Row(each, row.isNameless(), row.steps()))
                        .copy(step, row, step);
            }
        }
    }

    /// One for each info metric.
    private List<@Nullable Partner> present(List<Partner> partners, int step) {
        if (partners.isEmpty()) {
            return List.of();
        }
        Map<String, Partner> newest = new LinkedHashMap<>();
        for (Partner info : partners) {
            if (!info.row.has(step)) {
                continue;
            }
            String metric = info.row.labels().metricName();
            Partner other = newest.get(metric);
            if (other == null || other.times.value(step) < info.times.value(step)) {
                newest.put(metric, info);
            } else if (other.times.value(step) == info.times.value(step)) {
                throw duplicate(other, info, step);
            }
        }
        return new ArrayList<>(newest.values());
    }

    private static QueryException duplicate(Partner first, Partner second, int step) {
        return QueryException.execution(
                "found duplicate series for info metric: existing %s @ %d, new %s @ %d"
                        .formatted(
                                Choice.text(first.row.labels()),
                                Math.round(first.times.value(step) * 1_000),
                                Choice.text(second.row.labels()),
                                Math.round(second.times.value(step) * 1_000)));
    }

    private Labels labels(Labels base, List<@Nullable Partner> infos) {
        Map<String, String> added = new HashMap<>();
        for (Partner info : infos) {
            Labels labels = info == null ? Labels.EMPTY : info.row.labels();
            for (int i = 0; i < labels.size(); i++) {
                String name = labels.name(i);
                boolean data = !name.equals(Labels.METRIC_NAME) && !IDENTIFYING.contains(name);
                if (!data || base.has(name) || !(wanted.isEmpty() || wanted.contains(name))) {
                    continue;
                }
                String other = added.putIfAbsent(name, labels.value(i));
                if (other != null && !other.equals(labels.value(i))) {
                    throw QueryException.execution("conflicting label: " + name);
                }
            }
        }
        Labels.Builder builder = base.toBuilder();
        added.forEach(builder::set);
        return builder.build();
    }

    /// Whether a sample stays: what must have a value has one in an info metric.
    private boolean isComplete(List<@Nullable Partner> infos) {
        return !infos.isEmpty() || ofLabels.stream().allMatch(Matcher::matchesEmpty);
    }

    private boolean isInfo(Labels labels) {
        return ofMetric.stream().allMatch(each -> each.matches(labels));
    }

    private Map<Labels, List<Partner>> byIdentity(Plan.Shift shift, Place place) {
        Set<Matcher> matchers = new LinkedHashSet<>(ofMetric);
        matchers.addAll(ofLabels);
        Plan.Select select = new Plan.Select(0, List.copyOf(matchers), shift, Expr.Edges.SAMPLED);
        Map<Labels, Row> times = new HashMap<>();
        for (Row row : read(select, place, true).rows()) {
            times.put(row.labels(), row);
        }
        Map<Labels, List<Partner>> infos = new HashMap<>();
        for (Row row : read(select, place, false).rows()) {
            if (row.hasHistograms()) {
                throw QueryException.execution(
                        "this should be an info metric, with float samples: "
                                + Choice.text(row.labels()));
            }
            Row when = times.get(row.labels());
            if (when != null) {
                infos.computeIfAbsent(row.labels().keeping(IDENTIFYING), each -> new ArrayList<>())
                        .add(new Partner(row, when));
            }
        }
        return infos;
    }

    private Rows read(Plan.Select select, Place place, boolean times) {
        return new SelectorReader(query).instant(select, place.steps(), false, times);
    }
}

package dev.slipway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeSet;

/// What the Prometheus API answered to a query.
record QueryAnswer(String type, JsonNode result) {
    static QueryAnswer of(JsonNode data) {
        return new QueryAnswer(data.path("resultType").asText(), data.path("result"));
    }

    /// A column for each label, and the value.
    String table() {
        if (type.equals("scalar") || type.equals("string")) {
            return result.path(1).asText() + "\n";
        }
        if (result.isEmpty()) {
            return "Nothing matches.\n";
        }
        TreeSet<String> names = new TreeSet<>();
        result.forEach(each -> each.path("metric").fieldNames().forEachRemaining(names::add));
        List<String> headings = new ArrayList<>();
        boolean named = names.remove("__name__");
        if (named) {
            headings.add("metric");
        }
        headings.addAll(names);
        headings.add("value");
        Table table = new Table(headings);
        for (JsonNode each : result) {
            List<String> cells = new ArrayList<>();
            if (named) {
                cells.add(each.path("metric").path("__name__").asText());
            }
            names.forEach(name -> cells.add(each.path("metric").path(name).asText()));
            cells.add(value(each));
            table.add(cells);
        }
        return table.toString();
    }

    private static String value(JsonNode series) {
        if (series.has("values")) {
            StringJoiner values = new StringJoiner(" ");
            series.path("values").forEach(pair -> values.add(pair.path(1).asText()));
            return values.toString();
        }
        if (series.has("histogram")) {
            JsonNode histogram = series.path("histogram").path(1);
            return "count "
                    + histogram.path("count").asText()
                    + ", sum "
                    + histogram.path("sum").asText();
        }
        return series.path("value").path(1).asText();
    }

    /// The series of a range; of histograms the count of observations.
    List<LineChart.Line> lines() {
        List<LineChart.Line> lines = new ArrayList<>();
        for (JsonNode each : result) {
            List<LineChart.Point> points = new ArrayList<>();
            for (JsonNode pair : each.path("values")) {
                points.add(
                        new LineChart.Point(
                                pair.path(0).asDouble(), number(pair.path(1).asText())));
            }
            for (JsonNode pair : each.path("histograms")) {
                points.add(
                        new LineChart.Point(
                                pair.path(0).asDouble(),
                                number(pair.path(1).path("count").asText())));
            }
            lines.add(new LineChart.Line(name(each.path("metric")), points));
        }
        return lines;
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private static String name(JsonNode metric) {
        StringJoiner labels = new StringJoiner(", ", "{", "}");
        labels.setEmptyValue("");
        for (Map.Entry<String, JsonNode> field : metric.properties()) {
            if (!field.getKey().equals("__name__")) {
                labels.add(field.getKey() + "=\"" + field.getValue().asText() + "\"");
            }
        }
        String name = metric.path("__name__").asText() + labels;
        return name.isEmpty() ? "value" : name;
    }
}

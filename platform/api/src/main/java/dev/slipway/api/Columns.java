package dev.slipway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.model.Ages;
import dev.slipway.model.Json;
import dev.slipway.model.LabelSelector;
import dev.slipway.model.LabelSelectors;
import java.util.ArrayList;
import java.util.List;

/// Columns that many kinds share, and what cells are made of.
final class Columns {
    static final String NONE = "<none>";

    static final Column NAME =
            new Column(
                    "Name",
                    "string",
                    0,
                    "The name of the object, unique among those of its kind and namespace.",
                    (object, now) -> object.path("metadata").path("name").asText(""));

    static final Column AGE =
            new Column(
                    "Age",
                    "string",
                    0,
                    "The time since the object was created.",
                    (object, now) -> Ages.since(object.at("/metadata/creationTimestamp"), now));

    static final Column CREATED_AT =
            new Column(
                    "Created At",
                    "date",
                    0,
                    "The time at which the object was created.",
                    (object, now) -> object.at("/metadata/creationTimestamp").asText(""));

    static final List<Column> NAME_AND_AGE = List.of(NAME, AGE);

    private Columns() {}

    static Column text(String name, String description, Column.Cell cell) {
        return new Column(name, "string", 0, description, cell);
    }

    static Column wide(String name, String description, Column.Cell cell) {
        return new Column(name, "string", 1, description, cell);
    }

    static Column number(String name, String description, Column.Cell cell) {
        return new Column(name, "integer", 0, description, cell);
    }

    /// The number at a JSON pointer, 0 if there is none.
    static Column.Cell numberAt(String pointer) {
        return new FieldCell(pointer, 0L);
    }

    /// The text at a JSON pointer.
    static Column.Cell textAt(String pointer) {
        return new FieldCell(pointer, "");
    }

    static Column.Cell textOrNoneAt(String pointer) {
        return new FieldCell(pointer, NONE);
    }

    static String orNone(String text) {
        return text.isEmpty() ? NONE : text;
    }

    /// `a=b,c=d` of a map of labels.
    static String labels(JsonNode labels) {
        List<String> parts = new ArrayList<>();
        labels.properties()
                .forEach(label -> parts.add(label.getKey() + "=" + label.getValue().asText("")));
        return orNone(String.join(",", parts));
    }

    static String selector(JsonNode selector) {
        if (!(selector instanceof ObjectNode)) {
            return NONE;
        }
        return orNone(LabelSelectors.query(Json.convert(selector, LabelSelector.class)));
    }

    /// One field of each element of a list, joined.
    static String joined(JsonNode list, String field) {
        List<String> parts = new ArrayList<>();
        list.forEach(element -> parts.add(Trees.text(element, field)));
        return String.join(",", parts);
    }

    /// The containers, images and selector of a workload, in wide tables.
    static List<Column> template() {
        return List.of(
                wide(
                        "Containers",
                        "Names of the containers in the template.",
                        (object, now) ->
                                joined(object.at("/spec/template/spec/containers"), "name")),
                wide(
                        "Images",
                        "Images of the containers in the template.",
                        (object, now) ->
                                joined(object.at("/spec/template/spec/containers"), "image")),
                wide(
                        "Selector",
                        "Label selector of the pods.",
                        (object, now) -> selector(object.at("/spec/selector"))));
    }

    static List<Column> concat(List<Column> first, List<Column> rest) {
        List<Column> all = new ArrayList<>(first);
        all.addAll(rest);
        return List.copyOf(all);
    }
}

package dev.slipway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/// A column of a kind's table. `type` is `string`, `integer`, `number`, `boolean` or `date`;
/// `priority` 0 is shown always, greater ones in wide tables only.
public record Column(String name, String type, int priority, String description, Cell cell) {

    /// Computes what stands in the column: a string, number or boolean.
    @FunctionalInterface
    public interface Cell {
        Object value(ObjectNode object, Instant now);
    }

    /// `name` for tables of kinds with a `name` format.
    public String format() {
        return name.equals("Name") ? "name" : "";
    }
}

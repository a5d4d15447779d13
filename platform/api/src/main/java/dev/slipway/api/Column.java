package dev.slipway.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A column of a kind's table. `type` is `string`, `integer`, `number`, `boolean` or `date`;
/// `priority` 0 is shown always, greater ones in wide tables only.
public record Column(String name, String type, int priority, String description, Cell cell) {

    /// Computes what stands in the column: a string, number or boolean.
    @FunctionalInterface
    public interface Cell {
        Object value(ObjectNode object, Instant now);
    }

    /// The JSON pointer of the one field that the column shows as it is; null if it computes what
    /// it shows.
    public @Nullable String field() {
        return cell instanceof FieldCell shown ? shown.pointer() : null;
    }

    /// `name` for tables of kinds with a `name` format.
    public String format() {
        return name.equals("Name") ? "name" : "";
    }
}

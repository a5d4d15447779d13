package dev.slipway.model;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Chooses objects by the values of some of their fields; all requirements must hold. Which fields
/// may be asked for is the business of each kind.
public record FieldSelector(List<Requirement> requirements) {

    /// The field at `path` has, or has not, that value; a field not there is the empty text.
    public record Requirement(String path, boolean equal, String value) {}

    public FieldSelector {
        requirements = List.copyOf(requirements);
    }

    public static FieldSelector everything() {
        return new FieldSelector(List.of());
    }

    /// `fields` gives the value at a path, or null.
    public boolean matches(Function<String, @Nullable String> fields) {
        for (Requirement requirement : requirements) {
            String found = fields.apply(requirement.path);
            boolean same = requirement.value.equals(found == null ? "" : found);
            if (same != requirement.equal) {
                return false;
            }
        }
        return true;
    }
}

package dev.slipway.terraform.engine;

import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.state.address.InstanceAddress;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Configuration that was written for objects to be imported, and what went wrong with others.
public record GeneratedOutcome(
        SortedMap<InstanceAddress, Generated> texts, List<Diagnostic> diagnostics) {
    /// A `resource` block, and by which id the object is imported.
    public record Generated(String id, String text) {}

    public GeneratedOutcome {
        texts = new TreeMap<>(texts);
        diagnostics = List.copyOf(diagnostics);
    }

    /// All of it as a file.
    public String file() {
        StringBuilder file = new StringBuilder();
        file.append(
                """
                # __generated__ by Slipway
                # Look through it, and move it to where it belongs in your configuration.
                """);
        for (Map.Entry<InstanceAddress, Generated> each : texts.entrySet()) {
            file.append("\n# __generated__ by Slipway from \"")
                    .append(each.getValue().id().replaceAll("[\\p{Cntrl}\"]", "?"))
                    .append("\"\n")
                    .append(each.getValue().text())
                    .append('\n');
        }
        return file.toString();
    }
}

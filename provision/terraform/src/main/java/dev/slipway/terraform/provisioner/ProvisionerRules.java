package dev.slipway.terraform.provisioner;

import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a schema cannot say of provisioners. Stateless.
public final class ProvisionerRules {
    private ProvisionerRules() {}

    /// `config` is an object as the type's schema describes it.
    public static void check(
            String type, Value config, SourceRange range, Diagnostics diagnostics) {
        Settings settings = Settings.of(config);
        switch (type) {
            case "remote-exec" -> {
                if (written(settings, "inline", "script", "scripts") != 1) {
                    diagnostics.error(
                            "Invalid remote-exec provisioner configuration",
                            "Only one of \"inline\", \"script\", or \"scripts\" must be set",
                            range);
                }
            }
            case "file" -> {
                int count = written(settings, "source", "content");
                if (count == 0) {
                    diagnostics.error("Must provide one of 'source' or 'content'", "", range);
                } else if (count == 2) {
                    diagnostics.error("Cannot set both 'source' and 'content'", "", range);
                }
            }
            default -> {}
        }
    }

    private static int written(Settings settings, String... names) {
        return (int) List.of(names).stream().filter(each -> !isNull(settings.value(each))).count();
    }

    private static boolean isNull(Value value) {
        return value.isKnown() && value.isNull();
    }

    /// What is wrong with a type of connection, if anything.
    public static @Nullable String connectionProblem(String type) {
        return switch (type) {
            case "", "ssh" -> null;
            case "winrm" ->
                    "connection type 'winrm' is not supported (expected: ssh, which Windows has as"
                            + " an optional feature; with target_platform = \"windows\")";
            default -> "connection type '" + type + "' not supported (expected: ssh)";
        };
    }
}

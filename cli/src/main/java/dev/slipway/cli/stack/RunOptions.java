package dev.slipway.cli.stack;

import dev.slipway.hcl.value.Value;
import dev.slipway.state.address.AddressException;
import dev.slipway.state.address.Addresses;
import dev.slipway.state.address.Target;
import dev.slipway.terraform.config.VariableValues.Given;
import dev.slipway.terraform.engine.PlanOptions;
import dev.slipway.terraform.plan.Plan;
import dev.slipway.terraform.view.ViewOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that all commands have that plan.
final class RunOptions {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,6})(ms|s|m|h)?");

    /// Variables and files in the order they are given.
    private final List<Given> given = new ArrayList<>();

    @Option(names = "-destroy", description = "Plan to destroy everything.")
    private boolean destroy;

    @Option(names = "-refresh-only", description = "Only take over what others changed.")
    private boolean refreshOnly;

    @Option(
            names = "-refresh",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "true",
            description = "Read all objects anew first (default true).")
    private boolean refresh;

    @Option(names = "-replace", description = "Replace this instance.")
    private List<String> replace = new ArrayList<>();

    @Option(names = "-target", description = "Only this, and what it needs.")
    private List<String> targets = new ArrayList<>();

    @Option(names = "-exclude", description = "All but this, and what needs it.")
    private List<String> excludes = new ArrayList<>();

    @Option(
            names = "-parallelism",
            defaultValue = "10",
            description = "Calls to providers at once (default 10).")
    private int parallelism;

    @Option(
            names = "-lock",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "true",
            description = "Lock the state (default true).")
    private boolean lock;

    @Option(
            names = "-lock-timeout",
            defaultValue = "0s",
            description = "How long to wait for the lock, such as 30s.")
    private String lockTimeout = "0s";

    @Option(
            names = "-input",
            arity = "0..1",
            fallbackValue = "true",
            defaultValue = "true",
            description = "Ask questions (default true).")
    private boolean input;

    @Option(names = "-compact-warnings", description = "Show warnings in short.")
    private boolean compactWarnings;

    @Option(names = "-concise", description = "Show one of changes that are alike.")
    private boolean concise;

    @Option(names = "-no-color", description = "No colours.")
    private boolean noColour;

    @Option(names = "-json", description = "Print a line of JSON for everything that happens.")
    private boolean json;

    // picocli looks at it.
    @SuppressWarnings("UnusedVariable")
    @Option(names = "-help", usageHelp = true, description = "Show this help.")
    private boolean help;

    // Called by picocli, as is the next.
    @SuppressWarnings("UnusedMethod")
    @Option(names = "-var", description = "NAME=VALUE: the value of a variable.")
    private void variable(List<String> all) {
        // Called with an empty list before the first option, and after each with those so far.
        if (all.isEmpty()) {
            return;
        }
        String text = all.getLast();
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw new MistakeException(
                    "Invalid -var option", "\"" + text + "\" (expected: -var NAME=VALUE).");
        }
        given.add(new Given.Text(text.substring(0, equals).strip(), text.substring(equals + 1)));
    }

    @SuppressWarnings("UnusedMethod")
    @Option(names = "-var-file", description = "A file with values of variables.")
    private void file(List<String> all) {
        if (!all.isEmpty()) {
            given.add(new Given.File(all.getLast()));
        }
    }

    void destroyEverything() {
        destroy = true;
    }

    void onlyRefresh() {
        refreshOnly = true;
    }

    List<Given> given() {
        return List.copyOf(given);
    }

    /// Whether anything was asked for that only planning can do.
    boolean plans() {
        return destroy
                || refreshOnly
                || !refresh
                || !replace.isEmpty()
                || !targets.isEmpty()
                || !excludes.isEmpty();
    }

    int parallelism() {
        return parallelism;
    }

    boolean json() {
        return json;
    }

    boolean mayAsk() {
        return input && !json;
    }

    boolean compactWarnings() {
        return compactWarnings;
    }

    /// Null: without a lock.
    @Nullable Duration lockWait() {
        if (!lock) {
            return null;
        }
        Matcher form = DURATION.matcher(lockTimeout);
        if (!form.matches()) {
            throw new MistakeException(
                    "Invalid -lock-timeout option",
                    "\"" + lockTimeout + "\" (expected: a time such as 30s or 5m).");
        }
        long count = Long.parseLong(form.group(1));
        return switch (form.group(2) == null ? "s" : form.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofSeconds(count);
        };
    }

    ViewOptions view(Shell shell) {
        return new ViewOptions(
                shell.colour(noColour),
                shell.terminal() ? 100 : 78,
                concise ? ViewOptions.Grouping.ALWAYS : ViewOptions.Grouping.MANY);
    }

    PlanOptions plan(Map<String, Value> variables, String workspace, Instant now) {
        if (destroy && refreshOnly) {
            throw new MistakeException(
                    "Incompatible plan mode options",
                    "-destroy and -refresh-only cannot be used together.");
        }
        Plan.Mode mode =
                destroy
                        ? Plan.Mode.DESTROY
                        : refreshOnly ? Plan.Mode.REFRESH_ONLY : Plan.Mode.NORMAL;
        return new PlanOptions(
                mode,
                refresh,
                targets(targets),
                targets(excludes),
                targets(replace),
                variables,
                workspace,
                now,
                parallelism);
    }

    private static List<Target> targets(List<String> texts) {
        List<Target> targets = new ArrayList<>();
        for (String text : texts) {
            try {
                targets.add(Addresses.target(text));
            } catch (AddressException e) {
                throw new MistakeException("Invalid address", String.valueOf(e.getMessage()));
            }
        }
        return targets;
    }
}

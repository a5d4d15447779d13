package dev.slipway.terraform.test;

import dev.slipway.hcl.eval.Reference;
import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.Diagnostic.Severity;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.value.BigFloat;
import dev.slipway.hcl.value.Value;
import dev.slipway.state.CheckResult;
import dev.slipway.terraform.config.Condition;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.config.Module;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Takes out of the diagnostics of a run those that say that something expected to fail did, and
/// tells what did not. Where nobody expects it, a `check` that fails is an error in a test. Belongs
/// to one thread.
final class ExpectedFailures {
    private final List<Reference> expected;
    private final Map<SourceRange, String> owners = new HashMap<>();
    private final Set<SourceRange> checks = new HashSet<>();
    private final Set<String> seen = new TreeSet<>();
    private final Set<String> wholly = new TreeSet<>();

    ExpectedFailures(List<Reference> expected, ConfigTree config) {
        this.expected = expected;
        own(config.module());
        checksOf(config);
    }

    private void own(Module module) {
        // What is wrong with the value of a variable is told where the variable is declared.
        module.variables().forEach((name, each) -> owners.put(each.range(), "var." + name));
        module.outputs().forEach((name, each) -> own("output." + name, each.preconditions()));
        module.checks().forEach((name, each) -> own("check." + name, each.assertions()));
        module.resources()
                .forEach((address, each) -> {
                    own(address.toString(), each.lifecycle().preconditions());
                    own(address.toString(), each.lifecycle().postconditions());
                });
    }

    private void own(String name, List<Condition> conditions) {
        conditions.forEach(each -> owners.put(each.condition().range(), name));
    }

    private void checksOf(ConfigTree tree) {
        tree.module().checks().values().stream()
                .flatMap(each -> each.assertions().stream())
                .forEach(each -> checks.add(each.condition().range()));
        tree.children().values().forEach(this::checksOf);
    }

    /// What is left to be told of what a plan, or the applying of it, said; with checks that fail
    /// as errors.
    List<Diagnostic> unexpected(List<Diagnostic> said, List<CheckResult> results) {
        return others(said, results).stream()
                .map(each -> isCheck(each) ? asError(each) : each)
                .toList();
    }

    /// The same, but with checks that fail as warnings, since they may hold later.
    List<Diagnostic> others(List<Diagnostic> said, List<CheckResult> results) {
        look(results);
        return said.stream()
                .filter(each ->
                        !((isCheck(each) || each.severity() == Severity.ERROR)
                                && isExpected(each.subject())))
                .toList();
    }

    private boolean isCheck(Diagnostic diagnostic) {
        SourceRange place = diagnostic.subject();
        return place != null && checks.contains(place);
    }

    private static Diagnostic asError(Diagnostic diagnostic) {
        return new Diagnostic(
                Severity.ERROR,
                diagnostic.summary(),
                diagnostic.detail(),
                diagnostic.subject(),
                diagnostic.address(),
                diagnostic.notes());
    }

    /// Which objects fail only as they are expected to: as a whole, or each instance of them.
    private void look(List<CheckResult> results) {
        wholly.clear();
        for (CheckResult each : results) {
            boolean all = isNamed(each.configAddress());
            boolean others = false;
            for (CheckResult.Instance instance : each.instances()) {
                if (instance.status() == CheckResult.Status.PASS) {
                    continue;
                }
                if (all || isNamed(instance.address())) {
                    seen.add(instance.address());
                    seen.add(each.configAddress());
                } else {
                    others = true;
                }
            }
            if (seen.contains(each.configAddress()) && !others) {
                wholly.add(each.configAddress());
            }
        }
    }

    private boolean isExpected(@Nullable SourceRange place) {
        String owner = place == null ? null : owners.get(place);
        return owner != null && wholly.contains(owner);
    }

    private boolean isNamed(String address) {
        return expected.stream().anyMatch(each -> name(each).equals(address));
    }

    /// The address that a reference is.
    private static String name(Reference reference) {
        StringBuilder name = new StringBuilder(reference.root());
        for (Reference.Step step : reference.steps()) {
            boolean isKey = step.range().text().startsWith("[");
            switch (step.key()) {
                case Value.Text(String text) when isKey ->
                        name.append("[\"").append(text).append("\"]");
                case Value.Text(String text) -> name.append('.').append(text);
                case Value.Numeric(BigFloat number) -> name.append('[').append(number).append(']');
                default -> {
                    // There are no others.
                }
            }
        }
        return name.toString();
    }

    /// What was expected to fail and did not.
    List<Diagnostic> missing() {
        List<Diagnostic> missing = new ArrayList<>();
        for (Reference each : expected) {
            if (!seen.contains(name(each))) {
                missing.add(
                        Diagnostic.error(
                                "Missing expected failure",
                                "The checkable object, "
                                        + name(each)
                                        + ", was expected to report an error but did not.",
                                each.range()));
            }
        }
        return missing;
    }

    /// What of the expected happened too early, so that nothing could be applied.
    List<Diagnostic> early() {
        List<Diagnostic> early = new ArrayList<>();
        for (Reference each : expected) {
            String name = name(each);
            if (seen.contains(name)) {
                early.add(
                        Diagnostic.warning(
                                "Expected failure while planning",
                                "A custom condition within "
                                        + name
                                        + " failed during the planning stage and prevented the"
                                        + " requested apply operation. While this was an expected"
                                        + " failure, the apply operation could not be executed and"
                                        + " so the overall test case will be marked as a failure"
                                        + " and the original diagnostic included in the test"
                                        + " report.",
                                each.range()));
            }
        }
        return early;
    }

    /// References to what has no conditions, or is not there.
    List<Diagnostic> wrongReferences() {
        List<Diagnostic> wrong = new ArrayList<>();
        for (Reference each : expected) {
            String problem =
                    switch (each.root()) {
                        case "local", "module", "each", "count", "path", "terraform", "self" ->
                                "You cannot expect failures from "
                                        + name(each)
                                        + ". You can only expect failures from checkable objects"
                                        + " such as input variables, output values, check blocks,"
                                        + " managed resources and data sources.";
                        default -> "";
                    };
            if (!problem.isEmpty()) {
                wrong.add(
                        Diagnostic.error(
                                "Invalid `expect_failures` reference", problem, each.range()));
            } else if (each.steps().isEmpty()) {
                wrong.add(
                        Diagnostic.error(
                                "Invalid reference",
                                "A reference to a resource type must be followed by at least one"
                                        + " attribute access, specifying the resource name.",
                                each.range()));
            }
        }
        return wrong;
    }
}

package dev.slipway.terraform.test;

import dev.slipway.hcl.eval.References;
import dev.slipway.terraform.test.TestFile.Run;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Tells which runs are carried out side by side: neighbours that all are parallel, have states of
/// their own and do not refer to each other. Immutable.
record Batches(int sizeMax) {
    List<List<Run>> of(List<Run> runs) {
        List<List<Run>> batches = new ArrayList<>();
        List<Run> batch = new ArrayList<>();
        for (Run each : runs) {
            if (!batch.isEmpty() && !fits(each, batch)) {
                batches.add(List.copyOf(batch));
                batch.clear();
            }
            batch.add(each);
        }
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
        return batches;
    }

    private boolean fits(Run run, List<Run> batch) {
        Set<String> keys = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (Run each : batch) {
            keys.add(each.stateKey());
            names.add(each.name());
            if (!each.parallel()) {
                return false;
            }
        }
        return run.parallel()
                && batch.size() < sizeMax
                && !keys.contains(run.stateKey())
                && !refersTo(run, names);
    }

    private static boolean refersTo(Run run, Set<String> names) {
        boolean byVariables =
                run.variables().values().stream()
                        .flatMap(each -> References.of(each.expression()).stream())
                        .map(RunReferences::run)
                        .anyMatch(names::contains);
        boolean byAssertions =
                run.assertions().stream()
                        .flatMap(each -> References.of(each.condition()).stream())
                        .map(RunReferences::run)
                        .anyMatch(names::contains);
        return byVariables || byAssertions;
    }
}

package dev.slipway.terraform.engine;

import dev.slipway.state.CheckResult;
import dev.slipway.state.CheckResult.Kind;
import dev.slipway.state.CheckResult.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Gathers how conditions came out. Thread-safe.
final class Checks {
    private final Map<String, Gathered> byBlock = new TreeMap<>();

    private record Gathered(Kind kind, Map<String, CheckResult.Instance> instances) {}

    /// The worst of several conditions of one object counts.
    synchronized void add(
            Kind kind, String block, String address, Status status, List<String> failures) {
        Gathered gathered =
                byBlock.computeIfAbsent(block, _ -> new Gathered(kind, new TreeMap<>()));
        gathered.instances.merge(
                address, new CheckResult.Instance(address, status, failures), Checks::worse);
    }

    private static CheckResult.Instance worse(
            CheckResult.Instance one, CheckResult.Instance other) {
        List<String> failures = new ArrayList<>(one.failures());
        failures.addAll(other.failures());
        return new CheckResult.Instance(
                one.address(), worse(one.status(), other.status()), failures);
    }

    private static Status worse(Status one, Status other) {
        List<Status> order = List.of(Status.PASS, Status.UNKNOWN, Status.FAIL, Status.ERROR);
        return order.indexOf(one) >= order.indexOf(other) ? one : other;
    }

    /// Whether anything of a kind does not hold.
    synchronized boolean fails(Kind kind) {
        return byBlock.values().stream()
                .filter(each -> each.kind() == kind)
                .flatMap(each -> each.instances().values().stream())
                .anyMatch(each -> each.status() == Status.FAIL || each.status() == Status.ERROR);
    }

    synchronized List<CheckResult> results() {
        List<CheckResult> results = new ArrayList<>();
        byBlock.forEach((block, gathered) -> {
            Status status = Status.PASS;
            for (CheckResult.Instance each : gathered.instances.values()) {
                status = worse(status, each.status());
            }
            results.add(
                    new CheckResult(
                            gathered.kind,
                            block,
                            status,
                            List.copyOf(gathered.instances.values())));
        });
        return results;
    }
}

package dev.slipway.config;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// A template whose config is kept, and what it needs but does not find (such as `ConfigMap
/// settings`). Those references are as they were written: pods wait for them as they do anywhere.
/// Whoever is about to make the very first version of a workload does well to wait a little for
/// what is missing ([ConfigKeeper#GRACE]): manifests that are applied together arrive one by one,
/// and config that comes later makes a second version.
public record Kept(ObjectNode template, List<String> missing) {
    public Kept {
        requireNonNull(template, "template");
        missing = List.copyOf(missing);
    }
}

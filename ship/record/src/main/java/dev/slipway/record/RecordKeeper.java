package dev.slipway.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.Resources;
import dev.slipway.controller.Informer;
import dev.slipway.controller.MergeChange;
import dev.slipway.controller.Reconciler;
import dev.slipway.controller.Result;
import dev.slipway.controller.Time;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Patch;
import dev.slipway.model.Resource;
import dev.slipway.model.kinds.Namespace;
import dev.slipway.model.kinds.ReleaseRecord;
import dev.slipway.model.kinds.ReleaseRecord.ReleaseRecordSpec;
import dev.slipway.model.kinds.ReleaseRecordStatus;
import dev.slipway.model.kinds.ReleaseRecordStatus.Outcome;
import dev.slipway.record.Subscriptions.Subscription;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keeps the records of one kind of workload. Each look ends earlier releases that the newest one
/// has overtaken, makes the record of the newest, or adds to it. Every write names the state it was
/// decided from, and fails if there is a newer one; then all is decided anew.
final class RecordKeeper<T extends Resource> implements Reconciler {
    /// The index of records by their workload, see [#indexed].
    static final String BY_WORKLOAD = "workload";

    private static final String KIND_LABEL = "slipway.dev/kind";
    private static final String WORKLOAD_LABEL = "slipway.dev/workload";
    private static final int LABEL_LENGTH_MAX = 63;
    private static final Duration UNTIL_SEEN = Duration.ofSeconds(1);

    private final Workloads<T> workloads;
    private final Informer<ReleaseRecord> records;
    private final Informer<Namespace> namespaces;
    private final Resources<ReleaseRecord> resources;
    private final TrafficSeen traffic;
    private final Time time;

    /// A kind of workload, and how its releases are seen.
    record Workloads<T extends Resource>(
            String kind, Informer<T> informer, Sightings<T> sightings) {}

    /// Sees the newest release of a workload, or null if nothing certain is to be seen.
    @FunctionalInterface
    interface Sightings<T extends Resource> {
        @Nullable Sighting of(T workload);
    }

    /// What keepers of all kinds work with.
    record Parts(
            Informer<ReleaseRecord> records,
            Informer<Namespace> namespaces,
            Resources<ReleaseRecord> resources,
            TrafficSeen traffic,
            Time time) {}

    RecordKeeper(Workloads<T> workloads, Parts parts) {
        this.workloads = workloads;
        this.records = parts.records();
        this.namespaces = parts.namespaces();
        this.resources = parts.resources();
        this.traffic = parts.traffic();
        this.time = parts.time();
    }

    static String indexed(ReleaseRecord record) {
        return indexed(record.spec().workload().kind(), record.key(), record.spec());
    }

    private static String indexed(String kind, ObjectKey record, ReleaseRecordSpec release) {
        return kind + " " + new ObjectKey(record.namespace(), release.workload().name());
    }

    @Override
    public Result reconcile(ObjectKey key) {
        List<ReleaseRecord> known = records.byIndex(BY_WORKLOAD, workloads.kind() + " " + key);
        T workload = workloads.informer().find(key);
        String uid = workload == null ? "" : workload.metadata().storedUid();
        for (ReleaseRecord record : known) {
            if (!record.spec().workload().uid().equals(uid)) {
                end(record, Outcome.SUPERSEDED, Sentences.gone(record.spec()));
            }
        }
        if (workload == null || workload.metadata().isBeingDeleted()) {
            return Result.done();
        }
        Sighting sighting = workloads.sightings().of(workload);
        return sighting == null ? Result.done() : keep(workload, sighting, known);
    }

    private Result keep(T workload, Sighting sighting, List<ReleaseRecord> known) {
        List<ReleaseRecord> own =
                known.stream()
                        .filter(record -> isOf(record, sighting.release()))
                        .sorted(Comparator.comparingLong(record -> record.spec().revision()))
                        .toList();
        String name = Versions.recordName(sighting.release());
        ReleaseRecord record =
                own.stream()
                        .filter(each -> each.key().name().equals(name))
                        .findFirst()
                        .orElse(null);
        ReleaseRecordSpec release = record == null ? withReturn(sighting, own) : record.spec();
        overtake(own, release);
        if (record == null) {
            return create(sighting.workload().namespace(), name, release);
        }
        write(workload, record, sighting);
        return Result.done();
    }

    private static boolean isOf(ReleaseRecord record, ReleaseRecordSpec release) {
        return record.spec().workload().uid().equals(release.workload().uid());
    }

    /// The release with the revision it goes back to, if there was one with the same template.
    private static ReleaseRecordSpec withReturn(Sighting sighting, List<ReleaseRecord> own) {
        ReleaseRecordSpec release = sighting.release();
        Long backTo =
                own.stream()
                        .map(ReleaseRecord::spec)
                        .filter(earlier -> earlier.revision() < release.revision())
                        .filter(earlier -> hasVersion(earlier, release.to().templateHash()))
                        .map(ReleaseRecordSpec::revision)
                        .reduce((first, second) -> second)
                        .orElse(null);
        return new ReleaseRecordSpec(
                release.workload(),
                release.revision(),
                release.who(),
                release.started(),
                backTo,
                release.from(),
                release.to(),
                release.change());
    }

    private static boolean hasVersion(ReleaseRecordSpec release, String templateHash) {
        return release.to().templateHash().equals(templateHash);
    }

    /// Ends the earlier releases: those under way, and the promoted one that this one takes back.
    private void overtake(List<ReleaseRecord> own, ReleaseRecordSpec release) {
        ReleaseRecord promoted = null;
        for (ReleaseRecord earlier : own) {
            if (earlier.spec().revision() >= release.revision()) {
                continue;
            }
            if (earlier.status().outcome() == Outcome.IN_PROGRESS) {
                var from = earlier.spec().from();
                boolean undone = from != null && hasVersion(release, from.templateHash());
                end(
                        earlier,
                        undone ? Outcome.UNDONE : Outcome.SUPERSEDED,
                        undone ? Sentences.undone(release) : Sentences.superseded(release));
            }
            promoted = earlier.status().outcome() == Outcome.PROMOTED ? earlier : promoted;
        }
        var from = release.from();
        boolean takesBack =
                promoted != null
                        && from != null
                        && release.backTo() != null
                        && hasVersion(promoted.spec(), from.templateHash());
        if (takesBack && promoted != null) {
            change(
                    promoted,
                    Chronicle.ended(
                            promoted,
                            Outcome.ROLLED_BACK,
                            Sentences.rolledBack(release),
                            time.now()));
        }
    }

    private void end(ReleaseRecord record, Outcome outcome, String reason) {
        if (record.status().outcome() == Outcome.IN_PROGRESS) {
            change(record, Chronicle.ended(record, outcome, reason, time.now()));
        }
    }

    /// Looks again soon: the copy may not show the new record by the next change.
    private Result create(String namespace, String name, ReleaseRecordSpec release) {
        try {
            resources.create(
                    new ReleaseRecord(
                            ObjectMeta.named(namespace, name).withLabels(labels(release)),
                            release,
                            Json.empty(ReleaseRecordStatus.class)));
        } catch (ApiException e) {
            if (e.reason() != ApiException.Reason.ALREADY_EXISTS) {
                throw e;
            }
        }
        return Result.after(UNTIL_SEEN);
    }

    /// To select by; a longer name is no value of a label.
    private Map<String, String> labels(ReleaseRecordSpec release) {
        String name = release.workload().name();
        return name.length() <= LABEL_LENGTH_MAX
                ? Map.of(KIND_LABEL, workloads.kind(), WORKLOAD_LABEL, name)
                : Map.of(KIND_LABEL, workloads.kind());
    }

    private void write(T workload, ReleaseRecord record, Sighting sighting) {
        Set<Subscription> subscriptions = subscriptions(workload);
        boolean tellsSizes =
                subscriptions.stream()
                        .anyMatch(wish -> wish.trigger().equals(Trigger.SCALING.text()));
        Chronicle.Entry entry = Chronicle.next(record, sighting, traffic, tellsSizes, time.now());
        ReleaseRecordStatus status =
                Deliveries.noted(entry.status(), entry.moments(), subscriptions, time.now());
        change(record, status);
    }

    private Set<Subscription> subscriptions(T workload) {
        Set<Subscription> all = new HashSet<>(Subscriptions.of(workload.metadata().annotations()));
        Namespace namespace = namespaces.find(ObjectKey.clusterWide(workload.key().namespace()));
        if (namespace != null) {
            all.addAll(Subscriptions.of(namespace.metadata().annotations()));
        }
        return all;
    }

    private void change(ReleaseRecord record, ReleaseRecordStatus status) {
        Patch.MergePatch change = MergeChange.ofStatus(record.status(), status);
        if (change == null || !(change.change() instanceof ObjectNode tree)) {
            return;
        }
        tree.putObject("metadata").put("resourceVersion", record.metadata().resourceVersion());
        resources.patchStatus(record.key(), change);
    }
}

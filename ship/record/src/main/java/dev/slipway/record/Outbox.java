package dev.slipway.record;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.Cluster;
import dev.slipway.client.Resources;
import dev.slipway.controller.EventRecorder;
import dev.slipway.controller.Informer;
import dev.slipway.controller.MergeChange;
import dev.slipway.controller.Reconciler;
import dev.slipway.controller.Result;
import dev.slipway.controller.Time;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.RawResource;
import dev.slipway.model.kinds.ConfigMap;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.ReleaseRecord;
import dev.slipway.model.kinds.ReleaseRecord.WorkloadReference;
import dev.slipway.model.kinds.ReleaseRecordStatus.Delivery;
import dev.slipway.model.kinds.Secret;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Sends what records say is due. A delivery is marked as sent after the receiver took it, so that
/// after a crash in between it is sent again, under the same idempotency key; what fails is tried
/// again ever more rarely, and given up after a day.
///
/// ```
///   Due ──► taken by the receiver ──► Sent
///    ▲ └──► failed ──► next, later ┐
///    └──────────────◄──────────────┤
///                                  └──► a day after it happened: Dead, with an Event
/// ```
final class Outbox implements Reconciler {
    private static final Duration FIRST_WAIT = Duration.ofSeconds(5);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final Duration GIVEN_UP_AFTER = Duration.ofDays(1);

    private final Informer<ReleaseRecord> records;
    private final Resources<ReleaseRecord> resources;
    private final Cluster cluster;
    private final RecordConfig config;
    private final Parts parts;

    /// What it works with.
    record Parts(MessageWriter writer, WebSender sender, EventRecorder events, Time time) {}

    Outbox(Informer<ReleaseRecord> records, Cluster cluster, RecordConfig config, Parts parts) {
        this.records = records;
        this.resources = cluster.resources(Kinds.RELEASE_RECORD);
        this.cluster = cluster;
        this.config = config;
        this.parts = parts;
    }

    @Override
    public Result reconcile(ObjectKey key) {
        ReleaseRecord copy = records.find(key);
        if (copy == null || !hasDue(copy)) {
            return Result.done();
        }
        // The copy may not show yet what was sent a moment ago.
        ReleaseRecord record = resources.find(key).orElse(null);
        if (record == null) {
            return Result.done();
        }
        Instant next = null;
        for (var entry : record.status().deliveries().entrySet()) {
            if (entry.getValue().isDue()) {
                next = earlier(next, attempt(record, entry.getKey(), entry.getValue()));
            }
        }
        return next == null
                ? Result.done()
                : Result.after(Duration.between(parts.time().now(), next));
    }

    private static boolean hasDue(ReleaseRecord record) {
        return record.status().deliveries().values().stream().anyMatch(Delivery::isDue);
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }

    /// When to try it the next time, or null if that is over.
    private @Nullable Instant attempt(ReleaseRecord record, String key, Delivery delivery) {
        Instant next = delivery.next();
        if (next != null && next.isAfter(parts.time().now())) {
            return next;
        }
        try {
            send(record, key, delivery);
        } catch (NotificationException e) {
            return failed(record, key, delivery, String.valueOf(e.getMessage()));
        }
        ObjectNode change = Json.object().put("state", Delivery.SENT);
        change.putNull("next");
        change.putNull("error");
        mark(record, key, change);
        return null;
    }

    private void send(ReleaseRecord record, String key, Delivery delivery) {
        String namespace = config.notificationNamespace();
        ConfigMap configMap =
                cluster.resources(Kinds.CONFIG_MAP)
                        .find(new ObjectKey(namespace, NotificationSettings.CONFIG_MAP))
                        .orElse(null);
        Secret secret =
                cluster.resources(Kinds.SECRET)
                        .find(new ObjectKey(namespace, NotificationSettings.SECRET))
                        .orElse(null);
        var subject = new MessageWriter.Subject(record, workload(record), delivery);
        var settings = new NotificationSettings(configMap, secret);
        Addresses addresses = settings.addresses();
        int part = 0;
        for (Message message : parts.writer().write(subject, settings)) {
            String suffix = part == 0 ? "" : "-" + part;
            String identity = record.metadata().storedUid() + "-" + key + suffix;
            parts.sender().send(message, addresses, identity);
            part++;
        }
    }

    private @Nullable RawResource workload(ReleaseRecord record) {
        WorkloadReference reference = record.spec().workload();
        var kind =
                reference.kind().equals(Kinds.DEPLOYMENT.type().kind())
                        ? Kinds.DEPLOYMENT.raw()
                        : Kinds.ROLLOUT.raw();
        return cluster.resources(kind)
                .find(new ObjectKey(record.key().namespace(), reference.name()))
                .orElse(null);
    }

    private @Nullable Instant failed(
            ReleaseRecord record, String key, Delivery delivery, String error) {
        Instant now = parts.time().now();
        int attempts = (delivery.attempts() == null ? 0 : delivery.attempts()) + 1;
        ObjectNode change = Json.object().put("attempts", attempts);
        change.put("error", Versions.shortened(error));
        Instant at = delivery.at();
        if (at != null && !at.plus(GIVEN_UP_AFTER).isAfter(now)) {
            change.put("state", Delivery.DEAD);
            change.putNull("next");
            mark(record, key, change);
            parts.events()
                    .warning(
                            Kinds.RELEASE_RECORD,
                            record,
                            "NotificationLost",
                            Sentences.lost(
                                    delivery.service() + " " + delivery.recipient(),
                                    Duration.between(at, now),
                                    error));
            return null;
        }
        Instant next = now.plus(wait(attempts));
        change.put("next", Json.time(next.plusMillis(999)));
        mark(record, key, change);
        return next;
    }

    private static Duration wait(int attempts) {
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(attempts - 1, 20));
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }

    /// Changes this delivery only, whatever else was written meanwhile.
    private void mark(ReleaseRecord record, String key, ObjectNode change) {
        ObjectNode deliveries = Json.object();
        deliveries.set(key, change);
        ObjectNode status = Json.object();
        status.set("deliveries", deliveries);
        try {
            resources.patchStatus(record.key(), MergeChange.under("status", status));
        } catch (ApiException e) {
            if (e.reason() != ApiException.Reason.NOT_FOUND) {
                throw e;
            }
        }
    }
}

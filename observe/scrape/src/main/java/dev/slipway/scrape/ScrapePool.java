package dev.slipway.scrape;

import dev.slipway.scrape.config.ScrapeConfig;
import dev.slipway.scrape.config.TargetGroup;
import dev.slipway.scrape.http.HttpTransport;
import dev.slipway.series.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The targets of one job, each with its loop. A target that stays as it was keeps its loop,
/// whatever else changes; one that is scraped in another way than before gets a new loop that goes
/// on with the series of the old. Thread-safe.
final class ScrapePool {
    private static final System.Logger LOGGER = System.getLogger(ScrapePool.class.getName());
    private static final int DROPPED_MAX = 10_000;
    private static final int TARGETS_MAX = 100_000;

    /// A loop that has ended, until its series are marked.
    private record Leaving(ScrapeLoop loop, Instant until) {}

    private final ScrapeContext context;

    // Guarded by this.
    private final Map<Target.Identity, ScrapeLoop> loops = new HashMap<>();
    private final Map<Labels, Leaving> leaving = new HashMap<>();
    private List<Targets.Dropped> dropped = List.of();
    private int droppedCount;
    private ScrapeConfig config;
    private HttpTransport transport;
    private int refusedBefore;
    private boolean ended;

    ScrapePool(ScrapeConfig config, ScrapeContext context) {
        this.config = config;
        this.context = context;
        this.transport = context.transports().lease(config.http());
    }

    synchronized ScrapeConfig config() {
        return config;
    }

    /// Brings the loops in line with what discovery has found.
    synchronized void update(List<TargetGroup> groups) {
        if (ended) {
            return;
        }
        Map<Target.Identity, Target> wanted = wanted(groups);
        Instant now = context.time().now();
        leaving.values().removeIf(each -> each.until().isBefore(now));
        List<ScrapeLoop> gone = new ArrayList<>();
        loops.values()
                .removeIf(loop -> {
                    boolean unwanted = !wanted.containsKey(loop.target().identity());
                    if (unwanted) {
                        gone.add(loop);
                    }
                    return unwanted;
                });
        gone.forEach(this::leave);
        wanted.forEach((identity, target) -> {
            ScrapeLoop running = loops.get(identity);
            if (running == null) {
                loops.put(identity, started(target, inherited(target)));
            } else {
                running.found(target);
            }
        });
        refuseIfTooMany();
    }

    /// Goes on with what is said now.
    synchronized void reconfigure(ScrapeConfig changed) {
        ScrapeConfig before = config;
        config = changed;
        if (before.withoutDiscoveries().equals(changed.withoutDiscoveries())) {
            return;
        }
        HttpTransport leased = context.transports().lease(changed.http());
        context.transports().release(before.http());
        transport = leased;
        // Their targets are found anew under the changed rules by the update that follows.
        loops.values().forEach(this::leave);
        loops.clear();
    }

    /// The job is no more: its series get their end.
    synchronized void end() {
        loops.values().forEach(this::leave);
        close();
    }

    /// The server ends: the series go on when it is back.
    synchronized void close() {
        if (!ended) {
            ended = true;
            loops.values().forEach(ScrapeLoop::stop);
            loops.clear();
            context.transports().release(config.http());
        }
    }

    synchronized List<TargetStatus> active() {
        return loops.values().stream()
                .map(ScrapeLoop::status)
                .sorted(Comparator.comparing(status -> status.target().labels()))
                .toList();
    }

    synchronized List<Targets.Dropped> dropped() {
        return dropped;
    }

    /// Those too that are no longer listed.
    synchronized int droppedCount() {
        return droppedCount;
    }

    private Map<Target.Identity, Target> wanted(List<TargetGroup> groups) {
        Map<Target.Identity, Target> wanted = new HashMap<>();
        List<Targets.Dropped> unwanted = new ArrayList<>();
        long kept = config.limits().keptDroppedTargets();
        long droppedMax = kept == 0 ? DROPPED_MAX : Math.min(kept, DROPPED_MAX);
        int droppedNow = 0;
        int refused = 0;
        String reason = "";
        for (TargetGroup group : groups) {
            for (Labels found : group.targets()) {
                switch (TargetLabels.of(joined(group.labels(), found), config)) {
                    case TargetLabels.Result.Kept(Target target) -> {
                        if (wanted.size() < TARGETS_MAX) {
                            wanted.putIfAbsent(target.identity(), target);
                        }
                    }
                    case TargetLabels.Result.Dropped(Labels discovered) -> {
                        droppedNow++;
                        if (unwanted.size() < droppedMax) {
                            unwanted.add(new Targets.Dropped(config.jobName(), discovered));
                        }
                    }
                    case TargetLabels.Result.Refused(Labels discovered, String why) -> {
                        refused++;
                        reason = why + " of " + discovered;
                    }
                }
            }
        }
        dropped = List.copyOf(unwanted);
        droppedCount = droppedNow;
        noteRefused(refused, reason);
        return wanted;
    }

    private void noteRefused(int refused, String reason) {
        if (refused > 0 && refused != refusedBefore) {
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "Targets cannot be scraped job=%s count=%d reason=%s"
                            .formatted(config.jobName(), refused, reason));
        }
        refusedBefore = refused;
    }

    private ScrapeLoop started(Target target, Set<Long> inherited) {
        ScrapeLoop loop = new ScrapeLoop(target, config, transport, context, inherited);
        loop.start();
        return loop;
    }

    private Set<Long> inherited(Target target) {
        Leaving before = leaving.remove(target.labels());
        return before == null ? Set.of() : before.loop().handOver();
    }

    private void leave(ScrapeLoop loop) {
        loop.stop();
        loop.endLater();
        Duration patience = loop.target().interval().multipliedBy(2);
        Instant until = context.time().now().plus(patience);
        leaving.put(loop.target().labels(), new Leaving(loop, until));
    }

    private void refuseIfTooMany() {
        long limit = config.limits().targets();
        boolean tooMany = limit > 0 && loops.size() > limit;
        String reason =
                tooMany
                        ? "target_limit exceeded (number of targets: %d, limit: %d)"
                                .formatted(loops.size(), limit)
                        : "";
        loops.values().forEach(loop -> loop.refuse(reason));
    }

    private static Labels joined(Labels shared, Labels own) {
        Labels.Builder labels = shared.toBuilder();
        for (int i = 0; i < own.size(); i++) {
            labels.set(own.name(i), own.value(i));
        }
        return labels.build();
    }
}

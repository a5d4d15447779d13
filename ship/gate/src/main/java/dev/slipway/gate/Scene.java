package dev.slipway.gate;

import static java.util.Objects.requireNonNull;

import dev.slipway.gate.Progress.Phase;
import dev.slipway.model.IntOrString;
import dev.slipway.model.kinds.Deployment;
import dev.slipway.model.kinds.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A Deployment, its versions and the Services before it at one moment, and what that amounts to.
/// All that the guard decides it decides by this and by what the judge says.
///
/// - `current`: the version that the Deployment is to run, null before its ReplicaSet exists.
/// - `others`: all the other versions.
/// - `services`: those that select the Deployment's pods.
record Scene(
        Deployment deployment,
        GateOptions options,
        @Nullable Version current,
        List<Version> others,
        List<Service> services,
        Instant now) {
    private static final IntOrString STEP_DEFAULT = IntOrString.of("25%");
    private static final double PERCENT = 100;
    private static final int ALL = 100;

    /// After a version has lost its traffic, its pods still live this long: whoever carries the
    /// traffic hears of it a moment later.
    static final Duration TRAFFIC_FIRST = Duration.ofSeconds(1);

    Scene {
        requireNonNull(deployment, "deployment");
        requireNonNull(options, "options");
        others = List.copyOf(others);
        services = List.copyOf(services);
    }

    /// What is going on.
    enum Mode {
        /// There is nothing to watch, or nobody wants it watched: plain Kubernetes.
        PLAIN,
        /// The current version is the one that was promoted last.
        REST,
        /// Back to a version that was promoted once.
        RETURN,
        /// The new version shares the traffic with the stable one.
        SHIFT,
        /// The new version gives everything back.
        REFUSED
    }

    Mode mode() {
        Version newest = current;
        if (options.isOff() || newest == null || replicas() == 0) {
            return Mode.PLAIN;
        }
        Version stable = stable();
        if (newest.isIn(Phase.REFUSED) && stable != null) {
            return Mode.REFUSED;
        }
        if (newest.isPromoted()) {
            boolean last = stable == null || stable.promotedMillis() <= newest.promotedMillis();
            return last ? Mode.REST : Mode.RETURN;
        }
        if (stable == null
                || services.isEmpty()
                || !isRollingWithRoom()
                || isBroken(stable, newest)) {
            return Mode.PLAIN;
        }
        return Mode.SHIFT;
    }

    /// Nothing of the old version serves, and something of the new one does.
    private static boolean isBroken(Version stable, Version newest) {
        return stable.available() == 0 && newest.available() > 0;
    }

    /// The version to compare the current one with, and to go back to: the one that was promoted
    /// last. While an update goes on it should have pods: if it has none, the traffic is with the
    /// version that has the most that serve.
    @Nullable Version stable() {
        boolean hasHadAll =
                current != null && (current.isPromoted() || current.isIn(Phase.REFUSED));
        Comparator<Version> serving =
                Comparator.comparing(version -> hasHadAll || version.wanted() > 0);
        return others.stream()
                .filter(version -> !version.isIn(Phase.REFUSED))
                .filter(version -> version.isPromoted() || version.available() > 0)
                .max(
                        serving.thenComparingLong(Version::promotedMillis)
                                .thenComparingInt(Version::available)
                                .thenComparingLong(Version::revision))
                .orElse(null);
    }

    /// How much of the traffic the current version is to have, in percent.
    int traffic() {
        Version newest = current;
        Version stable = stable();
        if (newest == null || newest.available() == 0 || stable == null) {
            return 0;
        }
        Progress progress = newest.progress();
        return switch (mode()) {
            case SHIFT -> progress == null ? 0 : Math.min(progress.share(), options.limit());
            case REFUSED -> trafficLeft(progress, stable);
            case PLAIN, REST, RETURN -> ALL;
        };
    }

    /// A refused version gives away all at once what the old one can take. If it had all traffic,
    /// the old version has to come up first.
    private int trafficLeft(@Nullable Progress progress, Version stable) {
        boolean hadAll = progress == null || progress.share() >= ALL;
        int enough = hadAll ? Math.max(1, replicas() - maxUnavailable()) : 1;
        if (stable.available() >= enough) {
            return 0;
        }
        return ALL - stable.available() * ALL / replicas();
    }

    /// The share of the traffic of each version; empty where each pod is to get as much as any
    /// other. Never leads only to versions without pods that serve.
    Map<String, Integer> shares() {
        Version newest = current;
        Version stable = stable();
        if (newest == null) {
            return Map.of();
        }
        return switch (mode()) {
            case PLAIN, RETURN -> Map.of();
            case REST -> only(newest);
            case SHIFT, REFUSED -> stable == null ? Map.of() : both(newest, stable);
        };
    }

    private Map<String, Integer> only(Version version) {
        return version.available() == 0 || options.isOff() ? Map.of() : Map.of(version.hash(), ALL);
    }

    private Map<String, Integer> both(Version newest, Version stable) {
        int traffic = traffic();
        if (traffic < ALL && stable.available() == 0) {
            return Map.of();
        }
        Map<String, Integer> shares = new LinkedHashMap<>();
        shares.put(stable.hash(), ALL - traffic);
        shares.put(newest.hash(), traffic);
        return shares;
    }

    /// How much of the traffic the pods of the current version can take, up to `next`.
    int reachable(int next) {
        int available = current == null ? 0 : current.available();
        int target = Math.min(next, options.limit());
        if (available == 0 || target == 0) {
            return 0;
        }
        if (available >= Math.max(1, pods(target))) {
            return target;
        }
        // Before the last step old pods may have to go for lack of room for new ones: then those
        // that may be unavailable anyway are not waited for.
        int missing = target == ALL ? maxUnavailable() : 0;
        int able = (int) Math.ceil((available + missing) * PERCENT / replicas());
        return Math.min(target, able);
    }

    /// The time that is left until a refused version's pods may go; not positive if there is none.
    Duration untilTrafficIsGone() {
        Progress progress = current == null ? null : current.progress();
        return progress == null
                ? Duration.ZERO
                : Duration.between(now, progress.since().plus(TRAFFIC_FIRST));
    }

    /// The current version has all its pods, and no other has any.
    boolean isComplete() {
        Version newest = current;
        return newest != null
                && replicas() > 0
                && newest.available() >= replicas()
                && others.stream().allMatch(version -> version.wanted() == 0);
    }

    int replicas() {
        Integer replicas = deployment.spec().replicas();
        return replicas == null ? 1 : replicas;
    }

    boolean isPaused() {
        return Boolean.TRUE.equals(deployment.spec().paused());
    }

    /// There is room for a pod of each of two versions.
    boolean isRollingWithRoom() {
        return !"Recreate".equals(deployment.spec().strategy().type())
                && replicas() + maxSurge() > 1;
    }

    private int pods(int percent) {
        return (int) Math.ceil(replicas() * percent / PERCENT);
    }

    private int maxSurge() {
        return step(update().maxSurge()).scaled(replicas(), true);
    }

    int maxUnavailable() {
        int unavailable = step(update().maxUnavailable()).scaled(replicas(), false);
        return unavailable == 0 && maxSurge() == 0 ? 1 : Math.min(unavailable, replicas());
    }

    private Deployment.RollingUpdate update() {
        return Objects.requireNonNullElse(
                deployment.spec().strategy().rollingUpdate(),
                new Deployment.RollingUpdate(null, null));
    }

    private static IntOrString step(@Nullable IntOrString given) {
        return given == null ? STEP_DEFAULT : given;
    }
}

package dev.slipway.provider.installed;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.slipway.hcl.value.Value;
import dev.slipway.provider.Provider;
import dev.slipway.provider.ProviderSource;
import dev.slipway.provider.Providers;
import dev.slipway.provider.schema.ProviderSchema;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Keeps providers running between plans. One pool serves any number of configurations, each of
/// which sees it through [#over]. Whoever starts a provider holds it alone until it is closed; then
/// it waits for the next who wants the same program. It stays configured, and is given to somebody
/// who wants the very same configuration; to others only what was never configured, for a provider
/// is configured once in its life.
///
/// One that died, was told to stop, refused its configuration, is too old or waited too long is
/// ended instead. Waiting too long is noticed when the pool is used, and by [#evict], which the
/// owner calls now and then.
///
/// Configurations are kept in memory as long as their providers run, secrets included, as the
/// providers keep them too. Safe for many threads.
public final class ProviderPool implements AutoCloseable {
    /// How many wait at most, for how long, and how old one gets. Age has a limit because
    /// credentials have.
    public record Limits(int idleMax, Duration idleMaxTime, Duration ageMax) {
        public static final Limits DEFAULT =
                new Limits(8, Duration.ofMinutes(15), Duration.ofHours(1));
    }

    private final Limits limits;
    private final InstantSource clock;
    private final Object lock = new Object();

    @GuardedBy("lock")
    private final List<Warm> idle = new ArrayList<>();

    @GuardedBy("lock")
    private boolean closed;

    public ProviderPool(Limits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /// The pool as one configuration sees it. Closing that closes `installed`, not the pool.
    public Providers over(InstalledProviders installed) {
        return new View(installed);
    }

    /// How many providers wait.
    public int idleCount() {
        synchronized (lock) {
            return idle.size();
        }
    }

    /// Ends those that waited too long or are too old.
    public void evict() {
        end(takeExpired());
    }

    private List<Warm> takeExpired() {
        Instant now = clock.instant();
        List<Warm> expired = new ArrayList<>();
        synchronized (lock) {
            idle.removeIf(each -> isExpired(each, now) && expired.add(each));
        }
        return expired;
    }

    private boolean isExpired(Warm warm, Instant now) {
        return closed()
                || !warm.isAlive()
                || now.isAfter(warm.idleSince().plus(limits.idleMaxTime()))
                || now.isAfter(warm.startedAt().plus(limits.ageMax()));
    }

    private boolean closed() {
        synchronized (lock) {
            return closed;
        }
    }

    /// The one that was last given back, of those that are right.
    @Nullable Warm take(Predicate<Warm> isRight) {
        evict();
        synchronized (lock) {
            Warm latest =
                    idle.stream()
                            .filter(isRight)
                            .max(Comparator.comparing(Warm::idleSince))
                            .orElse(null);
            if (latest != null) {
                idle.remove(latest);
            }
            return latest;
        }
    }

    Warm start(String key, Provider provider) {
        Instant now = clock.instant();
        return new Warm(key, provider, now, now, null);
    }

    void giveBack(Warm warm) {
        Instant now = clock.instant();
        Warm returned = warm.idle(now);
        List<Warm> tooMany = new ArrayList<>();
        synchronized (lock) {
            idle.add(returned);
            while (idle.size() > limits.idleMax()) {
                Warm oldest =
                        idle.stream().min(Comparator.comparing(Warm::idleSince)).orElseThrow();
                idle.remove(oldest);
                tooMany.add(oldest);
            }
        }
        tooMany.addAll(takeExpired());
        end(tooMany);
    }

    /// Side by side, for each may take seconds; and never while the lock is held.
    private static void end(List<Warm> warm) {
        List<Thread> threads =
                warm.stream()
                        .map(each -> Thread.ofVirtual().start(each.provider()::close))
                        .toList();
        for (Thread each : threads) {
            try {
                each.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /// Ends those that wait; those that are held end when they are given back.
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
        }
        evict();
    }

    private final class View implements Providers {
        private final InstalledProviders installed;

        View(InstalledProviders installed) {
            this.installed = installed;
        }

        @Override
        public ProviderSchema schema(ProviderSource source) {
            return installed.schema(source);
        }

        @Override
        public Provider start(ProviderSource source) {
            String identity = installed.identity(source);
            if (identity == null) {
                return installed.start(source);
            }
            String key = source + "@" + identity;
            Warm warm = take(each -> each.key().equals(key));
            if (warm == null) {
                warm = ProviderPool.this.start(key, installed.start(source));
            }
            return new Lease(ProviderPool.this, warm, () -> installed.start(source));
        }

        @Override
        public void close() {
            installed.close();
        }
    }

    /// Somebody who wants to configure a provider with `config` has `held`: the one that is best
    /// suited, which may be the same.
    Warm suited(Warm held, Value config, java.util.function.Supplier<Provider> starter) {
        if (held.isConfiguredWith(config)) {
            return held;
        }
        Warm same = take(each -> each.key().equals(held.key()) && each.isConfiguredWith(config));
        if (same != null) {
            giveBack(held);
            return same;
        }
        if (held.configured() == null) {
            return held;
        }
        Warm fresh = take(each -> each.key().equals(held.key()) && each.configured() == null);
        Warm next = fresh != null ? fresh : start(held.key(), starter.get());
        giveBack(held);
        return next;
    }
}

package dev.slipway.proxy;

import dev.slipway.proxy.BackendPlan.Candidate;
import org.jspecify.annotations.Nullable;

/// Where a request goes: the backend that was drawn for it among those of its route and, when it
/// cannot be had there, the others. A backend that takes another's place must get the request as it
/// was written, so only those with the same filters do.
///
/// Whatever comes after the first attempt follows the latest table: an endpoint that has left it
/// may be stopped at any moment.
final class Destination {
    private static final byte[] NOTHING = {};

    private final Worker worker;
    private @Nullable RoutePlan plan;
    private @Nullable BackendShare drawn;
    private @Nullable BackendShare share;
    private long place = Places.NONE;
    private byte[] assigned = NOTHING;

    Destination(Worker worker) {
        this.worker = worker;
    }

    /// Draws a backend for the user who asks; null where the route has none.
    @Nullable BackendShare draw(RoutePlan route, RequestHead head, boolean secure) {
        plan = route;
        StickyPlan sticky = route.sticky();
        if (sticky != null) {
            place(sticky, head, secure);
        }
        drawn = worker.balancer().draw(route, place);
        share = drawn;
        return drawn;
    }

    private void place(StickyPlan sticky, RequestHead head, boolean secure) {
        long nowSeconds = worker.epochSeconds();
        place = sticky.place(head, nowSeconds);
        if (place == Places.NONE && sticky.assigns()) {
            byte[] value = StickyPlan.value(worker.balancer().number(), nowSeconds);
            place = Places.of(value, 0, value.length);
            assigned = sticky.line(value, secure);
        }
    }

    void forget() {
        place = Places.NONE;
        assigned = NOTHING;
        plan = null;
        drawn = null;
        share = null;
    }

    /// The backend that is being tried.
    @Nullable BackendShare share() {
        return share;
    }

    /// What is changed on the way there and back.
    @Nullable Forwarding forwarding() {
        return drawn == null ? null : drawn.forwarding();
    }

    /// The header line that tells a new user its place; empty for others.
    byte[] assigned() {
        return assigned;
    }

    /// Chooses the first endpoint; null where no backend has a ready one.
    @Nullable Candidate choose(Attempt attempt, long now) {
        BackendShare first = drawn;
        Candidate chosen = first == null ? null : choose(first, attempt, now);
        return chosen == null ? chooseAgain(attempt, now) : chosen;
    }

    /// Chooses an endpoint that was not tried yet: of the same backend, else of the one with the
    /// most weight that has one. Null where none is left.
    @Nullable Candidate chooseAgain(Attempt attempt, long now) {
        BackendShare first = drawn;
        RoutePlan route = plan;
        if (first == null || route == null) {
            return null;
        }
        Candidate chosen = choose(worker.table().sameAs(first), attempt, now);
        int weight = Integer.MAX_VALUE;
        while (chosen == null && weight > 0) {
            weight = nextWeight(route, weight);
            for (BackendShare other : route.shares()) {
                if (chosen == null && other.weight() == weight && mayReplace(other, first)) {
                    chosen = choose(worker.table().sameAs(other), attempt, now);
                }
            }
        }
        return chosen == null ? choose(worker.table().withoutRoute(first), attempt, now) : chosen;
    }

    /// The largest weight below `limit`; 0 where there is none.
    private static int nextWeight(RoutePlan route, int limit) {
        int found = 0;
        for (BackendShare other : route.shares()) {
            if (other.weight() < limit) {
                found = Math.max(found, other.weight());
            }
        }
        return found;
    }

    @SuppressWarnings("ReferenceEquality") // Backends without filters share the route's forwarding.
    private static boolean mayReplace(BackendShare other, BackendShare first) {
        return other != first && other.forwarding() == first.forwarding();
    }

    private @Nullable Candidate choose(@Nullable BackendShare from, Attempt attempt, long now) {
        BackendPlan backend = from == null ? null : from.plan();
        Candidate chosen = backend == null ? null : attempt.choose(backend, now, place);
        if (chosen != null) {
            share = from;
        }
        return chosen;
    }
}

package dev.slipway.release;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.controller.Informer;
import dev.slipway.controller.Reconciler;
import dev.slipway.controller.Result;
import dev.slipway.controller.Time;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Release;
import dev.slipway.model.kinds.Release.Attempt;
import dev.slipway.model.kinds.Release.Outcome;
import dev.slipway.model.kinds.Release.PartState;
import dev.slipway.release.Course.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Moves one Release a little further each time. Whatever is decided is written into the status
/// first and carried out when it is seen there, so that a restart at any moment goes on with it.
final class ReleaseReconciler implements Reconciler {
    private final Informer<Release> releases;
    private final ReleaseWrites writes;
    private final Parts parts;
    private final ReleaseEvents events;
    private final Time time;

    ReleaseReconciler(
            Informer<Release> releases,
            ReleaseWrites writes,
            Parts parts,
            ReleaseEvents events,
            Time time) {
        this.releases = releases;
        this.writes = writes;
        this.parts = parts;
        this.events = events;
        this.time = time;
    }

    @Override
    public Result reconcile(ObjectKey key) {
        Release release = releases.find(key);
        if (release == null) {
            return Result.done();
        }
        Duration outstanding = writes.outstanding(key);
        if (outstanding.isPositive()) {
            return Result.after(outstanding);
        }
        if (release.metadata().isBeingDeleted()) {
            letGo(release);
            writes.finalizer(release, false);
            return Result.done();
        }
        if (!writes.hasFinalizer(release)) {
            writes.finalizer(release, true);
            return Result.done();
        }
        Plan plan = new Plan(release);
        Attempt attempt = release.status().attempt();
        boolean leaving = attempt != null && attempt.outcome() == Outcome.ABANDONING;
        if (attempt == null || (!attempt.hash().equals(plan.hash()) && !leaving)) {
            return begin(plan, attempt);
        }
        return move(new Work(release, attempt));
    }

    /// Begins an attempt, provided that all its parts can be brought into the states wanted.
    private Result begin(Plan plan, @Nullable Attempt last) {
        Release release = plan.release();
        Map<String, ObjectNode> wanted = new LinkedHashMap<>(plan.wanted());
        String obstacle = obstacle(plan, wanted);
        if (obstacle != null) {
            writes.status(release, Reports.blocked(release, obstacle));
            return Result.done();
        }
        Map<String, ObjectNode> tried = states(release.status().wanted());
        Map<String, ObjectNode> before = states(release.status().before());
        if (last != null && last.outcome() == Outcome.RUNNING) {
            // What the attempt before had begun with and this one says nothing of goes back.
            before.forEach(wanted::putIfAbsent);
        }
        boolean promoted = last == null || last.outcome() == Outcome.PROMOTED;
        List<PartState> goBack = new ArrayList<>();
        wanted.forEach((id, state) -> {
            ObjectNode live = part(release, id).state(state);
            ObjectNode then = before.get(id);
            ObjectNode trial = tried.get(id);
            ObjectNode back =
                    promoted || then == null || trial == null
                            ? live
                            : States.before(live, trial, then);
            goBack.add(new PartState(id, back));
        });
        int number = last == null ? 1 : last.number() + 1;
        Attempt attempt = Attempt.begun(plan.hash(), number, time.now());
        writes.status(release, Reports.begun(release, plan, attempt, list(wanted), goBack));
        events.begun(release, attempt, last);
        return Result.done();
    }

    private @Nullable String obstacle(Plan plan, Map<String, ObjectNode> wanted) {
        String rival = rival(plan);
        if (rival != null) {
            return rival;
        }
        for (Map.Entry<String, ObjectNode> entry : wanted.entrySet()) {
            String obstacle = part(plan.release(), entry.getKey()).obstacle(entry.getValue());
            if (obstacle != null) {
                return obstacle;
            }
        }
        return new PinnedConfig(parts).obstacle(plan.release());
    }

    /// A workload is led by one release at a time, the one that was made first.
    private @Nullable String rival(Plan plan) {
        Release release = plan.release();
        for (Release other : releases.inNamespace(release.key().namespace())) {
            if (!isBefore(other, release)) {
                continue;
            }
            for (Release.Member member : other.spec().members()) {
                String id = Plan.id(member);
                if (plan.wanted().containsKey(id)) {
                    return id + " belongs to the Release " + other.key().name() + " already";
                }
            }
        }
        return null;
    }

    private static boolean isBefore(Release one, Release other) {
        Instant left = one.metadata().creationTimestamp();
        Instant right = other.metadata().creationTimestamp();
        if (left == null || right == null || left.equals(right)) {
            return one.key().compareTo(other.key()) < 0;
        }
        return left.isBefore(right);
    }

    private Result move(Work work) {
        Course course = work.course();
        String failure = course.failure();
        Attempt attempt = work.attempt;
        if (failure != null) {
            Attempt ended = attempt.ended(Outcome.ABANDONING, failure, time.now());
            report(work, ended);
            events.abandoning(work.release, failure);
            return Result.done();
        }
        return switch (attempt.outcome()) {
            case RUNNING -> attempt.isApplied() ? advance(work) : apply(work);
            case PROMOTED -> {
                letGo(work.release);
                report(work, attempt);
                yield course.isWithin(Course.WATCH) ? Result.after(Course.WATCH) : Result.done();
            }
            case ABANDONING -> goBack(work);
            case ABANDONED -> {
                letGo(work.release);
                report(work, attempt);
                yield Result.done();
            }
        };
    }

    /// Brings all parts into the states wanted: first no new version may get traffic any more, so
    /// that none with the old image and the new config does; then config, then workloads.
    private Result apply(Work work) {
        boolean limited = true;
        for (TrafficPart member : work.members()) {
            Integer limit = member.limit();
            if (limit == null || limit != 0) {
                member.limit(0);
                limited = false;
            }
        }
        if (!limited) {
            report(work, work.attempt);
            return Result.done();
        }
        boolean done = true;
        for (boolean config : new boolean[] {true, false}) {
            for (PartState each : work.release.status().wanted()) {
                Part part = work.part(each);
                if (config != part instanceof TrafficPart && !part.isAs(each.state())) {
                    part.put(each.state());
                    done = false;
                }
            }
        }
        report(work, done ? work.attempt.withApplied(time.now()) : work.attempt);
        return Result.done();
    }

    private Result advance(Work work) {
        Course course = work.course();
        Map<String, Integer> limits = course.limits();
        for (TrafficPart member : work.members()) {
            Integer limit = limits.get(member.id());
            if (limit == null) {
                member.letGo();
            } else if (!course.plan().isPaused() && !limit.equals(member.limit())) {
                member.limit(limit);
            }
        }
        Attempt next = course.next();
        report(work, next);
        events.moved(work.release, course, next);
        if (!next.equals(work.attempt)) {
            return Result.done();
        }
        Instant leaves = course.leaves();
        Duration wait =
                leaves == null || !leaves.isAfter(time.now())
                        ? Course.UNDECIDED_MAX
                        : Duration.between(time.now(), leaves);
        return Result.after(wait);
    }

    /// Takes the traffic away first, from those that others wait for last; then puts back what is
    /// still as it was tried.
    private Result goBack(Work work) {
        Course course = work.course();
        boolean impatient = !course.isWithin(Course.WITHDRAW_MAX);
        List<TrafficPart> members = work.members();
        for (TrafficPart member : members.reversed()) {
            if (!work.isAsWanted(member)) {
                continue;
            }
            if (!Integer.valueOf(0).equals(member.limit())) {
                member.limit(0);
            }
            if (!member.withdraw() && !impatient) {
                report(work, work.attempt);
                return Result.after(Duration.ofSeconds(1));
            }
        }
        boolean back = !course.plan().reverts() || putBack(work);
        Attempt ended =
                back
                        ? work.attempt.ended(Outcome.ABANDONED, work.attempt.reason(), time.now())
                        : work.attempt;
        report(work, ended);
        if (back) {
            events.abandoned(work.release, course);
        }
        return Result.done();
    }

    /// True once nothing is left that is as it was tried and was different before.
    private boolean putBack(Work work) {
        boolean back = true;
        Map<String, ObjectNode> before = states(work.release.status().before());
        List<PartState> config = new ArrayList<>();
        List<PartState> workloads = new ArrayList<>();
        for (PartState tried : work.release.status().wanted().reversed()) {
            (work.part(tried) instanceof TrafficPart ? workloads : config).add(tried);
        }
        List<PartState> all = new ArrayList<>(config);
        all.addAll(workloads);
        for (PartState tried : all) {
            Part part = work.part(tried);
            ObjectNode then = before.get(tried.part());
            if (then != null && part.isAs(tried.state()) && !then.equals(tried.state())) {
                part.putBack(tried.state(), then);
                back = false;
            }
        }
        return back;
    }

    /// Takes all marks of the release off its members.
    private void letGo(Release release) {
        for (Release.Member member : release.spec().members()) {
            letGo(part(release, Plan.id(member)));
        }
        for (PartState tried : release.status().wanted()) {
            letGo(part(release, tried.part()));
        }
    }

    private static void letGo(Part part) {
        if (part instanceof TrafficPart member && member.limit() != null) {
            member.letGo();
        }
    }

    private void report(Work work, Attempt next) {
        Course course = new Course(new Plan(work.release), next, work.seen, time.now());
        writes.status(work.release, Reports.of(course));
    }

    private Part part(Release release, String id) {
        return parts.find(release.key().namespace(), id);
    }

    private static Map<String, ObjectNode> states(List<PartState> list) {
        Map<String, ObjectNode> states = new LinkedHashMap<>();
        list.forEach(each -> states.put(each.part(), each.state()));
        return states;
    }

    private static List<PartState> list(Map<String, ObjectNode> states) {
        return states.entrySet().stream()
                .map(entry -> new PartState(entry.getKey(), entry.getValue()))
                .toList();
    }

    /// One look at a release and its parts. For one thread.
    private final class Work {
        private final Release release;
        private final Attempt attempt;
        private final List<Seen> seen = new ArrayList<>();

        Work(Release release, Attempt attempt) {
            this.release = release;
            this.attempt = attempt;
            for (PartState wanted : release.status().wanted()) {
                Part part = part(wanted);
                TrafficPart.Standing standing =
                        part instanceof TrafficPart member ? member.standing() : null;
                seen.add(new Seen(part.id(), part.exists(), part.isAs(wanted.state()), standing));
            }
        }

        Course course() {
            return new Course(new Plan(release), attempt, seen, time.now());
        }

        Part part(PartState state) {
            return ReleaseReconciler.this.part(release, state.part());
        }

        boolean isAsWanted(Part part) {
            return seen.stream().anyMatch(each -> each.id().equals(part.id()) && each.asWanted());
        }

        /// The workloads, each after those it waits for; those that belong to it no longer come
        /// first.
        List<TrafficPart> members() {
            List<String> order = new Plan(release).inOrder();
            List<TrafficPart> members = new ArrayList<>();
            for (PartState wanted : release.status().wanted()) {
                if (part(wanted) instanceof TrafficPart member && !order.contains(member.id())) {
                    members.add(member);
                }
            }
            for (String id : order) {
                if (ReleaseReconciler.this.part(release, id) instanceof TrafficPart member) {
                    members.add(member);
                }
            }
            return members;
        }
    }
}

package dev.slipway.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The end of one pod, on threads of its own: traffic leaves it, then its containers are stopped,
/// the main ones together, then sidecars and init containers from the last to the first. `done` is
/// called once no process is left. Thread-safe.
final class PodTermination {
    private final ActivePod pod;
    private final ContainerStop stops;
    private final TrafficDrain drain;
    private final Duration drainMax;
    private final Runnable done;
    private final List<ContainerTrack> tracks;

    private volatile Duration grace;
    private volatile @Nullable Thread draining;
    private volatile boolean hurried;

    PodTermination(
            ActivePod pod, ContainerStop stops, Traffic traffic, Duration grace, Runnable done) {
        this.pod = pod;
        this.stops = stops;
        this.drain = traffic.drain();
        this.drainMax = traffic.max();
        this.grace = grace;
        this.done = done;
        this.tracks = pod.tracks();
    }

    /// Whom to ask whether traffic has left, and how long to wait for it.
    record Traffic(TrafficDrain drain, Duration max) {}

    void start() {
        Thread.ofVirtual().name("pod-end-" + pod.uid()).start(this::run);
    }

    /// Less time than was given at first.
    void shorten(Duration shorter) {
        if (shorter.compareTo(grace) < 0) {
            grace = shorter;
            wakeAll();
        }
    }

    /// No time at all: the object is gone already.
    void hurry() {
        hurried = true;
        grace = Duration.ZERO;
        Thread waiting = draining;
        if (waiting != null) {
            waiting.interrupt();
        }
        wakeAll();
    }

    private void wakeAll() {
        tracks.forEach(track -> {
            if (track.attempt() >= 0) {
                stops.wake(pod.id(track));
            }
        });
    }

    private void run() {
        try {
            awaitDrain();
            stopTogether(chosen(true));
            for (ContainerTrack track : chosen(false).reversed()) {
                stopTogether(List.of(track));
            }
        } finally {
            done.run();
        }
    }

    private void awaitDrain() {
        if (hurried || !pod.anyRunning() || pod.ports().hostPorts().isEmpty()) {
            return;
        }
        draining = Thread.currentThread();
        try {
            drain.await(
                    new TrafficDrain.Leaving(pod.key(), pod.uid(), pod.ports().addresses()),
                    drainMax);
        } catch (InterruptedException _) {
            // Hurried: the interrupt was meant for the wait only.
        } finally {
            draining = null;
            Thread.interrupted();
        }
    }

    private List<ContainerTrack> chosen(boolean main) {
        return tracks.stream()
                .filter(track -> (track.view().role() == ContainerView.Role.MAIN) == main)
                .filter(track -> track.state() instanceof ContainerState.Running)
                .toList();
    }

    private void stopTogether(List<ContainerTrack> chosen) {
        List<Thread> threads = new ArrayList<>();
        for (ContainerTrack track : chosen) {
            track.replaceProbes(null);
            track.setStopping();
            ContainerStop.Request request =
                    new ContainerStop.Request(
                            pod.id(track), track.spec(), pod.ports(), () -> grace);
            threads.add(Thread.ofVirtual().name("container-stop").start(() -> stops.stop(request)));
        }
        threads.forEach(PodTermination::join);
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

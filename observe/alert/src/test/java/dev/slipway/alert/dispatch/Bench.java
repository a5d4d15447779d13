package dev.slipway.alert.dispatch;

import dev.slipway.alert.ReceivedAlert;
import dev.slipway.alert.Silence;
import dev.slipway.alert.config.AlertConfig;
import dev.slipway.alert.notify.Channel;
import dev.slipway.controller.testing.SimulatedTime;
import dev.slipway.series.Labels;
import dev.slipway.series.Matcher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A dispatcher in simulated time, whose receivers write down what they are told.
final class Bench {
    static final String CONFIG =
            """
            route: {receiver: web, group_by: [alertname]}
            receivers: [{name: web}]
            """;

    final SimulatedTime time = new SimulatedTime();
    final List<String> lines = new ArrayList<>();
    final Map<String, RecordingNotifier> notifiers = new HashMap<>();
    private final boolean sendsResolved;
    private Path folder;
    AlertDispatcher dispatcher;

    Bench(Path folder, String config) {
        this(folder, config, true);
    }

    Bench(Path folder, String config, boolean sendsResolved) {
        this.folder = folder;
        this.sendsResolved = sendsResolved;
        this.dispatcher = open(config);
        dispatcher.start();
    }

    /// As after `kill -9`: a new process finds what is on disk now.
    void crash(String config) {
        try {
            Path copy = folder.resolveSibling(folder.getFileName() + "x");
            Files.createDirectories(copy);
            Files.copy(
                    folder.resolve("alerts.log"),
                    copy.resolve("alerts.log"),
                    StandardCopyOption.REPLACE_EXISTING);
            dispatcher.close();
            folder = copy;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        dispatcher = open(config);
        dispatcher.start();
    }

    Routing routing(String text) {
        AlertConfig config = AlertConfig.parse(text, "test.yml", folder);
        Map<String, List<Channel>> all = new HashMap<>();
        for (String receiver : config.receivers().keySet()) {
            RecordingNotifier notifier =
                    notifiers.computeIfAbsent(receiver, _ -> new RecordingNotifier(time, lines));
            all.put(
                    receiver,
                    List.of(new Channel("test[0]", sendsResolved, Duration.ZERO, notifier)));
        }
        return new Routing(config, all);
    }

    void fire(String name, String id, String... more) {
        put(name, id, null, more);
    }

    void resolve(String name, String id, String... more) {
        put(name, id, time.now(), more);
    }

    void put(
            String name,
            String id,
            @org.jspecify.annotations.Nullable Instant end,
            String... more) {
        Labels labels = Labels.of(more).with("alertname", name).with("id", id);
        dispatcher.put(List.of(new ReceivedAlert(labels, Labels.EMPTY, null, end, "")));
    }

    /// Fires again and again, as Prometheus does, for that long.
    void keepFiring(String name, String id, Duration duration) {
        Instant end = time.now().plus(duration);
        while (time.now().isBefore(end)) {
            fire(name, id);
            time.advance(Duration.ofMinutes(1));
        }
    }

    String silence(String name, String value, Duration duration) {
        return dispatcher
                .silences()
                .set(
                        new Silence(
                                "",
                                List.of(Matcher.equal(name, value)),
                                time.now(),
                                time.now().plus(duration),
                                time.now(),
                                "me",
                                "test"));
    }

    private AlertDispatcher open(String config) {
        return new AlertDispatcher(
                folder, routing(config), DispatchLimits.DEFAULT, time, Runnable::run);
    }
}

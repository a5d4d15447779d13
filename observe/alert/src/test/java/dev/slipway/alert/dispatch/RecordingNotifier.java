package dev.slipway.alert.dispatch;

import dev.slipway.alert.notify.Notification;
import dev.slipway.alert.notify.Notifier;
import dev.slipway.alert.notify.NotifyException;
import dev.slipway.controller.testing.SimulatedTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes down what it is told as lines: `30s web[0] firing a b / resolved c`.
final class RecordingNotifier implements Notifier {
    private final SimulatedTime time;
    private final List<String> lines;
    private @Nullable NotifyException failure;

    RecordingNotifier(SimulatedTime time, List<String> lines) {
        this.time = time;
        this.lines = lines;
    }

    void failWith(@Nullable NotifyException next) {
        failure = next;
    }

    @Override
    public void send(Notification notification) {
        if (failure != null) {
            lines.add(at() + " " + notification.receiver() + " failed");
            throw failure;
        }
        StringBuilder line = new StringBuilder(at()).append(' ').append(notification.receiver());
        names(line, " firing ", notification.firing());
        names(line, " resolved ", notification.resolved());
        lines.add(line.toString());
    }

    private String at() {
        Duration since = Duration.between(SimulatedTime.START, time.now());
        return since.toString().substring(2).toLowerCase(java.util.Locale.ROOT);
    }

    private static void names(
            StringBuilder line, String word, List<dev.slipway.alert.Alert> alerts) {
        List<String> names = new ArrayList<>();
        alerts.forEach(each -> names.add(each.labels().value("id")));
        if (!names.isEmpty()) {
            line.append(word).append(String.join(",", names.stream().sorted().toList()));
        }
    }
}

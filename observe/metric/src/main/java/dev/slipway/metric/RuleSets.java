package dev.slipway.metric;

import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.slipway.controller.Component;
import dev.slipway.controller.Informer;
import dev.slipway.controller.Time;
import dev.slipway.model.Kind;
import dev.slipway.model.RawResource;
import dev.slipway.rule.Problem;
import dev.slipway.rule.RuleEngine;
import dev.slipway.rule.RuleFile;
import dev.slipway.rule.RuleGroup;
import dev.slipway.rule.RuleOptions;
import dev.slipway.rule.RuleQueries;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which rules are evaluated: those of the rule files and of all `PrometheusRule` objects. An
/// object with a mistake is left out, with a message; a file with one keeps the whole set of files
/// as it was. Thread-safe.
final class RuleSets implements Component {
    static final Kind<RawResource> PROMETHEUS_RULE =
            Kind.namespaced(
                    "monitoring.coreos.com/v1",
                    "PrometheusRule",
                    "prometheusrules",
                    RawResource.class);

    private static final System.Logger LOG = System.getLogger(RuleSets.class.getName());

    /// Several objects of one `apply` make one reload.
    private static final Duration GATHER = Duration.ofMillis(200);

    private final RuleEngine engine;
    private final RuleQueries queries;
    private final Informer<RawResource> objects;
    private final Time time;

    @GuardedBy("this")
    private List<RuleGroup> ofFiles = List.of();

    /// Of groups that name none.
    @GuardedBy("this")
    private Duration interval = RuleOptions.DEFAULT.interval();

    @GuardedBy("this")
    private Time.@Nullable Scheduled due;

    @GuardedBy("this")
    private boolean started;

    @GuardedBy("this")
    private boolean closed;

    RuleSets(RuleEngine engine, RuleQueries queries, Informer<RawResource> objects, Time time) {
        this.engine = requireNonNull(engine, "engine");
        this.queries = requireNonNull(queries, "queries");
        this.objects = requireNonNull(objects, "objects");
        this.time = requireNonNull(time, "time");
        objects.addListener(_ -> changed());
    }

    /// Evaluates what there is from now on.
    @Override
    public synchronized void start() {
        started = true;
        reload();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (due != null) {
            due.cancel();
        }
    }

    /// The groups of these files. Throws [MetricsException] with all that is wrong.
    List<RuleGroup> read(List<String> patterns) {
        List<RuleGroup> groups = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (String pattern : patterns) {
            for (Path file : FilePatterns.expand(pattern)) {
                RuleFile read = RuleFile.read(file, queries);
                groups.addAll(read.groups());
                problems.addAll(read.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new MetricsException(
                    String.join("\n", problems.stream().map(Problem::toString).toList()));
        }
        return groups;
    }

    /// Takes these groups instead of those that were read from files before.
    ///
    /// @param usual interval of groups that name none
    synchronized void use(List<RuleGroup> groups, Duration usual) {
        ofFiles = List.copyOf(groups);
        interval = usual;
        if (started) {
            reload();
        }
    }

    private synchronized void changed() {
        if (started && !closed && due == null) {
            // Reading rules takes longer than the thread of the clock may be kept busy.
            due = time.schedule(GATHER, () -> Thread.ofVirtual().name("rules").start(this::reload));
        }
    }

    private synchronized void reload() {
        due = null;
        if (closed) {
            return;
        }
        Duration usual = interval;
        List<RuleGroup> groups = new ArrayList<>(ofFiles);
        for (RawResource object : objects.all()) {
            String source = "PrometheusRule " + object.key();
            RuleFile read = RuleFile.ofSpec(source, object.tree().path("spec"), queries);
            if (read.problems().isEmpty()) {
                groups.addAll(read.groups());
            } else {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "Rules are left out because of a mistake problem=" + read.problems());
            }
        }
        engine.reload(
                groups.stream()
                        .map(group -> group.interval().isZero() ? group.withInterval(usual) : group)
                        .toList());
    }
}

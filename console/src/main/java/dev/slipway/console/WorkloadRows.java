package dev.slipway.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.console.Views.Health;
import dev.slipway.console.Views.Workload;
import dev.slipway.model.kinds.Condition;
import dev.slipway.model.kinds.Deployment;
import dev.slipway.model.kinds.Job;
import dev.slipway.model.kinds.Rollout;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A workload in one line: how much of it is there, and what is in the way of the rest.
final class WorkloadRows {
    private WorkloadRows() {}

    static Workload row(Rollout rollout) {
        String phase = ReleaseRows.phase(rollout);
        return new Workload(
                "Rollout",
                rollout.key().namespace(),
                rollout.key().name(),
                ReleaseRows.health(phase),
                number(rollout.status().availableReplicas())
                        + "/"
                        + rollout.spec().replicasWanted(),
                ReleaseRows.message(rollout.status()),
                images(rollout.spec().template()));
    }

    static Workload row(Deployment deployment) {
        Deployment.DeploymentStatus status = deployment.status();
        Integer replicas = deployment.spec().replicas();
        int wanted = replicas == null ? 1 : replicas;
        boolean observed =
                Objects.equals(status.observedGeneration(), deployment.metadata().generation());
        boolean done =
                observed
                        && number(status.availableReplicas()) >= wanted
                        && number(status.updatedReplicas()) >= wanted;
        boolean stuck =
                status.conditions().stream()
                        .anyMatch(
                                condition -> "ProgressDeadlineExceeded".equals(condition.reason()));
        return new Workload(
                "Deployment",
                deployment.key().namespace(),
                deployment.key().name(),
                health(stuck, done),
                number(status.availableReplicas()) + "/" + wanted,
                done && !stuck ? "" : why(status.conditions()),
                images(deployment.spec().template()));
    }

    static Workload row(Job job) {
        List<Condition> conditions = job.status().conditions();
        Condition failed = Condition.find(conditions, "Failed");
        boolean bad = failed != null && failed.holds();
        Integer completions = job.spec().completions();
        return new Workload(
                "Job",
                job.key().namespace(),
                job.key().name(),
                health(bad, Condition.isTrue(conditions, "Complete")),
                number(job.status().succeeded()) + "/" + (completions == null ? 1 : completions),
                failed != null && bad ? String.valueOf(failed.message()) : "",
                images(job.spec().template()));
    }

    private static Health health(boolean bad, boolean done) {
        if (bad) {
            return Health.bad;
        }
        return done ? Health.good : Health.busy;
    }

    /// What does not hold says more than what does.
    private static String why(List<Condition> conditions) {
        for (boolean holding : new boolean[] {false, true}) {
            for (Condition condition : conditions) {
                String message = condition.message();
                if (condition.holds() == holding && message != null && !message.isEmpty()) {
                    return message;
                }
            }
        }
        return "";
    }

    private static String images(ObjectNode template) {
        return VersionRows.images(template.at("/spec/containers"));
    }

    private static int number(@Nullable Integer number) {
        return number == null ? 0 : number;
    }
}

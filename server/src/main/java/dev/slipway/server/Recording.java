package dev.slipway.server;

import dev.slipway.evidence.Evidence;
import dev.slipway.evidence.ReleaseView;
import dev.slipway.evidence.ReleaseViews;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.ReleaseRecordStatus.Side;
import dev.slipway.record.MessageTemplateException;
import dev.slipway.record.RecordConfig;
import dev.slipway.record.ReleaseRecorder;
import dev.slipway.record.TrafficSeen;
import dev.slipway.template.FunctionSet;
import dev.slipway.template.Template;
import dev.slipway.template.TemplateException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the records of releases need from others: the traffic that the guard watches, an engine for
/// templates, and the kinds there are.
final class Recording {
    private static final FunctionSet FUNCTIONS =
            FunctionSet.builder()
                    .add("toUpper", String.class, String::toUpperCase)
                    .add("toLower", String.class, String::toLowerCase)
                    .build();

    private Recording() {}

    static ReleaseRecorder recorder(
            ShippingGround ground, ReleaseViews rollouts, @Nullable ReleaseViews deployments) {
        return new ReleaseRecorder(
                ground.cluster("release-records", Rights.ofRecords()),
                ground.informers(),
                RecordConfig.defaults(),
                new ReleaseRecorder.Crossings(
                        (kind, workload, since, until) ->
                                Optional.ofNullable(
                                                kind.equals(Kinds.ROLLOUT.type().kind())
                                                        ? rollouts
                                                        : deployments)
                                        .flatMap(views -> seen(views, workload, since, until)),
                        Recording::fill,
                        ground.serves()),
                ground.time());
    }

    private static Optional<TrafficSeen.Sides> seen(
            ReleaseViews views, ObjectKey workload, Instant since, Instant until) {
        return views.find(workload)
                .map(ReleaseView::seconds)
                .map(seconds -> {
                    List<ReleaseView.Second> during =
                            seconds.stream()
                                    .filter(second -> second.end().isAfter(since))
                                    .filter(second -> !second.end().isAfter(until))
                                    .toList();
                    return new TrafficSeen.Sides(
                            side(during.stream().map(ReleaseView.Second::canary).toList()),
                            side(during.stream().map(ReleaseView.Second::stable).toList()));
                });
    }

    private static Side side(List<Evidence> evidence) {
        Evidence sum = evidence.stream().reduce(Evidence.NONE, Evidence::plus);
        return new Side(sum.requests(), sum.failures());
    }

    private static String fill(String name, String text, Map<String, Object> data) {
        try {
            return Template.parse(name, text, FUNCTIONS).execute(data);
        } catch (TemplateException e) {
            throw new MessageTemplateException(String.valueOf(e.getMessage()), e);
        }
    }
}

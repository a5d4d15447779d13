package dev.slipway.metric.kube;

import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.metric.figures.FigureSink;
import dev.slipway.metric.figures.FigureSource;
import dev.slipway.model.Kind;
import dev.slipway.model.Resource;
import dev.slipway.model.kinds.Kinds;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/// `kube_*` of all objects, from the local copies that the server's controllers use anyway.
/// Thread-safe.
public final class KubeFigures implements FigureSource {
    private final List<FigureSource> kinds = new ArrayList<>();

    public KubeFigures(Informers informers) {
        each(informers, Kinds.POD, PodFigures::tell);
        each(informers, Kinds.DEPLOYMENT, WorkloadFigures::deployment);
        each(informers, Kinds.REPLICA_SET, WorkloadFigures::replicaSet);
        each(informers, Kinds.JOB, WorkloadFigures::job);
        each(informers, Kinds.HORIZONTAL_POD_AUTOSCALER, WorkloadFigures::autoscaler);
        each(informers, Kinds.SERVICE, PlaceFigures::service);
        each(informers, Kinds.NODE, PlaceFigures::node);
        each(informers, Kinds.NAMESPACE, PlaceFigures::namespace);
    }

    private <T extends Resource> void each(
            Informers informers, Kind<T> kind, BiConsumer<ObjectSink, T> teller) {
        Informer<T> informer = informers.of(kind);
        kinds.add(sink ->
                informer.all()
                        .forEach(object ->
                                teller.accept(
                                        new ObjectSink(sink, kind.type().kind(), object.metadata()),
                                        object)));
    }

    @Override
    public void collect(FigureSink sink) {
        kinds.forEach(kind -> kind.collect(sink));
    }
}

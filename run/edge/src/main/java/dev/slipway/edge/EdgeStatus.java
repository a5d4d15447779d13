package dev.slipway.edge;

import dev.slipway.client.Cluster;
import dev.slipway.client.Resources;
import dev.slipway.controller.Controller;
import dev.slipway.controller.Informer;
import dev.slipway.controller.MergeChange;
import dev.slipway.controller.Result;
import dev.slipway.controller.Stepwise;
import dev.slipway.controller.Time;
import dev.slipway.model.ApiException;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.Patch;
import dev.slipway.model.Resource;
import dev.slipway.model.kinds.Kinds;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Writes what became of gateways, routes, ingresses and services into their status, and only what
/// is not there already. It runs beside routing and never holds it up: one controller per kind,
/// woken for all objects of the kind when the findings have changed. Thread-safe.
final class EdgeStatus implements Stepwise {
    private final List<Controller> controllers = new ArrayList<>();
    private final List<Runnable> wakers = new ArrayList<>();
    private final Cluster cluster;
    private final Time time;
    private volatile @Nullable StatusTexts texts;

    EdgeStatus(InformedObjects objects, Cluster cluster, Time time) {
        this.cluster = cluster;
        this.time = time;
        write(
                Kinds.GATEWAY_CLASS,
                objects.gatewayClasses,
                object -> object.status(),
                StatusTexts::gatewayClass);
        write(Kinds.GATEWAY, objects.gateways, object -> object.status(), StatusTexts::gateway);
        write(
                Kinds.HTTP_ROUTE,
                objects.httpRoutes,
                object -> object.status(),
                StatusTexts::httpRoute);
        write(Kinds.INGRESS, objects.ingresses, object -> object.status(), StatusTexts::ingress);
        write(Kinds.SERVICE, objects.services, object -> object.status(), StatusTexts::service);
    }

    private <T extends Resource> void write(
            Kind<T> kind,
            Informer<T> informer,
            Function<T, Object> current,
            BiFunction<StatusTexts, T, Object> wanted) {
        Resources<T> resources = cluster.resources(kind);
        Controller controller =
                Controller.named(
                                "edge-" + kind.plural(),
                                key -> reconcile(informer.find(key), resources, current, wanted),
                                time)
                        .onChange(informer)
                        .workers(1)
                        .build();
        controllers.add(controller);
        wakers.add(() -> informer.all().forEach(object -> controller.wake(object.key())));
    }

    void start() {
        controllers.forEach(Controller::start);
    }

    void close() {
        controllers.forEach(Controller::close);
    }

    @Override
    public boolean step() throws InterruptedException {
        boolean progressed = false;
        for (Controller controller : controllers) {
            progressed |= controller.step();
        }
        return progressed;
    }

    /// The proxy routes by something new.
    void adopted(Adopted now) {
        StatusTexts before = texts;
        texts = new StatusTexts(now, time);
        if (before == null || !before.saysTheSameAs(now)) {
            wakers.forEach(Runnable::run);
        }
    }

    private <T extends Resource> Result reconcile(
            @Nullable T object,
            Resources<T> resources,
            Function<T, Object> current,
            BiFunction<StatusTexts, T, Object> wanted) {
        StatusTexts now = texts;
        if (object == null || now == null || object.metadata().isBeingDeleted()) {
            return Result.done();
        }
        Object before = current.apply(object);
        Object after = wanted.apply(now, object);
        if (!Objects.equals(before, after)) {
            patch(object.key(), resources, MergeChange.ofStatus(before, after));
        }
        return Result.done();
    }

    private static <T extends Resource> void patch(
            ObjectKey key, Resources<T> resources, Patch.@Nullable MergePatch change) {
        if (change == null) {
            return;
        }
        try {
            resources.patchStatus(key, change);
        } catch (ApiException e) {
            // Gone meanwhile: nobody is left to be told.
            if (e.reason() != ApiException.Reason.NOT_FOUND) {
                throw e;
            }
        }
    }
}

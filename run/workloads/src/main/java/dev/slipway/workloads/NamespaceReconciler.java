package dev.slipway.workloads;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.client.Cluster;
import dev.slipway.client.DeleteOptions;
import dev.slipway.client.ListQuery;
import dev.slipway.client.Resources;
import dev.slipway.controller.Controller;
import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.controller.Reconciler;
import dev.slipway.controller.Result;
import dev.slipway.controller.Time;
import dev.slipway.model.ApiException;
import dev.slipway.model.Json;
import dev.slipway.model.Kind;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.ObjectMeta;
import dev.slipway.model.Patch;
import dev.slipway.model.kinds.ConfigMap;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Namespace;
import dev.slipway.model.kinds.ServiceAccount;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Furnishes namespaces with what every pod may count on, and empties those that are deleted before
/// they go.
final class NamespaceReconciler implements Reconciler {
    private static final String FINALIZER = "kubernetes";
    private static final String SERVICE_ACCOUNT = "default";
    private static final String CERTIFICATES = "kube-root-ca.crt";
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Cluster cluster;
    private final List<Kind<OwnedThing>> kinds;
    private final String rootCertificates;
    private final Time time;
    private final Informer<Namespace> namespaces;
    private final Informer<ServiceAccount> accounts;
    private final Informer<ConfigMap> maps;

    NamespaceReconciler(Cluster cluster, Informers informers, WorkloadsConfig config, Time time) {
        this.cluster = cluster;
        this.kinds = config.kinds().stream().filter(Kind::namespaced).map(OwnedThing::of).toList();
        this.rootCertificates = config.rootCertificates();
        this.time = time;
        this.namespaces = informers.of(Kinds.NAMESPACE);
        this.accounts = informers.of(Kinds.SERVICE_ACCOUNT);
        this.maps = informers.of(Kinds.CONFIG_MAP);
    }

    Controller controller() {
        return Controller.named("namespace", this, time)
                .onChange(namespaces)
                .onChange(accounts, each -> furnishes(each.key(), SERVICE_ACCOUNT))
                .onChange(maps, each -> furnishes(each.key(), CERTIFICATES))
                .build();
    }

    @Override
    public Result reconcile(ObjectKey key) {
        Namespace namespace = namespaces.find(key);
        if (namespace == null) {
            return Result.done();
        }
        if (!namespace.metadata().isBeingDeleted()) {
            furnish(key.name());
            return Result.done();
        }
        if (!namespace.spec().finalizers().contains(FINALIZER)) {
            return Result.done();
        }
        return empty(namespace);
    }

    private void furnish(String namespace) {
        if (accounts.find(new ObjectKey(namespace, SERVICE_ACCOUNT)) == null) {
            create(
                    Kinds.SERVICE_ACCOUNT,
                    new ServiceAccount(
                            ObjectMeta.named(namespace, SERVICE_ACCOUNT),
                            List.of(),
                            List.of(),
                            null));
        }
        Map<String, String> data = Map.of("ca.crt", rootCertificates);
        ConfigMap present = maps.find(new ObjectKey(namespace, CERTIFICATES));
        if (present == null) {
            create(
                    Kinds.CONFIG_MAP,
                    new ConfigMap(ObjectMeta.named(namespace, CERTIFICATES), data, Map.of(), null));
        } else if (!present.data().equals(data)) {
            ObjectNode patch = Json.object();
            patch.putObject("data").put("ca.crt", rootCertificates);
            cluster.resources(Kinds.CONFIG_MAP).patch(present.key(), new Patch.MergePatch(patch));
        }
    }

    private <T extends dev.slipway.model.Resource> void create(Kind<T> kind, T object) {
        try {
            cluster.resources(kind).create(object);
        } catch (ApiException e) {
            if (e.reason() != ApiException.Reason.ALREADY_EXISTS) {
                throw e;
            }
        }
    }

    /// Asks for the deletion of everything in the namespace until nothing is left. Objects that
    /// take their time (pods, finalizers) are waited for.
    private Result empty(Namespace namespace) {
        boolean left = false;
        for (Kind<OwnedThing> kind : kinds) {
            Resources<OwnedThing> resources = cluster.resources(kind);
            ListQuery query = ListQuery.inNamespace(namespace.key().name());
            for (OwnedThing object : resources.list(query).items()) {
                left = true;
                if (!object.metadata().isBeingDeleted()) {
                    resources.delete(
                            object.key(), DeleteOptions.ofUid(object.metadata().storedUid()));
                }
            }
        }
        if (left) {
            return Result.after(LOOK_AGAIN);
        }
        ObjectNode patch = Json.object();
        patch.putObject("metadata").put("resourceVersion", namespace.metadata().resourceVersion());
        var finalizers = patch.putObject("spec").putArray("finalizers");
        namespace.spec().finalizers().stream()
                .filter(each -> !each.equals(FINALIZER))
                .forEach(finalizers::add);
        cluster.resources(Kinds.NAMESPACE).patch(namespace.key(), new Patch.MergePatch(patch));
        return Result.done();
    }

    private static List<ObjectKey> furnishes(ObjectKey object, String name) {
        return object.name().equals(name)
                ? List.of(ObjectKey.clusterWide(object.namespace()))
                : List.of();
    }
}

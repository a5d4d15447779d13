package dev.slipway.model.kinds;

import dev.slipway.model.Kind;
import java.util.List;

/// The built-in kinds, each with the shared record of the fields that capabilities use.
public final class Kinds {
    public static final Kind<Namespace> NAMESPACE =
            Kind.clusterWide("v1", "Namespace", "namespaces", Namespace.class);
    public static final Kind<Node> NODE = Kind.clusterWide("v1", "Node", "nodes", Node.class);
    public static final Kind<Pod> POD = Kind.namespaced("v1", "Pod", "pods", Pod.class);
    public static final Kind<ConfigMap> CONFIG_MAP =
            Kind.namespaced("v1", "ConfigMap", "configmaps", ConfigMap.class);
    public static final Kind<Secret> SECRET =
            Kind.namespaced("v1", "Secret", "secrets", Secret.class);
    public static final Kind<ServiceAccount> SERVICE_ACCOUNT =
            Kind.namespaced("v1", "ServiceAccount", "serviceaccounts", ServiceAccount.class);
    public static final Kind<Service> SERVICE =
            Kind.namespaced("v1", "Service", "services", Service.class);
    public static final Kind<Event> EVENT = Kind.namespaced("v1", "Event", "events", Event.class);
    public static final Kind<ReplicaSet> REPLICA_SET =
            Kind.namespaced("apps/v1", "ReplicaSet", "replicasets", ReplicaSet.class);
    public static final Kind<Deployment> DEPLOYMENT =
            Kind.namespaced("apps/v1", "Deployment", "deployments", Deployment.class);
    public static final Kind<Job> JOB = Kind.namespaced("batch/v1", "Job", "jobs", Job.class);
    public static final Kind<EndpointSlice> ENDPOINT_SLICE =
            Kind.namespaced(
                    "discovery.k8s.io/v1", "EndpointSlice", "endpointslices", EndpointSlice.class);
    public static final Kind<Lease> LEASE =
            Kind.namespaced("coordination.k8s.io/v1", "Lease", "leases", Lease.class);
    public static final Kind<Role> ROLE =
            Kind.namespaced("rbac.authorization.k8s.io/v1", "Role", "roles", Role.class);
    public static final Kind<ClusterRole> CLUSTER_ROLE =
            Kind.clusterWide(
                    "rbac.authorization.k8s.io/v1",
                    "ClusterRole",
                    "clusterroles",
                    ClusterRole.class);
    public static final Kind<RoleBinding> ROLE_BINDING =
            Kind.namespaced(
                    "rbac.authorization.k8s.io/v1",
                    "RoleBinding",
                    "rolebindings",
                    RoleBinding.class);
    public static final Kind<ClusterRoleBinding> CLUSTER_ROLE_BINDING =
            Kind.clusterWide(
                    "rbac.authorization.k8s.io/v1",
                    "ClusterRoleBinding",
                    "clusterrolebindings",
                    ClusterRoleBinding.class);
    public static final Kind<Ingress> INGRESS =
            Kind.namespaced("networking.k8s.io/v1", "Ingress", "ingresses", Ingress.class);
    public static final Kind<IngressClass> INGRESS_CLASS =
            Kind.clusterWide(
                    "networking.k8s.io/v1", "IngressClass", "ingressclasses", IngressClass.class);
    public static final Kind<GatewayClass> GATEWAY_CLASS =
            Kind.clusterWide(
                    "gateway.networking.k8s.io/v1",
                    "GatewayClass",
                    "gatewayclasses",
                    GatewayClass.class);
    public static final Kind<Gateway> GATEWAY =
            Kind.namespaced("gateway.networking.k8s.io/v1", "Gateway", "gateways", Gateway.class);
    public static final Kind<HttpRoute> HTTP_ROUTE =
            Kind.namespaced(
                    "gateway.networking.k8s.io/v1", "HTTPRoute", "httproutes", HttpRoute.class);
    public static final Kind<Rollout> ROLLOUT =
            Kind.namespaced("argoproj.io/v1alpha1", "Rollout", "rollouts", Rollout.class);
    public static final Kind<AnalysisTemplate> ANALYSIS_TEMPLATE =
            Kind.namespaced(
                    "argoproj.io/v1alpha1",
                    "AnalysisTemplate",
                    "analysistemplates",
                    AnalysisTemplate.class);
    public static final Kind<ClusterAnalysisTemplate> CLUSTER_ANALYSIS_TEMPLATE =
            Kind.clusterWide(
                    "argoproj.io/v1alpha1",
                    "ClusterAnalysisTemplate",
                    "clusteranalysistemplates",
                    ClusterAnalysisTemplate.class);
    public static final Kind<AnalysisRun> ANALYSIS_RUN =
            Kind.namespaced(
                    "argoproj.io/v1alpha1", "AnalysisRun", "analysisruns", AnalysisRun.class);
    public static final Kind<Experiment> EXPERIMENT =
            Kind.namespaced("argoproj.io/v1alpha1", "Experiment", "experiments", Experiment.class);
    public static final Kind<Release> RELEASE =
            Kind.namespaced("slipway.dev/v1alpha1", "Release", "releases", Release.class);

    public static final Kind<ReleaseRecord> RELEASE_RECORD =
            Kind.namespaced(
                    "slipway.dev/v1alpha1", "ReleaseRecord", "releaserecords", ReleaseRecord.class);

    public static final Kind<Stack> STACK =
            Kind.namespaced("slipway.dev/v1alpha1", "Stack", "stacks", Stack.class);
    public static final Kind<StackRun> STACK_RUN =
            Kind.namespaced("slipway.dev/v1alpha1", "StackRun", "stackruns", StackRun.class);

    public static final Kind<HorizontalPodAutoscaler> HORIZONTAL_POD_AUTOSCALER =
            Kind.namespaced(
                    "autoscaling/v2",
                    "HorizontalPodAutoscaler",
                    "horizontalpodautoscalers",
                    HorizontalPodAutoscaler.class);

    private static final List<Kind<?>> ALL =
            List.of(
                    NAMESPACE,
                    NODE,
                    POD,
                    CONFIG_MAP,
                    SECRET,
                    SERVICE_ACCOUNT,
                    SERVICE,
                    EVENT,
                    REPLICA_SET,
                    DEPLOYMENT,
                    JOB,
                    ENDPOINT_SLICE,
                    LEASE,
                    ROLE,
                    CLUSTER_ROLE,
                    ROLE_BINDING,
                    CLUSTER_ROLE_BINDING,
                    INGRESS,
                    INGRESS_CLASS,
                    GATEWAY_CLASS,
                    GATEWAY,
                    HTTP_ROUTE,
                    ROLLOUT,
                    ANALYSIS_TEMPLATE,
                    CLUSTER_ANALYSIS_TEMPLATE,
                    ANALYSIS_RUN,
                    EXPERIMENT,
                    RELEASE,
                    RELEASE_RECORD,
                    STACK,
                    STACK_RUN,
                    HORIZONTAL_POD_AUTOSCALER);

    private Kinds() {}

    /// Every kind of this list.
    public static List<Kind<?>> all() {
        return ALL;
    }
}

package dev.slipway.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.slipway.model.ApiException;
import io.kubernetes.client.proto.IntStr.IntOrString;
import io.kubernetes.client.proto.Meta.ObjectMeta;
import io.kubernetes.client.proto.Meta.Time;
import io.kubernetes.client.proto.Resource.Quantity;
import io.kubernetes.client.proto.Runtime;
import io.kubernetes.client.proto.V1;
import io.kubernetes.client.proto.V1Apps;
import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

final class ProtobufReaderTest {
    private final ProtobufReader reader = new ProtobufReader();

    @Test
    void leavesOutWhatGoWritesForFieldsThatAreNotSet() {
        V1.ConfigMap message =
                V1.ConfigMap.newBuilder()
                        .setMetadata(
                                ObjectMeta.newBuilder()
                                        .setName("conf")
                                        .setGenerateName("")
                                        .setNamespace("")
                                        .setGeneration(0)
                                        .setCreationTimestamp(Time.newBuilder())
                                        .putLabels("empty", ""))
                        .putData("a", "b")
                        .putBinaryData("bin", ByteString.copyFrom(new byte[] {1, 2, 3}))
                        .build();

        assertThat(read("v1", "ConfigMap", message))
                .isEqualTo(
                        """
                        {"kind":"ConfigMap","apiVersion":"v1",\
                        "metadata":{"name":"conf","labels":{"empty":""}},\
                        "data":{"a":"b"},"binaryData":{"bin":"AQID"}}\
                        """);
    }

    @Test
    void keepsZerosThatMeanSomething() {
        V1Apps.Deployment message =
                V1Apps.Deployment.newBuilder()
                        .setSpec(
                                V1Apps.DeploymentSpec.newBuilder()
                                        .setReplicas(0)
                                        .setMinReadySeconds(0)
                                        .setPaused(false)
                                        .setStrategy(
                                                V1Apps.DeploymentStrategy.newBuilder()
                                                        .setType("")
                                                        .setRollingUpdate(
                                                                V1Apps.RollingUpdateDeployment
                                                                        .newBuilder()
                                                                        .setMaxUnavailable(
                                                                                number(0))
                                                                        .setMaxSurge(text("25%")))))
                        .setStatus(V1Apps.DeploymentStatus.newBuilder().setUpdatedReplicas(0))
                        .build();

        assertThat(read("apps/v1", "Deployment", message))
                .isEqualTo(
                        """
                        {"kind":"Deployment","apiVersion":"apps/v1","spec":{"replicas":0,\
                        "strategy":{"rollingUpdate":{"maxUnavailable":0,"maxSurge":"25%"}}}}\
                        """);
    }

    @Test
    void unfoldsEmbeddedStructsAndScalars() {
        V1.Pod message =
                V1.Pod.newBuilder()
                        .setMetadata(
                                ObjectMeta.newBuilder()
                                        .setDeletionTimestamp(
                                                Time.newBuilder().setSeconds(1_800_000_000)))
                        .setSpec(
                                V1.PodSpec.newBuilder()
                                        .addVolumes(
                                                V1.Volume.newBuilder()
                                                        .setName("scratch")
                                                        .setVolumeSource(
                                                                V1.VolumeSource.newBuilder()
                                                                        .setEmptyDir(
                                                                                V1
                                                                                        .EmptyDirVolumeSource
                                                                                        .newBuilder())))
                                        .addContainers(container()))
                        .build();

        assertThat(read("v1", "Pod", message))
                .isEqualTo(
                        """
                        {"kind":"Pod","apiVersion":"v1",\
                        "metadata":{"deletionTimestamp":"2027-01-15T08:00:00Z"},\
                        "spec":{"volumes":[{"name":"scratch","emptyDir":{}}],\
                        "containers":[{"name":"c",\
                        "env":[{"name":"E","valueFrom":{"configMapKeyRef":\
                        {"name":"conf","key":"k"}}}],\
                        "resources":{"limits":{"cpu":"100m"}},\
                        "livenessProbe":{"httpGet":{"path":"/","port":"http"},\
                        "periodSeconds":3}}]}}\
                        """);
    }

    @Test
    void readsGroupsThatTheLibraryLacks() {
        // metadata {name: "l"}, spec {holderIdentity: "h", leaseDurationSeconds: 15}
        byte[] lease = {0x0a, 3, 0x0a, 1, 'l', 0x12, 5, 0x0a, 1, 'h', 0x10, 15};

        assertThat(read("coordination.k8s.io/v1", "Lease", ByteString.copyFrom(lease)))
                .isEqualTo(
                        """
                        {"kind":"Lease","apiVersion":"coordination.k8s.io/v1",\
                        "metadata":{"name":"l"},\
                        "spec":{"holderIdentity":"h","leaseDurationSeconds":15}}\
                        """);
    }

    @Test
    void refusesWhatItCannotRead() {
        assertThatThrownBy(() -> reader.read(new byte[] {1, 2, 3}))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("k8s\\0");
        assertThatThrownBy(() -> read("example.com/v1", "Thing", ByteString.EMPTY))
                .hasMessageContaining("example.com/v1 Thing");
        assertThatThrownBy(() -> read("v1", "Pod", ByteString.copyFrom(new byte[] {0x0a, 99})))
                .hasMessageContaining("invalid Protocol Buffers body");
    }

    private static V1.Container container() {
        return V1.Container.newBuilder()
                .setName("c")
                .setImage("")
                .addEnv(
                        V1.EnvVar.newBuilder()
                                .setName("E")
                                .setValue("")
                                .setValueFrom(
                                        V1.EnvVarSource.newBuilder()
                                                .setConfigMapKeyRef(
                                                        V1.ConfigMapKeySelector.newBuilder()
                                                                .setLocalObjectReference(
                                                                        V1.LocalObjectReference
                                                                                .newBuilder()
                                                                                .setName("conf"))
                                                                .setKey("k"))))
                .setResources(
                        V1.ResourceRequirements.newBuilder()
                                .putLimits("cpu", Quantity.newBuilder().setString("100m").build()))
                .setLivenessProbe(
                        V1.Probe.newBuilder()
                                .setHandler(
                                        V1.ProbeHandler.newBuilder()
                                                .setHttpGet(
                                                        V1.HTTPGetAction.newBuilder()
                                                                .setPath("/")
                                                                .setPort(text("http"))))
                                .setInitialDelaySeconds(0)
                                .setPeriodSeconds(3))
                .build();
    }

    private static IntOrString number(int value) {
        return IntOrString.newBuilder().setType(0).setIntVal(value).setStrVal("").build();
    }

    private static IntOrString text(String value) {
        return IntOrString.newBuilder().setType(1).setIntVal(0).setStrVal(value).build();
    }

    private String read(String apiVersion, String kind, Message message) {
        return read(apiVersion, kind, message.toByteString());
    }

    private String read(String apiVersion, String kind, ByteString raw) {
        Runtime.Unknown envelope =
                Runtime.Unknown.newBuilder()
                        .setTypeMeta(
                                Runtime.TypeMeta.newBuilder()
                                        .setApiVersion(apiVersion)
                                        .setKind(kind))
                        .setRaw(raw)
                        .build();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {'k', '8', 's', 0});
        body.writeBytes(envelope.toByteArray());
        return reader.read(body.toByteArray()).toString();
    }
}

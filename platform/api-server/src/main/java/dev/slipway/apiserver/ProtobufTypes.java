package dev.slipway.apiserver;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import dev.slipway.model.GroupVersionKind;
import io.kubernetes.client.proto.Meta;
import io.kubernetes.client.proto.Runtime;
import io.kubernetes.client.proto.V1;
import io.kubernetes.client.proto.V1Admissionregistration;
import io.kubernetes.client.proto.V1Apps;
import io.kubernetes.client.proto.V1Authentication;
import io.kubernetes.client.proto.V1Authorization;
import io.kubernetes.client.proto.V1Autoscaling;
import io.kubernetes.client.proto.V1Batch;
import io.kubernetes.client.proto.V1Networking;
import io.kubernetes.client.proto.V1Policy;
import io.kubernetes.client.proto.V1Rbac;
import io.kubernetes.client.proto.V1Scheduling;
import io.kubernetes.client.proto.V1Storage;
import io.kubernetes.client.proto.V2Autoscaling;
import org.jspecify.annotations.Nullable;

/// How the messages of each group are built. Each group is loaded when it is first asked for. The
/// library lacks three small groups, which are described here.
final class ProtobufTypes {
    private static final String META = ".k8s.io.apimachinery.pkg.apis.meta.v1.";
    private static final String CORE = ".k8s.io.api.core.v1.";
    private static final FieldDescriptorProto.Type TEXT = FieldDescriptorProto.Type.TYPE_STRING;
    private static final FieldDescriptorProto.Type NUMBER = FieldDescriptorProto.Type.TYPE_INT32;
    private static final FieldDescriptorProto.Type TRUTH = FieldDescriptorProto.Type.TYPE_BOOL;
    private static final FieldDescriptorProto.Type MESSAGE = FieldDescriptorProto.Type.TYPE_MESSAGE;

    /// What is around every object. Descriptions only: the library's own classes would be slower to
    /// load, and complain when they read.
    static final Descriptor ENVELOPE = Runtime.getDescriptor().findMessageTypeByName("Unknown");

    private ProtobufTypes() {}

    static @Nullable Descriptor find(GroupVersionKind type) {
        if (type.kind().equals("DeleteOptions")) {
            return Meta.getDescriptor().findMessageTypeByName("DeleteOptions");
        }
        FileDescriptor file = file(type.apiVersion());
        return file == null ? null : file.findMessageTypeByName(type.kind());
    }

    private static @Nullable FileDescriptor file(String apiVersion) {
        return switch (apiVersion) {
            case "v1" -> V1.getDescriptor();
            case "apps/v1" -> V1Apps.getDescriptor();
            case "batch/v1" -> V1Batch.getDescriptor();
            case "autoscaling/v1" -> V1Autoscaling.getDescriptor();
            case "autoscaling/v2" -> V2Autoscaling.getDescriptor();
            case "networking.k8s.io/v1" -> V1Networking.getDescriptor();
            case "policy/v1" -> V1Policy.getDescriptor();
            case "rbac.authorization.k8s.io/v1" -> V1Rbac.getDescriptor();
            case "authorization.k8s.io/v1" -> V1Authorization.getDescriptor();
            case "authentication.k8s.io/v1" -> V1Authentication.getDescriptor();
            case "scheduling.k8s.io/v1" -> V1Scheduling.getDescriptor();
            case "storage.k8s.io/v1" -> V1Storage.getDescriptor();
            case "admissionregistration.k8s.io/v1" -> V1Admissionregistration.getDescriptor();
            case "coordination.k8s.io/v1" -> Coordination.FILE;
            case "discovery.k8s.io/v1" -> Discovery.FILE;
            case "events.k8s.io/v1" -> Events.FILE;
            default -> null;
        };
    }

    private static final class Coordination {
        static final FileDescriptor FILE =
                build(
                        "coordination",
                        message("Lease", field("metadata", 1, META + "ObjectMeta"))
                                .addField(field("spec", 2, local("coordination", "LeaseSpec"))),
                        message("LeaseSpec", field("holderIdentity", 1, TEXT))
                                .addField(field("leaseDurationSeconds", 2, NUMBER))
                                .addField(field("acquireTime", 3, META + "MicroTime"))
                                .addField(field("renewTime", 4, META + "MicroTime"))
                                .addField(field("leaseTransitions", 5, NUMBER))
                                .addField(field("strategy", 6, TEXT))
                                .addField(field("preferredHolder", 7, TEXT)));

        private Coordination() {}
    }

    private static final class Discovery {
        static final FileDescriptor FILE =
                build(
                        "discovery",
                        message("EndpointSlice", field("metadata", 1, META + "ObjectMeta"))
                                .addField(many(field("endpoints", 2, local("Endpoint"))))
                                .addField(many(field("ports", 3, local("EndpointPort"))))
                                .addField(field("addressType", 4, TEXT)),
                        message("Endpoint", many(field("addresses", 1, TEXT)))
                                .addField(field("conditions", 2, local("EndpointConditions")))
                                .addField(field("hostname", 3, TEXT))
                                .addField(field("targetRef", 4, CORE + "ObjectReference"))
                                .addField(field("nodeName", 6, TEXT))
                                .addField(field("zone", 7, TEXT))
                                .addField(field("hints", 8, local("EndpointHints"))),
                        message("EndpointConditions", field("ready", 1, TRUTH))
                                .addField(field("serving", 2, TRUTH))
                                .addField(field("terminating", 3, TRUTH)),
                        message("EndpointHints", many(field("forZones", 1, local("ForZone")))),
                        message("ForZone", field("name", 1, TEXT)),
                        message("EndpointPort", field("name", 1, TEXT))
                                .addField(field("protocol", 2, TEXT))
                                .addField(field("port", 3, NUMBER))
                                .addField(field("appProtocol", 4, TEXT)));

        private Discovery() {}

        private static String local(String name) {
            return ProtobufTypes.local("discovery", name);
        }
    }

    private static final class Events {
        static final FileDescriptor FILE =
                build(
                        "events",
                        message("Event", field("metadata", 1, META + "ObjectMeta"))
                                .addField(field("eventTime", 2, META + "MicroTime"))
                                .addField(field("series", 3, local("events", "EventSeries")))
                                .addField(field("reportingController", 4, TEXT))
                                .addField(field("reportingInstance", 5, TEXT))
                                .addField(field("action", 6, TEXT))
                                .addField(field("reason", 7, TEXT))
                                .addField(field("regarding", 8, CORE + "ObjectReference"))
                                .addField(field("related", 9, CORE + "ObjectReference"))
                                .addField(field("note", 10, TEXT))
                                .addField(field("type", 11, TEXT))
                                .addField(field("deprecatedSource", 12, CORE + "EventSource"))
                                .addField(field("deprecatedFirstTimestamp", 13, META + "Time"))
                                .addField(field("deprecatedLastTimestamp", 14, META + "Time"))
                                .addField(field("deprecatedCount", 15, NUMBER)),
                        message("EventSeries", field("count", 1, NUMBER))
                                .addField(field("lastObservedTime", 2, META + "MicroTime")));

        private Events() {}
    }

    private static FileDescriptor build(String group, DescriptorProto.Builder... messages) {
        FileDescriptorProto.Builder file =
                FileDescriptorProto.newBuilder()
                        .setName("slipway/" + group + ".proto")
                        .setPackage("slipway." + group)
                        .setSyntax("proto2")
                        .addDependency(Meta.getDescriptor().getName())
                        .addDependency(V1.getDescriptor().getName());
        for (DescriptorProto.Builder message : messages) {
            file.addMessageType(message);
        }
        try {
            return FileDescriptor.buildFrom(
                    file.build(), new FileDescriptor[] {Meta.getDescriptor(), V1.getDescriptor()});
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException("Broken description of group " + group, e);
        }
    }

    private static String local(String group, String name) {
        return ".slipway." + group + "." + name;
    }

    private static DescriptorProto.Builder message(
            String name, FieldDescriptorProto.Builder first) {
        return DescriptorProto.newBuilder().setName(name).addField(first);
    }

    private static FieldDescriptorProto.Builder field(
            String name, int number, FieldDescriptorProto.Type type) {
        return FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
                .setType(type);
    }

    private static FieldDescriptorProto.Builder field(String name, int number, String message) {
        return field(name, number, MESSAGE).setTypeName(message);
    }

    private static FieldDescriptorProto.Builder many(FieldDescriptorProto.Builder field) {
        return field.setLabel(FieldDescriptorProto.Label.LABEL_REPEATED);
    }
}

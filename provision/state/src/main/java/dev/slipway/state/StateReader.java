package dev.slipway.state;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.hcl.json.JsonException;
import dev.slipway.hcl.json.JsonValues;
import dev.slipway.hcl.value.BigFloat;
import dev.slipway.hcl.value.Conversion;
import dev.slipway.hcl.value.ConversionException;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValuePath;
import dev.slipway.provider.PrivateData;
import dev.slipway.provider.RawState;
import dev.slipway.provider.TypeJson;
import dev.slipway.provider.WireFormatException;
import dev.slipway.state.address.AddressException;
import dev.slipway.state.address.Addresses;
import dev.slipway.state.address.ConfigResource;
import dev.slipway.state.address.InstanceKey;
import dev.slipway.state.address.ModuleInstance;
import dev.slipway.state.address.ProviderAddress;
import dev.slipway.state.address.ResourceAddress;
import dev.slipway.state.address.ResourcePath;
import dev.slipway.state.address.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads a state token by token; the bytes of attributes are taken as they are. Belongs to one
/// thread.
final class StateReader {
    private final JsonParser json;
    private final byte[] file;
    private final String place;

    // Most of a large state are dependencies, and most of them the same ones.
    private final Map<String, ConfigResource> dependencies;

    private int version;
    private String terraformVersion = "";
    private long serial;
    private String lineage = "";
    private final SortedMap<String, State.Output> outputs = new TreeMap<>();
    private final SortedMap<ResourcePath, ResourceState> resources = new TreeMap<>();
    private final List<CheckResult> checks = new ArrayList<>();

    StateReader(JsonParser json, byte[] file, String place) {
        this(json, file, place, new HashMap<>());
    }

    /// @param dependencies those that were read already, by their texts; more come to it
    StateReader(
            JsonParser json, byte[] file, String place, Map<String, ConfigResource> dependencies) {
        this.json = json;
        this.file = file;
        this.place = place;
        this.dependencies = dependencies;
    }

    State state() throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw wrong("no object (expected: a state)");
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "version" -> {
                    version(json.getIntValue());
                    if (version < StateFile.VERSION) {
                        return upgraded();
                    }
                }
                case "terraform_version" -> terraformVersion = json.getText();
                case "serial" -> serial = json.getLongValue();
                case "lineage" -> lineage = json.getText();
                case "outputs" -> outputs();
                case "resources" -> array(this::resource);
                case "check_results" -> array(this::check);
                default -> json.skipChildren();
            }
        }
        if (version == 0) {
            throw wrong("no version (expected: a state of version " + StateFile.VERSION + ")");
        }
        return new State(terraformVersion, serial, lineage, outputs, resources, checks);
    }

    private void version(int found) {
        version = found;
        if (found > StateFile.VERSION) {
            throw wrong(
                    "version "
                            + found
                            + " (expected: "
                            + StateFile.VERSION
                            + "); a newer tool wrote it, which is needed to go on");
        }
        if (found < 1) {
            throw wrong("version " + found + " (expected: 1 to " + StateFile.VERSION + ")");
        }
    }

    private State upgraded() throws IOException {
        ObjectMapper mapper = new ObjectMapper(StateJson.FACTORY);
        JsonNode old = mapper.readTree(file);
        return StateFile.read(mapper.writeValueAsBytes(OldState.upgraded(old, place)), place);
    }

    private StateException wrong(String what) {
        return new StateException(
                place + ", line " + json.currentLocation().getLineNr() + ": " + what);
    }

    /// Reads one element.
    @FunctionalInterface
    private interface Element {
        void read() throws IOException;
    }

    private void array(Element element) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw wrong(json.currentName() + " is no array");
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() == null) {
                throw wrong("the file ends in the middle");
            }
            element.read();
        }
    }

    /// The bytes of the value that the parser is at; afterwards it is at its end.
    private byte[] bytes() throws IOException {
        int from = (int) json.currentTokenLocation().getByteOffset();
        if (json.currentToken().isStructStart()) {
            json.skipChildren();
        } else {
            json.getText();
            json.finishToken();
        }
        return Arrays.copyOfRange(file, from, (int) json.currentLocation().getByteOffset());
    }

    private void outputs() throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            byte[] value = "null".getBytes(StandardCharsets.UTF_8);
            byte[] type = "\"dynamic\"".getBytes(StandardCharsets.UTF_8);
            boolean sensitive = false;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "value" -> value = bytes();
                    case "type" -> type = bytes();
                    case "sensitive" -> sensitive = json.getBooleanValue();
                    default -> json.skipChildren();
                }
            }
            outputs.put(name, new State.Output(value(name, value, type), sensitive));
        }
    }

    private Value value(String name, byte[] value, byte[] type) {
        try {
            Value plain = JsonValues.read(new String(value, StandardCharsets.UTF_8));
            return Conversion.convert(plain, TypeJson.read(type));
        } catch (JsonException | ConversionException | WireFormatException e) {
            throw wrong("output " + name + ": " + e.getMessage());
        }
    }

    private void resource() throws IOException {
        String module = "";
        String mode = "managed";
        String type = "";
        String name = "";
        String provider = "";
        SortedMap<InstanceKey, InstanceState> instances = new TreeMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "module" -> module = json.getText();
                case "mode" -> mode = json.getText();
                case "type" -> type = json.getText();
                case "name" -> name = json.getText();
                case "provider" -> provider = json.getText();
                case "instances" -> instances = instances();
                default -> json.skipChildren();
            }
        }
        ResourceAddress address =
                new ResourceAddress(
                        mode.equals("data")
                                ? ResourceAddress.Mode.DATA
                                : ResourceAddress.Mode.MANAGED,
                        type,
                        name);
        try {
            ProviderAddress owner = Addresses.provider(provider);
            ResourcePath path = address.in(module(module));
            if (resources.put(path, new ResourceState(owner, instances)) != null) {
                throw wrong("resource " + path + " is there twice");
            }
        } catch (AddressException e) {
            throw wrong("resource " + address + ": " + e.getMessage());
        }
    }

    private static ModuleInstance module(String text) throws AddressException {
        if (text.isEmpty()) {
            return ModuleInstance.ROOT;
        }
        if (Addresses.target(text) instanceof Target.Module(ModuleInstance module)) {
            return module;
        }
        throw new AddressException("module: " + text + " (expected: a module's address)");
    }

    SortedMap<InstanceKey, InstanceState> instances() throws IOException {
        SortedMap<InstanceKey, InstanceState> instances = new TreeMap<>();
        array(() -> {
            Instance each = instance();
            InstanceState before = instances.get(each.key);
            SortedMap<String, ObjectState> deposed =
                    before == null ? new TreeMap<>() : new TreeMap<>(before.deposed());
            ObjectState current = before == null ? null : before.current();
            if (each.deposed.isEmpty()) {
                current = each.object;
            } else {
                deposed.put(each.deposed, each.object);
            }
            instances.put(each.key, new InstanceState(current, deposed));
        });
        return instances;
    }

    /// One object of one instance; the deposed key is empty for the current one.
    private record Instance(InstanceKey key, String deposed, ObjectState object) {}

    private Instance instance() throws IOException {
        InstanceKey key = InstanceKey.NONE;
        String deposed = "";
        boolean tainted = false;
        long schemaVersion = 0;
        RawState attributes = new RawState.Json("{}".getBytes(StandardCharsets.UTF_8));
        List<ValuePath> sensitive = new ArrayList<>();
        PrivateData privateData = PrivateData.NONE;
        long identityVersion = 0;
        byte[] identity = new byte[0];
        List<ConfigResource> needs = new ArrayList<>();
        boolean first = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "index_key" ->
                        key =
                                json.currentToken() == JsonToken.VALUE_STRING
                                        ? InstanceKey.of(json.getText())
                                        : InstanceKey.of(json.getLongValue());
                case "status" -> tainted = json.getText().equals("tainted");
                case "deposed" -> deposed = json.getText();
                case "schema_version" -> schemaVersion = json.getLongValue();
                case "attributes" -> attributes = new RawState.Json(bytes());
                case "attributes_flat" -> attributes = flat();
                case "sensitive_attributes" -> array(() -> sensitive.add(path()));
                case "private" -> privateData = privateData();
                case "identity_schema_version" -> identityVersion = json.getLongValue();
                case "identity" -> identity = bytes();
                case "dependencies" -> array(() -> needs.add(dependency(json.getText())));
                case "create_before_destroy" -> first = json.getBooleanValue();
                default -> json.skipChildren();
            }
        }
        boolean known = identity.length > 0 && identity[0] == '{';
        return new Instance(
                key,
                deposed,
                new ObjectState(
                        tainted,
                        schemaVersion,
                        attributes,
                        sensitive,
                        privateData,
                        known
                                ? new ObjectState.Identity(
                                        identityVersion, new RawState.Json(identity))
                                : null,
                        needs,
                        first));
    }

    private PrivateData privateData() throws IOException {
        return json.currentToken() == JsonToken.VALUE_NULL
                ? PrivateData.NONE
                : new PrivateData(json.getBinaryValue());
    }

    private RawState flat() throws IOException {
        Map<String, String> attributes = new HashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            attributes.put(name, json.getText());
        }
        return new RawState.Flatmap(attributes);
    }

    private ConfigResource dependency(String text) {
        ConfigResource known = dependencies.get(text);
        if (known != null) {
            return known;
        }
        try {
            ConfigResource read =
                    switch (Addresses.target(text)) {
                        case Target.Resource(ResourcePath path) -> path.config();
                        case Target.Instance(var address) -> address.resource().config();
                        case Target.Module _ -> throw wrong("dependency " + text + " is a module");
                    };
            dependencies.put(text, read);
            return read;
        } catch (AddressException e) {
            throw wrong("dependency: " + e.getMessage());
        }
    }

    private ValuePath path() throws IOException {
        ValuePath[] path = {ValuePath.ROOT};
        array(() -> path[0] = path[0].then(step()));
        return path[0];
    }

    private ValuePath.Step step() throws IOException {
        String type = "";
        byte[] value = new byte[0];
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "type" -> type = json.getText();
                case "value" -> value = bytes();
                default -> json.skipChildren();
            }
        }
        try {
            Value read = JsonValues.read(new String(value, StandardCharsets.UTF_8));
            if (type.equals("get_attr") && read instanceof Value.Text(String name)) {
                return new ValuePath.Step.Attribute(name);
            }
            Value key =
                    read instanceof Value.Mapping mapping ? mapping.elements().get("value") : read;
            return new ValuePath.Step.Index(key == null ? Value.of(BigFloat.of(0)) : key);
        } catch (JsonException e) {
            throw wrong("sensitive_attributes: " + e.getMessage());
        }
    }

    private void check() throws IOException {
        String kind = "";
        String address = "";
        String status = "unknown";
        List<CheckResult.Instance> instances = new ArrayList<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "object_kind" -> kind = json.getText();
                case "config_addr" -> address = json.getText();
                case "status" -> status = json.getText();
                case "objects" -> array(() -> instances.add(checked()));
                default -> json.skipChildren();
            }
        }
        for (CheckResult.Kind each : CheckResult.Kind.values()) {
            if (StateWriter.kind(each).equals(kind)) {
                checks.add(new CheckResult(each, address, status(status), instances));
            }
        }
    }

    private CheckResult.Instance checked() throws IOException {
        String address = "";
        String status = "unknown";
        List<String> failures = new ArrayList<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "object_addr" -> address = json.getText();
                case "status" -> status = json.getText();
                case "failure_messages" -> array(() -> failures.add(json.getText()));
                default -> json.skipChildren();
            }
        }
        return new CheckResult.Instance(address, status(status), failures);
    }

    private static CheckResult.Status status(@Nullable String text) {
        for (CheckResult.Status each : CheckResult.Status.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(text)) {
                return each;
            }
        }
        return CheckResult.Status.UNKNOWN;
    }
}

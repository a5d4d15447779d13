package dev.slipway.terraform.saved;

import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValuePath;
import dev.slipway.provider.PrivateData;
import dev.slipway.provider.TypeJson;
import dev.slipway.provider.ValueUnpacker;
import dev.slipway.state.CheckResult;
import dev.slipway.state.State;
import dev.slipway.state.address.AddressException;
import dev.slipway.state.address.Addresses;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.ProviderAddress;
import dev.slipway.state.address.Target;
import dev.slipway.terraform.change.Marks;
import dev.slipway.terraform.plan.Action;
import dev.slipway.terraform.plan.ActionReason;
import dev.slipway.terraform.plan.Change;
import dev.slipway.terraform.plan.OutputChange;
import dev.slipway.terraform.plan.Plan;
import dev.slipway.terraform.plan.ResourceChange;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ValueType;

/// Reads what [PlanPacker] writes. Belongs to one thread, for one plan.
final class PlanUnpacker {
    private final MessageUnpacker in;
    private final List<Type> types = new ArrayList<>();

    private PlanUnpacker(byte[] bytes) {
        this.in = MessagePack.newDefaultUnpacker(bytes);
    }

    /// @throws IOException if it is something else
    static Plan unpack(byte[] bytes, State previous, State prior) throws IOException {
        try {
            return new PlanUnpacker(bytes).plan(previous, prior);
        } catch (AddressException | RuntimeException e) {
            throw new IOException("damaged: " + e.getMessage(), e);
        }
    }

    private Plan plan(State previous, State prior) throws IOException, AddressException {
        int format = in.unpackInt();
        if (format != PlanPacker.FORMAT) {
            throw new IOException(
                    "format "
                            + format
                            + " (expected: "
                            + PlanPacker.FORMAT
                            + ", of this version of Slipway)");
        }
        Plan.Mode mode = Plan.Mode.valueOf(in.unpackString());
        boolean errored = in.unpackBoolean();
        Plan.Inputs inputs = inputs();
        List<ResourceChange> changes = all(this::change);
        List<ResourceChange> drift = all(this::change);
        List<ResourceChange> deferred = all(this::change);
        SortedMap<String, OutputChange> outputs = new TreeMap<>();
        for (OutputChange each : all(this::output)) {
            outputs.put(each.name(), each);
        }
        List<CheckResult> checks = all(this::check);
        return new Plan(
                mode, previous, prior, changes, drift, deferred, outputs, checks, inputs, errored);
    }

    /// Reads one element of a list.
    @FunctionalInterface
    private interface Reader<T> {
        T read() throws IOException, AddressException;
    }

    private <T> List<T> all(Reader<T> reader) throws IOException, AddressException {
        int size = in.unpackArrayHeader();
        List<T> all = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            all.add(reader.read());
        }
        return all;
    }

    private List<String> texts() throws IOException, AddressException {
        return all(in::unpackString);
    }

    private @Nullable String text() throws IOException {
        return in.tryUnpackNil() ? null : in.unpackString();
    }

    private byte[] bytes() throws IOException {
        return in.readPayload(in.unpackBinaryHeader());
    }

    private Plan.Inputs inputs() throws IOException, AddressException {
        SortedMap<String, Value> variables = new TreeMap<>();
        int size = in.unpackMapHeader();
        for (int i = 0; i < size; i++) {
            variables.put(in.unpackString(), value());
        }
        List<String> ephemeral = texts();
        List<Target> targets = targets();
        List<Target> excludes = targets();
        String workspace = in.unpackString();
        return new Plan.Inputs(
                variables,
                ephemeral,
                targets,
                excludes,
                workspace,
                Instant.parse(in.unpackString()));
    }

    private List<Target> targets() throws IOException, AddressException {
        return all(() -> Addresses.target(in.unpackString()));
    }

    private ResourceChange change() throws IOException, AddressException {
        InstanceAddress address = Addresses.instance(in.unpackString());
        InstanceAddress previous = Addresses.instance(in.unpackString());
        String deposed = text();
        ProviderAddress provider = Addresses.provider(in.unpackString());
        Change change = valueChange();
        ActionReason reason = ActionReason.valueOf(in.unpackString());
        return new ResourceChange(address, previous, deposed, provider, change, reason, details());
    }

    private ResourceChange.Details details() throws IOException, AddressException {
        PrivateData plannedPrivate = new PrivateData(bytes());
        List<ValuePath> requiresReplace = all(this::path);
        boolean imports = in.unpackBoolean();
        String id = text();
        Value identity = in.tryUnpackNil() ? null : value();
        String generated = text();
        return new ResourceChange.Details(
                plannedPrivate,
                requiresReplace,
                imports ? new ResourceChange.Importing(id, identity) : null,
                generated,
                texts());
    }

    private OutputChange output() throws IOException, AddressException {
        String name = in.unpackString();
        boolean sensitive = in.unpackBoolean();
        return new OutputChange(name, sensitive, valueChange());
    }

    private Change valueChange() throws IOException, AddressException {
        Action action = Action.valueOf(in.unpackString());
        Value before = value();
        return new Change(action, before, value());
    }

    private CheckResult check() throws IOException, AddressException {
        CheckResult.Kind kind = CheckResult.Kind.valueOf(in.unpackString());
        String address = in.unpackString();
        CheckResult.Status status = CheckResult.Status.valueOf(in.unpackString());
        return new CheckResult(
                kind,
                address,
                status,
                all(() -> {
                    String instance = in.unpackString();
                    return new CheckResult.Instance(
                            instance, CheckResult.Status.valueOf(in.unpackString()), texts());
                }));
    }

    private Value value() throws IOException, AddressException {
        Type type = type();
        Value plain = ValueUnpacker.unpack(bytes(), type);
        Map<ValuePath, Set<Mark>> marks = new LinkedHashMap<>();
        int size = in.unpackMapHeader();
        for (int i = 0; i < size; i++) {
            ValuePath path = path();
            Set<Mark> found = new HashSet<>();
            for (String name : texts()) {
                found.add(new Mark(name));
            }
            marks.put(path, found);
        }
        return marks.isEmpty() ? plain : Marks.put(plain, marks);
    }

    private Type type() throws IOException {
        int number = in.unpackInt();
        if (number == types.size()) {
            types.add(TypeJson.read(bytes()));
        }
        return types.get(number);
    }

    private ValuePath path() throws IOException, AddressException {
        ValuePath path = ValuePath.ROOT;
        int size = in.unpackArrayHeader();
        for (int i = 0; i < size; i++) {
            if (in.getNextFormat().getValueType() == ValueType.STRING) {
                path = path.attribute(in.unpackString());
            } else {
                in.unpackArrayHeader();
                path = path.index(value());
            }
        }
        return path;
    }
}

package dev.slipway.terraform.saved;

import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValuePath;
import dev.slipway.provider.TypeJson;
import dev.slipway.provider.ValuePacker;
import dev.slipway.state.CheckResult;
import dev.slipway.state.address.Target;
import dev.slipway.terraform.change.Marks;
import dev.slipway.terraform.plan.Change;
import dev.slipway.terraform.plan.OutputChange;
import dev.slipway.terraform.plan.Plan;
import dev.slipway.terraform.plan.ResourceChange;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/// Writes a plan but for its states as MessagePack. Each type of value is written once, where it
/// first appears. Belongs to one thread, for one plan.
final class PlanPacker {
    static final int FORMAT = 2;

    private final MessageBufferPacker out = MessagePack.newDefaultBufferPacker();
    private final Map<Type, Integer> types = new HashMap<>();

    static byte[] pack(Plan plan) throws IOException {
        PlanPacker packer = new PlanPacker();
        packer.write(plan);
        return packer.out.toByteArray();
    }

    private void write(Plan plan) throws IOException {
        out.packInt(FORMAT);
        out.packString(plan.mode().name());
        out.packBoolean(plan.errored());
        write(plan.inputs());
        writeAll(plan.changes(), this::write);
        writeAll(plan.drift(), this::write);
        writeAll(plan.deferred(), this::write);
        writeAll(plan.outputs().values(), this::write);
        writeAll(plan.checks(), this::write);
    }

    /// Writes one element of a list.
    @FunctionalInterface
    private interface Writer<T> {
        void write(T each) throws IOException;
    }

    private <T> void writeAll(Collection<T> all, Writer<T> writer) throws IOException {
        out.packArrayHeader(all.size());
        for (T each : all) {
            writer.write(each);
        }
    }

    private void writeTexts(Collection<String> texts) throws IOException {
        writeAll(texts, out::packString);
    }

    private void writeText(@Nullable String text) throws IOException {
        if (text == null) {
            out.packNil();
        } else {
            out.packString(text);
        }
    }

    private void write(Plan.Inputs inputs) throws IOException {
        out.packMapHeader(inputs.variables().size());
        for (Map.Entry<String, Value> each : inputs.variables().entrySet()) {
            out.packString(each.getKey());
            write(each.getValue());
        }
        writeTexts(inputs.ephemeralVariables());
        writeTexts(inputs.targets().stream().map(Target::toString).toList());
        writeTexts(inputs.excludes().stream().map(Target::toString).toList());
        out.packString(inputs.workspace());
        out.packString(inputs.timestamp().toString());
    }

    private void write(ResourceChange change) throws IOException {
        out.packString(change.address().toString());
        out.packString(change.previousAddress().toString());
        writeText(change.deposed());
        out.packString(change.provider().toString());
        write(change.change());
        out.packString(change.reason().name());
        ResourceChange.Details details = change.details();
        byte[] kept = details.plannedPrivate().bytes();
        out.packBinaryHeader(kept.length);
        out.writePayload(kept);
        writeAll(details.requiresReplace(), this::write);
        ResourceChange.Importing importing = details.importing();
        out.packBoolean(importing != null);
        writeText(importing == null ? null : importing.id());
        if (importing == null || importing.identity() == null) {
            out.packNil();
        } else {
            write(importing.identity());
        }
        writeText(details.generatedConfig());
        writeTexts(details.because());
    }

    private void write(OutputChange output) throws IOException {
        out.packString(output.name());
        out.packBoolean(output.sensitive());
        write(output.change());
    }

    private void write(Change change) throws IOException {
        out.packString(change.action().name());
        write(change.before());
        write(change.after());
    }

    private void write(CheckResult check) throws IOException {
        out.packString(check.kind().name());
        out.packString(check.configAddress());
        out.packString(check.status().name());
        writeAll(
                check.instances(),
                instance -> {
                    out.packString(instance.address());
                    out.packString(instance.status().name());
                    writeTexts(instance.failures());
                });
    }

    private void write(Value value) throws IOException {
        Value plain = Marks.plain(value);
        writeType(plain.type());
        byte[] packed = ValuePacker.pack(plain, plain.type());
        out.packBinaryHeader(packed.length);
        out.writePayload(packed);
        Map<ValuePath, Set<Mark>> marks = Marks.of(value);
        out.packMapHeader(marks.size());
        for (Map.Entry<ValuePath, Set<Mark>> each : marks.entrySet()) {
            write(each.getKey());
            writeTexts(each.getValue().stream().map(Mark::name).sorted().toList());
        }
    }

    /// The number of the type, and what it is if the number is new.
    private void writeType(Type type) throws IOException {
        Integer known = types.putIfAbsent(type, types.size());
        if (known != null) {
            out.packInt(known);
            return;
        }
        out.packInt(types.size() - 1);
        byte[] json = TypeJson.write(type);
        out.packBinaryHeader(json.length);
        out.writePayload(json);
    }

    private void write(ValuePath path) throws IOException {
        List<ValuePath.Step> steps = path.steps();
        out.packArrayHeader(steps.size());
        for (ValuePath.Step step : steps) {
            switch (step) {
                case ValuePath.Step.Attribute(String name) -> out.packString(name);
                case ValuePath.Step.Index(Value key) -> {
                    out.packArrayHeader(1);
                    write(key);
                }
            }
        }
    }
}

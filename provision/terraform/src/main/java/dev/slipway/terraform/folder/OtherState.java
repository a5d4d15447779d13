package dev.slipway.terraform.folder;

import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.state.State;
import dev.slipway.state.StateException;
import dev.slipway.state.StateFormat;
import dev.slipway.state.StateStore;
import dev.slipway.state.local.LocalStateStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;

/// The outputs of a state in another folder. Stateless.
final class OtherState {
    private OtherState() {}

    static Value outputs(Path folder, Value config, String workspace, StateFormat format) {
        Path file = folder.resolve(text(config, "path", "terraform.tfstate"));
        Path workspaces = folder.resolve(text(config, "workspace_dir", "terraform.tfstate.d"));
        return outputs(
                new LocalStateStore(file, workspaces, InstantSource.system(), format),
                file.toString(),
                workspace);
    }

    static Value outputs(StateStore states, String place, String workspace) {
        State state = states.read(workspace);
        if (state == null) {
            throw new StateException("state: there is none in " + place);
        }
        Map<String, Value> outputs = new TreeMap<>();
        state.outputs()
                .forEach((name, output) ->
                        outputs.put(
                                name,
                                output.sensitive()
                                        ? output.value().withMark(Mark.SENSITIVE)
                                        : output.value()));
        return Values.object(outputs);
    }

    private static String text(Value config, String name, String standard) {
        if (!(config.unmarked() instanceof Value.Mapping settings)) {
            return standard;
        }
        Value value = settings.elements().getOrDefault(name, Values.NULL);
        return value.isNull() ? standard : Values.text(value);
    }
}

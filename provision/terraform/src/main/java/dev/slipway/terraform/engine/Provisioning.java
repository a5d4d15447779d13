package dev.slipway.terraform.engine;

import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.eval.Evaluation;
import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.value.Conversion;
import dev.slipway.hcl.value.ConversionException;
import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.terraform.config.Provisioner;
import dev.slipway.terraform.config.Resource;
import dev.slipway.terraform.event.RunEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Runs the provisioners of one object: commands on this machine. Belongs to one thread.
final class Provisioning {
    private final ApplyRun run;
    private final InstanceAddress address;
    private final Resource resource;
    private final Diagnostics diagnostics;

    Provisioning(
            ApplyRun run, InstanceAddress address, Resource resource, Diagnostics diagnostics) {
        this.run = run;
        this.address = address;
        this.resource = resource;
        this.diagnostics = diagnostics;
    }

    /// Whether all went well, or may fail.
    boolean afterMaking(Value self) {
        return all(false, self);
    }

    boolean beforeDestroying(Value self) {
        return all(true, self);
    }

    private boolean all(boolean destroying, Value self) {
        for (Provisioner each : resource.provisioners()) {
            if (each.whenDestroy() == destroying && !provision(each, self)) {
                return false;
            }
        }
        return true;
    }

    private boolean provision(Provisioner provisioner, Value self) {
        run.listener.on(new RunEvent.ProvisionStarted(address, provisioner.type()));
        String problem = problem(provisioner, self);
        if (problem == null) {
            run.listener.on(new RunEvent.ProvisionDone(address, provisioner.type()));
            return true;
        }
        run.listener.on(new RunEvent.ProvisionFailed(address, provisioner.type()));
        String summary = provisioner.type() + " provisioner error";
        diagnostics.add(
                provisioner.continueOnFailure()
                        ? Diagnostic.warning(summary, problem, provisioner.range())
                        : Diagnostic.error(summary, problem, provisioner.range()));
        return provisioner.continueOnFailure();
    }

    private @Nullable String problem(Provisioner provisioner, Value self) {
        Map<String, Value> own = new TreeMap<>();
        ModuleValues module = run.module(address.module());
        Expansion expansion = module.expansion(resource);
        if (expansion.instances().containsKey(address.key())) {
            own.putAll(expansion.names(address.key()));
        }
        own.put("self", self);
        Map<String, Value> settings = new TreeMap<>();
        for (Map.Entry<String, Content.Attribute> each :
                provisioner.config().justAttributes(diagnostics).entrySet()) {
            Evaluation evaluation = module.evaluate(each.getValue().expression(), own);
            if (evaluation.diagnostics().hasErrors()) {
                run.findings().addAll(evaluation.diagnostics());
                return "The setting \"" + each.getKey() + "\" cannot be evaluated.";
            }
            settings.put(each.getKey(), evaluation.value());
        }
        try {
            return execute(provisioner, settings);
        } catch (ConversionException e) {
            return "A setting is not suitable: " + e.getMessage() + ".";
        } catch (IOException e) {
            return "The command could not be started: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "The command was interrupted.";
        }
    }

    private @Nullable String execute(Provisioner provisioner, Map<String, Value> settings)
            throws ConversionException, IOException, InterruptedException {
        String command = text(settings, "command");
        if (command.isEmpty()) {
            return "The setting \"command\" is missing or empty.";
        }
        List<String> line = new ArrayList<>(texts(settings));
        if (line.isEmpty()) {
            line.addAll(List.of("/bin/sh", "-c"));
        }
        line.add(command);
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        String folder = text(settings, "working_dir");
        builder.directory(run.setting().workingFolder().resolve(folder).toAbsolutePath().toFile());
        Value environment = settings.getOrDefault("environment", Values.NULL);
        if (!environment.isNull()) {
            Value texts = Conversion.convert(environment, Type.map(Type.Primitive.STRING));
            Values.entries(texts)
                    .forEach((name, each) -> builder.environment().put(name, Values.text(each)));
        }
        boolean secret =
                settings.values().stream()
                        .anyMatch(each -> Values.deepMarks(each).contains(Mark.SENSITIVE));
        return await(provisioner, builder.start(), secret);
    }

    private @Nullable String await(Provisioner provisioner, Process process, boolean secret)
            throws IOException, InterruptedException {
        process.getOutputStream().close();
        run.cancellation.onAsk(process::destroy);
        StringBuilder last = new StringBuilder();
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            if (secret) {
                tell(provisioner, "(output suppressed due to sensitive value in config)");
            }
            String line = reader.readLine();
            while (line != null) {
                if (!secret) {
                    tell(provisioner, line);
                    last.append(line).append('\n');
                    last.delete(0, Math.max(0, last.length() - 4_000));
                }
                line = reader.readLine();
            }
        }
        int code = process.waitFor();
        return code == 0
                ? null
                : "The command ended with code " + code + ". Output:\n" + last.toString().strip();
    }

    private void tell(Provisioner provisioner, String line) {
        run.listener.on(new RunEvent.ProvisionOutput(address, provisioner.type(), line));
    }

    private static String text(Map<String, Value> settings, String name)
            throws ConversionException {
        Value value = settings.getOrDefault(name, Values.NULL);
        return value.isNull() ? "" : Values.text(Conversion.convert(value, Type.Primitive.STRING));
    }

    private static List<String> texts(Map<String, Value> settings) throws ConversionException {
        Value value = settings.getOrDefault("interpreter", Values.NULL);
        if (value.isNull()) {
            return List.of();
        }
        return Values.elements(Conversion.convert(value, Type.list(Type.Primitive.STRING))).stream()
                .map(Values::text)
                .toList();
    }
}

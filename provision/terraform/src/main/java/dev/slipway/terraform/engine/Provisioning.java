package dev.slipway.terraform.engine;

import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.eval.Scope;
import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.provider.schema.Block;
import dev.slipway.state.address.InstanceAddress;
import dev.slipway.state.address.InstanceKey;
import dev.slipway.terraform.config.BlockSpecs;
import dev.slipway.terraform.config.Provisioner;
import dev.slipway.terraform.config.Resource;
import dev.slipway.terraform.event.RunEvent;
import dev.slipway.terraform.provisioner.ProvisionException;
import dev.slipway.terraform.provisioner.ProvisionerRules;
import dev.slipway.terraform.provisioner.ProvisionerSchemas;
import dev.slipway.terraform.provisioner.Provisioners;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Runs the provisioners of one object. Belongs to one thread.
final class Provisioning {
    private final ApplyRun run;
    private final InstanceAddress address;
    private final ModuleValues module;
    private final Diagnostics diagnostics;

    /// Expressions are those of `module`.
    Provisioning(
            ApplyRun run, InstanceAddress address, ModuleValues module, Diagnostics diagnostics) {
        this.run = run;
        this.address = address;
        this.module = module;
        this.diagnostics = diagnostics;
    }

    /// Whether all went well, or may fail.
    boolean afterMaking(Resource resource, Value self) {
        Map<String, Value> own = new TreeMap<>();
        Expansion expansion = module.expansion(resource);
        if (expansion.instances().containsKey(address.key())) {
            own.putAll(expansion.names(address.key()));
        }
        own.put("self", self);
        return all(false, resource.provisioners(), resource.connection(), own);
    }

    /// The instance may be declared no more: what it sees of its own follows from its key.
    boolean beforeDestroying(
            List<Provisioner> provisioners, @Nullable Content connection, Value self) {
        Map<String, Value> own = new TreeMap<>();
        own.put("self", self);
        switch (address.key()) {
            case InstanceKey.None _ -> {}
            case InstanceKey.Index index ->
                    own.put("count", Values.object(Map.of("index", index.value())));
            case InstanceKey.Name name ->
                    own.put("each", Values.object(Map.of("key", name.value())));
        }
        return all(true, provisioners, connection, own);
    }

    private boolean all(
            boolean destroying,
            List<Provisioner> provisioners,
            @Nullable Content connection,
            Map<String, Value> own) {
        for (Provisioner each : provisioners) {
            if (each.whenDestroy() == destroying
                    && !provision(each, each.connection(connection), own)) {
                return false;
            }
        }
        return true;
    }

    private boolean provision(
            Provisioner provisioner, @Nullable Content connection, Map<String, Value> own) {
        String type = provisioner.type();
        run.listener.on(new RunEvent.ProvisionStarted(address, type));
        Diagnostics wrong = new Diagnostics();
        Value config = decoded(ProvisionerSchemas.of(type), provisioner.config(), own, wrong);
        Value at =
                connection == null
                        ? null
                        : decoded(ProvisionerSchemas.CONNECTION_VALUES, connection, own, wrong);
        if (!wrong.hasErrors()) {
            ProvisionerRules.check(type, config, provisioner.range(), wrong);
        }
        if (wrong.hasErrors()) {
            run.listener.on(new RunEvent.ProvisionFailed(address, type));
            diagnostics.addAll(wrong);
            return false;
        }
        try {
            Provisioners.run(type, config, at, ground(type));
            run.listener.on(new RunEvent.ProvisionDone(address, type));
            return true;
        } catch (ProvisionException e) {
            run.listener.on(new RunEvent.ProvisionFailed(address, type));
            String summary = e.summary(type + " provisioner error");
            String detail = String.valueOf(e.getMessage());
            Diagnostic told =
                    provisioner.continueOnFailure()
                            ? Diagnostic.warning(summary, detail, provisioner.range())
                            : Diagnostic.error(summary, detail, provisioner.range());
            diagnostics.add(told.about(address.toString()));
            return provisioner.continueOnFailure();
        }
    }

    private Value decoded(
            Block schema, Content content, Map<String, Value> own, Diagnostics wrong) {
        Scope scope = module.scope(BlockSpecs.references(schema, content), own, wrong);
        return BlockSpecs.decode(schema, content, scope, wrong);
    }

    private Provisioners.Ground ground(String type) {
        return new Provisioners.Ground(
                run.setting().workingFolder(),
                run.remotes,
                line -> run.listener.on(new RunEvent.ProvisionOutput(address, type, line)),
                run.cancellation::onAsk);
    }
}

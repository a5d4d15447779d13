package dev.slipway.terraform.engine;

import dev.slipway.hcl.eval.Evaluation;
import dev.slipway.hcl.eval.References;
import dev.slipway.hcl.eval.ValueNotes;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.syntax.Expression;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Looks at what expressions of the root module come to, while a run is not over yet.
@FunctionalInterface
public interface Inspection {
    Inspection NONE = _ -> {};

    void inspect(Root root);

    /// The root module of a run.
    final class Root {
        private final ModuleValues module;

        Root(ModuleValues module) {
            this.module = module;
        }

        /// `own` are names that only this expression sees.
        public Evaluation evaluate(Expression expression, Map<String, Value> own) {
            return module.evaluate(expression, own);
        }

        /// The values that an expression refers to, in words.
        public List<String> notes(Expression expression, Map<String, Value> own) {
            Diagnostics ignored = new Diagnostics();
            return ValueNotes.of(expression, module.scope(References.of(expression), own, ignored));
        }

        /// All outputs as one object.
        public Value outputs() {
            Map<String, Value> outputs = new TreeMap<>();
            module.module()
                    .outputs()
                    .keySet()
                    .forEach(name -> outputs.put(name, module.output(name)));
            return Values.object(outputs);
        }
    }
}

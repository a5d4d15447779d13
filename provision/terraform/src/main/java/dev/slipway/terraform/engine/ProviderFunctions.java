package dev.slipway.terraform.engine;

import dev.slipway.hcl.eval.Function;
import dev.slipway.hcl.eval.FunctionException;
import dev.slipway.hcl.eval.Parameter;
import dev.slipway.hcl.eval.Parameter.Allowance;
import dev.slipway.hcl.eval.Signature;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.provider.Provider.FunctionFailure;
import dev.slipway.provider.ProviderException;
import dev.slipway.provider.ProviderSource;
import dev.slipway.provider.Providers;
import dev.slipway.provider.schema.FunctionSignature;
import dev.slipway.terraform.config.RequiredProvider;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Functions of providers, `provider::NAME::FUNCTION`. They need no configuration, so that they are
/// asked of a provider of their own, started when the first is called. Thread-safe.
final class ProviderFunctions implements AutoCloseable {
    private static final String PREFIX = "provider::";

    private final Providers providers;
    private final UnconfiguredProviders unconfigured;

    ProviderFunctions(Providers providers) {
        this.providers = providers;
        this.unconfigured = new UnconfiguredProviders(providers);
    }

    /// The function of that name as a module knows it; null if there is none.
    @Nullable Function find(ModuleValues module, String name) {
        int end = name.indexOf("::", PREFIX.length());
        if (!name.startsWith(PREFIX) || end < 0) {
            return null;
        }
        String localName = name.substring(PREFIX.length(), end);
        String function = name.substring(end + 2);
        RequiredProvider required = module.module().settings().requiredProviders().get(localName);
        if (required == null) {
            return refusing("provider \"" + localName + "\" is not in required_providers");
        }
        ProviderSource source = required.source();
        FunctionSignature signature;
        try {
            signature = providers.schema(source).function(function);
        } catch (ProviderException e) {
            return refusing(String.valueOf(e.getMessage()));
        }
        return signature == null
                ? null
                : new Function.OfValues(
                        signature(signature), arguments -> call(source, function, arguments));
    }

    /// Of a provider that is not declared, or cannot be asked what it has.
    private static Function refusing(String because) {
        Parameter anything =
                Parameter.of("arguments", Type.Any.DYNAMIC)
                        .allowing(Allowance.NULL, Allowance.UNKNOWN, Allowance.DYNAMIC);
        return new Function.OfValues(
                new Signature(List.of(), anything, _ -> Type.Any.DYNAMIC, false),
                _ -> {
                    throw FunctionException.failure(because);
                });
    }

    private static Signature signature(FunctionSignature signature) {
        List<Parameter> parameters =
                signature.parameters().stream().map(ProviderFunctions::parameter).toList();
        FunctionSignature.Parameter variadic = signature.variadic();
        return new Signature(
                parameters,
                variadic == null ? null : parameter(variadic),
                _ -> signature.result(),
                false);
    }

    private static Parameter parameter(FunctionSignature.Parameter parameter) {
        Set<Allowance> allowances = EnumSet.noneOf(Allowance.class);
        if (parameter.allowsNull()) {
            allowances.add(Allowance.NULL);
        }
        if (parameter.allowsUnknown()) {
            allowances.add(Allowance.UNKNOWN);
        }
        if (parameter.type().isDynamic()) {
            allowances.add(Allowance.DYNAMIC);
        }
        return new Parameter(parameter.name(), parameter.type(), allowances);
    }

    private Value call(ProviderSource source, String function, List<Value> arguments)
            throws FunctionException {
        try {
            return unconfigured.get(source).callFunction(function, arguments);
        } catch (FunctionFailure e) {
            String message = String.valueOf(e.getMessage());
            throw e.argument() == null
                    ? FunctionException.failure(message)
                    : FunctionException.argument(e.argument(), message);
        } catch (ProviderException e) {
            throw FunctionException.failure("the provider failed: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        unconfigured.close();
    }
}

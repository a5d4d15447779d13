package dev.slipway.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.controller.Informer;
import dev.slipway.controller.Informers;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.ConfigMap;
import dev.slipway.model.kinds.Kinds;
import dev.slipway.model.kinds.Secret;
import dev.slipway.model.kinds.Stack;
import dev.slipway.model.kinds.Stack.KeyRef;
import dev.slipway.model.kinds.Stack.ValueFrom;
import dev.slipway.model.kinds.Stack.Variable;
import dev.slipway.stack.StackEngine.Input;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;
import org.jspecify.annotations.Nullable;

/// What a Stack takes from Secrets and ConfigMaps. Thread-safe.
final class StackInputs {
    private final Informer<Secret> secrets;
    private final Informer<ConfigMap> configMaps;

    StackInputs(Informers informers) {
        secrets = informers.of(Kinds.SECRET);
        configMaps = informers.of(Kinds.CONFIG_MAP);
    }

    Informer<Secret> secrets() {
        return secrets;
    }

    Informer<ConfigMap> configMaps() {
        return configMaps;
    }

    /// Whether the Stack refers to an object of this name.
    static boolean refersTo(Stack stack, String name) {
        Stack.Git git = stack.spec().source().git();
        if (git != null && git.secretRef() != null && git.secretRef().name().equals(name)) {
            return true;
        }
        return stack.spec().variables().stream()
                .map(Variable::valueFrom)
                .anyMatch(from ->
                        from != null
                                && (isFor(from.secretKeyRef(), name)
                                        || isFor(from.configMapKeyRef(), name)));
    }

    private static boolean isFor(@Nullable KeyRef reference, String name) {
        return reference != null && reference.name().equals(name);
    }

    /// The values of the variables, by name.
    ///
    /// @throws StackException if one is not there
    Map<String, Input> variables(Stack stack) {
        Map<String, Input> values = new TreeMap<>();
        for (Variable variable : stack.spec().variables()) {
            Input value = value(stack, variable);
            if (value != null) {
                values.put(variable.name(), value);
            }
        }
        return values;
    }

    private @Nullable Input value(Stack stack, Variable variable) {
        ValueFrom from = variable.valueFrom();
        String namespace = stack.key().namespace();
        if (from == null) {
            return variable.value() == null ? null : new Input.Json(variable.value());
        }
        if (from.secretKeyRef() != null) {
            KeyRef reference = from.secretKeyRef();
            Secret secret = secrets.find(new ObjectKey(namespace, reference.name()));
            byte[] content = secret == null ? null : secret.content(reference.key());
            return new Input.Text(text(content, variable, "Secret", reference), true);
        }
        KeyRef reference = from.configMapKeyRef();
        if (reference == null) {
            return null;
        }
        ConfigMap configMap = configMaps.find(new ObjectKey(namespace, reference.name()));
        byte[] content = configMap == null ? null : configMap.content(reference.key());
        return new Input.Text(text(content, variable, "ConfigMap", reference), false);
    }

    private static String text(
            byte @Nullable [] content, Variable variable, String kind, KeyRef reference) {
        if (content == null) {
            throw new StackException(
                    "variable %s: there is no key %s in a %s %s"
                            .formatted(variable.name(), reference.key(), kind, reference.name()));
        }
        return new String(content, UTF_8);
    }

    /// Who to be for the Stack's repository, if it says.
    ///
    /// @throws StackException if the Secret is not there or says nothing
    @Nullable CredentialsProvider credentials(Stack stack, Stack.Git git) {
        if (git.secretRef() == null) {
            return null;
        }
        String name = git.secretRef().name();
        Secret secret = secrets.find(new ObjectKey(stack.key().namespace(), name));
        byte[] password = secret == null ? null : secret.content("password");
        if (secret == null || password == null) {
            throw new StackException(
                    "git: there is no Secret %s with a key password".formatted(name));
        }
        byte[] user = secret.content("username");
        return new UsernamePasswordCredentialsProvider(
                user == null ? "git" : new String(user, UTF_8), new String(password, UTF_8));
    }
}

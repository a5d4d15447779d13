package dev.slipway.stack;

import dev.slipway.controller.Informer;
import dev.slipway.model.ObjectKey;
import dev.slipway.model.kinds.Stack;
import dev.slipway.model.kinds.Stack.Git;
import dev.slipway.model.kinds.StackRun;
import dev.slipway.stack.StackEngine.Input;
import dev.slipway.stack.StackEngine.Job;
import dev.slipway.stack.StackEngine.Mode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Configurations and inputs of Stacks as they are now, and the folders that belong to each. A
/// repository is asked again only when its interval is over. Thread-safe.
final class StackSources {
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final Duration FOLDER_INTERVAL = Duration.ofSeconds(10);

    private final Path dataFolder;
    private final Repositories repositories;
    private final StackInputs inputs;
    private final InstantSource clock;
    private final Map<ObjectKey, Fetched> fetched = new ConcurrentHashMap<>();

    StackSources(Path dataFolder, StackInputs inputs, InstantSource clock) {
        this.dataFolder = dataFolder;
        this.repositories = new Repositories(dataFolder.resolve("repositories"));
        this.inputs = inputs;
        this.clock = clock;
    }

    /// A name for everything a plan depends on, the commit if there is one, and when to look again.
    record Seen(String input, @Nullable String revision, Duration again) {}

    private record Fetched(Git source, Checkout checkout, Instant at) {}

    /// @throws StackException if the configuration or an input cannot be read
    Seen look(Stack stack) {
        Checkout checkout = checkout(stack);
        Fingerprint all = new Fingerprint();
        all.add(checkout.fingerprint()).add(workspace(stack));
        stack.spec().variableFiles().forEach(all::add);
        inputs.variables(stack).forEach((name, value) -> all.add(name).add(content(value)));
        all.add(stack.metadata().annotations().getOrDefault(Stack.REPLAN, ""));
        Git git = stack.spec().source().git();
        Duration again = git == null ? FOLDER_INTERVAL : Durations.of(git.interval(), INTERVAL);
        return new Seen(all.toString(), checkout.revision(), again);
    }

    private static String content(Input value) {
        return switch (value) {
            case Input.Json(var json) -> json.toString();
            case Input.Text(String text, boolean _) -> text;
        };
    }

    private Checkout checkout(Stack stack) {
        Git git = stack.spec().source().git();
        if (git != null) {
            return fetch(stack, git);
        }
        String folder = stack.spec().source().folder();
        if (folder == null) {
            throw new StackException("source: nothing (expected: folder or git)");
        }
        Path path = Path.of(folder);
        return new Checkout(path, new Fingerprint().addFolder(path).toString(), null);
    }

    private Checkout fetch(Stack stack, Git git) {
        Fetched last = fetched.get(stack.key());
        Duration interval = Durations.of(git.interval(), INTERVAL);
        Instant now = clock.instant();
        if (last != null && last.source().equals(git) && last.at().plus(interval).isAfter(now)) {
            return last.checkout();
        }
        Checkout checkout = repositories.update(stack.key(), git, inputs.credentials(stack, git));
        fetched.put(stack.key(), new Fetched(git, checkout, now));
        return checkout;
    }

    /// What the engine is asked to do.
    Job job(Stack stack, Mode mode) {
        return new Job(
                checkout(stack).folder(),
                Folders.made(folder(stack.key())),
                workspace(stack),
                stack.spec().variableFiles(),
                inputs.variables(stack),
                mode);
    }

    private static String workspace(Stack stack) {
        String workspace = stack.spec().workspace();
        return workspace == null ? "default" : workspace;
    }

    Path planFile(StackRun run) {
        ObjectKey stack = new ObjectKey(run.key().namespace(), run.spec().stack());
        return Folders.made(folder(stack).resolve("plans")).resolve(run.key().name());
    }

    Path driftFile(Stack stack) {
        return Folders.made(folder(stack.key()).resolve("plans")).resolve("drift");
    }

    private Path folder(ObjectKey key) {
        return dataFolder.resolve("folders").resolve(key.namespace()).resolve(key.name());
    }

    /// The state stays: what it describes is still there.
    void forget(ObjectKey key) {
        fetched.remove(key);
        repositories.forget(key);
        Folders.delete(folder(key).resolve("plans"));
    }

    /// Whether the Stack takes something from the Secret or ConfigMap of this key.
    static boolean uses(Stack stack, ObjectKey key) {
        return stack.key().namespace().equals(key.namespace())
                && StackInputs.refersTo(stack, key.name());
    }

    /// The keys of the Stacks that take something from the object.
    static java.util.List<ObjectKey> users(Informer<Stack> stacks, ObjectKey key) {
        return stacks.inNamespace(key.namespace()).stream()
                .filter(stack -> uses(stack, key))
                .map(Stack::key)
                .toList();
    }
}

package dev.slipway.terraform.provisioner;

import static java.util.Objects.requireNonNull;

import dev.slipway.hcl.value.Mark;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import dev.slipway.terraform.remote.RemoteHosts;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Does what a provisioner says. Stateless.
public final class Provisioners {
    private Provisioners() {}

    /// What a provisioner stands on: the folder that paths are relative to, other machines, who
    /// hears its output, and whom to tell what ends it early.
    public record Ground(
            Path folder, RemoteHosts hosts, Consumer<String> told, Consumer<Runnable> onCancel) {
        public Ground {
            requireNonNull(folder, "folder");
            requireNonNull(hosts, "hosts");
            requireNonNull(told, "told");
            requireNonNull(onCancel, "onCancel");
        }

        Ground telling(Consumer<String> other) {
            return new Ground(folder, hosts, other, onCancel);
        }

        /// A file of this machine; a leading `~` is the user's folder.
        Path file(String path) {
            return path.startsWith("~/")
                    ? Path.of(System.getProperty("user.home", "")).resolve(path.substring(2))
                    : folder.resolve(path);
        }
    }

    /// Values are objects as the schemas describe them. If one of `config` is sensitive, nothing
    /// that is written is told.
    ///
    /// @throws ProvisionException if it did not work
    public static void run(String type, Value config, @Nullable Value connection, Ground ground)
            throws ProvisionException {
        boolean secret = Values.deepMarks(config).contains(Mark.SENSITIVE);
        Settings settings = Settings.of(config);
        if (secret && !type.equals("file")) {
            ground.told().accept("(output suppressed due to sensitive value in config)");
        }
        Ground own = secret ? ground.telling(_ -> {}) : ground;
        switch (type) {
            case "local-exec" -> new LocalExec(settings, own, secret).run();
            case "remote-exec" -> new RemoteExec(settings, own).run(connection);
            case "file" -> new FileCopy(settings, own).run(connection);
            default -> throw new IllegalArgumentException("provisioner: " + type);
        }
    }
}

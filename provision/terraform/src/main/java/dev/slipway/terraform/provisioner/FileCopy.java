package dev.slipway.terraform.provisioner;

import dev.slipway.hcl.value.Value;
import dev.slipway.terraform.remote.RemoteException;
import dev.slipway.terraform.remote.RemoteHost;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A file or folder copied to another machine. Belongs to one thread.
final class FileCopy {
    private static final int CONTENT_MODE = 0644;

    private final Settings settings;
    private final Provisioners.Ground ground;

    FileCopy(Settings settings, Provisioners.Ground ground) {
        this.settings = settings;
        this.ground = ground;
    }

    void run(@Nullable Value connection) throws ProvisionException {
        ConnectionReader.Target target = RemoteWork.target(connection, ground);
        String destination = settings.find("destination");
        if (destination == null) {
            throw new ProvisionException("destination is empty (expected: a path)");
        }
        Value content = settings.value("content");
        String source = settings.find("source");
        Path local = source == null ? null : ground.file(source);
        if (content.isNull() && (local == null || !Files.exists(local))) {
            throw new ProvisionException(
                    "source: " + (source == null ? "\"\"" : source) + " is not there");
        }
        RemoteWork.run(
                target,
                ground,
                _ -> {},
                host -> {
                    try {
                        if (local != null && source != null) {
                            host.copy(
                                    new RemoteHost.Source(local, source.endsWith("/")),
                                    destination);
                        } else {
                            host.write(bytes(content), CONTENT_MODE, destination);
                        }
                    } catch (RemoteException e) {
                        throw new ProvisionException("Upload failed: " + e.getMessage());
                    }
                });
    }

    private static byte[] bytes(Value content) {
        return dev.slipway.hcl.value.Values.text(content).getBytes(StandardCharsets.UTF_8);
    }
}

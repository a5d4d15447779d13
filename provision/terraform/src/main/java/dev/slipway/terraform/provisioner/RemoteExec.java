package dev.slipway.terraform.provisioner;

import dev.slipway.hcl.value.Value;
import dev.slipway.terraform.remote.Connection.Platform;
import dev.slipway.terraform.remote.RemoteException;
import dev.slipway.terraform.remote.RemoteHost;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Scripts at another machine: each is written there, run, and removed. Belongs to one thread.
final class RemoteExec {
    private static final int SCRIPT_BYTES_MAX = 16 << 20;

    /// Only for the user, since a script may say secrets.
    private static final int MODE = 0700;

    private final Settings settings;
    private final Provisioners.Ground ground;
    private final SecureRandom chance = new SecureRandom();

    RemoteExec(Settings settings, Provisioners.Ground ground) {
        this.settings = settings;
        this.ground = ground;
    }

    void run(@Nullable Value connection) throws ProvisionException {
        ConnectionReader.Target target = RemoteWork.target(connection, ground);
        List<byte[]> scripts = new ArrayList<>();
        for (byte[] each : scripts()) {
            boolean unix = target.connection().platform() == Platform.UNIX;
            scripts.add(unix ? withShell(each) : each);
        }
        RemoteWork.run(
                target,
                ground,
                ground.told(),
                host -> {
                    for (byte[] each : scripts) {
                        run(host, each, path(target.scriptPath()));
                    }
                });
    }

    private List<byte[]> scripts() throws ProvisionException {
        List<String> inline = settings.texts("inline");
        if (!inline.isEmpty()) {
            String text = String.join("\n", inline) + "\n";
            return List.of(text.getBytes(StandardCharsets.UTF_8));
        }
        if (!settings.value("inline").isNull()) {
            throw new ProvisionException("inline is empty (expected: commands)");
        }
        List<String> files = new ArrayList<>(settings.texts("scripts"));
        String single = settings.find("script");
        if (single != null) {
            files.add(single);
        }
        List<byte[]> scripts = new ArrayList<>();
        for (String each : files) {
            scripts.add(read(each));
        }
        return scripts;
    }

    private byte[] read(String name) throws ProvisionException {
        Path file = ground.file(name);
        try {
            long sizeBytes = Files.size(file);
            if (sizeBytes > SCRIPT_BYTES_MAX) {
                throw new ProvisionException(
                        "Script '%s' has %d bytes (expected: at most %d)"
                                .formatted(name, sizeBytes, SCRIPT_BYTES_MAX));
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new ProvisionException(
                    "Failed to open script '" + name + "': no such file or directory");
        } catch (IOException e) {
            throw new ProvisionException("Failed to open script '" + name + "': " + e.getMessage());
        }
    }

    /// What does not say who interprets it is for the shell.
    private static byte[] withShell(byte[] script) {
        if (script.length > 1 && script[0] == '#' && script[1] == '!') {
            return script;
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes("#!/bin/sh\n".getBytes(StandardCharsets.UTF_8));
        whole.writeBytes(script);
        return whole.toByteArray();
    }

    private String path(String pattern) {
        return pattern.replace("%RAND%", Integer.toUnsignedString(chance.nextInt()));
    }

    private void run(RemoteHost host, byte[] script, String path)
            throws ProvisionException, InterruptedException {
        try {
            host.write(script, MODE, path);
        } catch (RemoteException e) {
            throw new ProvisionException("Failed to upload script: " + e.getMessage());
        }
        RemoteHost.Exit exit = host.run(path, ground.told());
        host.remove(path);
        if (!exit.isGood()) {
            throw new ProvisionException(
                    "error executing \""
                            + path
                            + "\": Process exited "
                            + (exit.signal().isEmpty()
                                    ? "with status " + exit.code()
                                    : "from signal " + exit.signal()));
        }
    }
}

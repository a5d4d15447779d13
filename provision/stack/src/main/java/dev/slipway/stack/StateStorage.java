package dev.slipway.stack;

import dev.slipway.http.Mount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/// Keeps states of infrastructure that is not a Stack: for plain Terraform, over its `http`
/// backend. Thread-safe.
public final class StateStorage {
    private static final int TOKEN_BYTES = 24;

    private final StateApi api;

    /// States go to `folder`; the token that its users need is in `token` there.
    public StateStorage(Path folder) {
        api = new StateApi(new KeptStates(folder.resolve("states")), token(folder));
    }

    /// The API, to be mounted where users find it.
    public Mount mount() {
        return new Mount("/stack/state", api);
    }

    private static String token(Path folder) {
        Path file = Folders.made(folder).resolve("token");
        try {
            if (!Files.exists(file)) {
                byte[] random = new byte[TOKEN_BYTES];
                new SecureRandom().nextBytes(random);
                Path fresh =
                        Files.createTempFile(
                                folder,
                                "token",
                                ".tmp",
                                PosixFilePermissions.asFileAttribute(
                                        PosixFilePermissions.fromString("rw-------")));
                Files.writeString(fresh, HexFormat.of().formatHex(random) + "\n");
                Files.move(fresh, file);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot keep " + file, e);
        }
    }
}

package dev.slipway.http;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/// Where a door listens and what it bears. `name` and `flag` (`API`, `--api-port`) are for
/// messages; port 0 takes any free one. With `tls` the door speaks HTTPS only and asks for, but
/// does not require, a client certificate; without, it speaks plain HTTP, and on the loopback
/// address only to requests for a local host name, so that no web page can reach it by a name that
/// resolves to this machine.
public record DoorConfig(
        String name, String flag, String address, int port, @Nullable Pki tls, DoorLimits limits) {
    /// The address from which only this machine can reach a door.
    public static final String LOOPBACK = "127.0.0.1";

    /// The API refuses objects that are too large with a message; beyond this the door hangs up.
    private static final long API_BODY_BYTES_MAX = 8L * 1024 * 1024;

    public DoorConfig {
        requireNonNull(name, "name");
        requireNonNull(flag, "flag");
        requireNonNull(address, "address");
        requireNonNull(limits, "limits");
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException(flag + ": " + port + " (expected: 0-65535)");
        }
    }

    boolean answersLocalNamesOnly() {
        return address.equals(LOOPBACK) || address.equals("::1") || address.equals("localhost");
    }

    /// The Kubernetes API over TLS, on the loopback address.
    public static DoorConfig api(int port, Pki pki) {
        DoorLimits limits = DoorLimits.standard().withBodyBytesMax(API_BODY_BYTES_MAX);
        return new DoorConfig("API", "--api-port", LOOPBACK, port, pki, limits);
    }

    /// The web console and what is mounted beside it, on the loopback address.
    public static DoorConfig console(int port) {
        return new DoorConfig(
                "console", "--console-port", LOOPBACK, port, null, DoorLimits.standard());
    }
}

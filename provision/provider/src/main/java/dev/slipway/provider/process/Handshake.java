package dev.slipway.provider.process;

import dev.slipway.provider.WireFormatException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// The one line a provider writes when it is ready:
/// `CORE|VERSION|NETWORK|ADDRESS|PROTOCOL|CERTIFICATE|MULTIPLEX`, of which the last two may be
/// missing. `certificate` is the DER of the only one to be trusted, `null` without TLS.
record Handshake(int protocolVersion, SocketAddress address, byte @Nullable [] certificate) {
    private static final int CORE_VERSION = 1;

    /// Anything shorter is no certificate, but a mark of some other version of the handshake.
    private static final int CERTIFICATE_CHARS_MIN = 50;

    /// Whether it may be meant as a handshake, right or wrong.
    static boolean isLikely(String line) {
        int end = line.indexOf('|');
        return end > 0 && line.strip().substring(0, 1).chars().allMatch(Character::isDigit);
    }

    /// @throws WireFormatException if the line is no handshake of a provider
    static Handshake parse(String line) {
        String[] parts = line.strip().split("\\|", -1);
        if (parts.length < 4) {
            throw wrong(line, parts.length + " fields", "at least 4");
        }
        if (number(parts[0], line) != CORE_VERSION) {
            throw wrong(line, "handshake version " + parts[0], "1");
        }
        if (parts.length > 4 && !parts[4].isBlank() && !parts[4].strip().equals("grpc")) {
            throw wrong(line, "transport " + parts[4], "grpc");
        }
        byte[] certificate =
                parts.length > 5 && parts[5].length() >= CERTIFICATE_CHARS_MIN
                        ? certificate(parts[5], line)
                        : null;
        return new Handshake(
                number(parts[1], line), address(parts[2], parts[3], line), certificate);
    }

    static SocketAddress address(String network, String address, String line) {
        return switch (network.strip()) {
            case "unix" -> UnixDomainSocketAddress.of(address.strip());
            case "tcp", "tcp4", "tcp6" -> {
                int colon = address.lastIndexOf(':');
                if (colon < 1) {
                    throw wrong(line, "address " + address, "HOST:PORT");
                }
                String host = address.substring(0, colon).replaceAll("^\\[|]$", "");
                yield new InetSocketAddress(
                        host, port(number(address.substring(colon + 1), line), line));
            }
            default -> throw wrong(line, "network " + network, "unix or tcp");
        };
    }

    private static int port(int port, String line) {
        if (port < 1 || port > 65_535) {
            throw wrong(line, "port " + port, "1 to 65535");
        }
        return port;
    }

    private static byte[] certificate(String text, String line) {
        try {
            return Base64.getDecoder().decode(text.strip().replaceAll("=+$", ""));
        } catch (IllegalArgumentException _) {
            throw wrong(line, "a certificate that is not Base64", "Base64");
        }
    }

    private static int number(String text, String line) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException _) {
            throw wrong(line, "\"" + text + "\"", "a number");
        }
    }

    private static WireFormatException wrong(String line, String found, String expected) {
        String shown = line.length() > 200 ? line.substring(0, 200) + "…" : line;
        return new WireFormatException(
                "handshake \"" + shown + "\": " + found + " (expected: " + expected + ")");
    }
}

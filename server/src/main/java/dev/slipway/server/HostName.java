package dev.slipway.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/// This machine's name, as a name the API accepts.
final class HostName {
    private static final String UNKNOWN = "localhost";

    private HostName() {}

    static String current() {
        try {
            String name = InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
            String clean = name.replaceAll("[^a-z0-9.-]", "-").replaceAll("^[.-]+|[.-]+$", "");
            return clean.isEmpty() ? UNKNOWN : clean;
        } catch (UnknownHostException e) {
            return UNKNOWN;
        }
    }
}

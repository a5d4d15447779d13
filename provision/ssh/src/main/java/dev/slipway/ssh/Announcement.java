package dev.slipway.ssh;

import dev.slipway.terraform.remote.Connection;
import dev.slipway.terraform.remote.Connection.Credentials;
import dev.slipway.terraform.remote.Connection.Login;
import dev.slipway.terraform.remote.Connection.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The lines by which Terraform's users know that a connection is made. Stateless.
final class Announcement {
    private Announcement() {}

    static List<String> lines(Connection connection, boolean agent, boolean bastionAgent) {
        List<String> lines = new ArrayList<>();
        lines.add("Connecting to remote host via SSH...");
        login(lines, connection.login(), agent);
        lines.add("  Target Platform: " + connection.platform().name().toLowerCase(Locale.ROOT));
        Login bastion = connection.bastion();
        if (bastion != null) {
            lines.add("Using configured bastion host...");
            login(lines, bastion, bastionAgent);
        }
        Proxy proxy = connection.proxy();
        if (proxy != null) {
            lines.add("Using configured proxy host...");
            lines.add("  ProxyHost: " + proxy.host());
            lines.add("  ProxyPort: " + proxy.port());
            lines.add("  ProxyUserName: " + (proxy.user() == null ? "" : proxy.user()));
            lines.add("  ProxyUserPassword: " + (proxy.password() != null));
        }
        return lines;
    }

    private static void login(List<String> lines, Login login, boolean agent) {
        Credentials credentials = login.credentials();
        lines.add("  Host: " + login.host());
        lines.add("  User: " + login.user());
        lines.add("  Password: " + (credentials.password() != null));
        lines.add("  Private key: " + (credentials.privateKey() != null));
        lines.add("  Certificate: " + (credentials.certificate() != null));
        lines.add("  SSH Agent: " + agent);
        lines.add("  Checking Host Key: " + (login.hostKey() != null));
    }
}

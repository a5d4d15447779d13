package dev.slipway.terraform.remote;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How to reach a machine: what a `connection` block says. The proxy stands before the bastion, the
/// bastion before the machine.
public record Connection(
        Login login,
        @Nullable Login bastion,
        @Nullable Proxy proxy,
        Platform platform,
        Duration timeout) {
    /// What kind of system answers.
    public enum Platform {
        UNIX,
        WINDOWS
    }

    public Connection {
        requireNonNull(login, "login");
        requireNonNull(platform, "platform");
        requireNonNull(timeout, "timeout");
    }

    /// Who signs in where, and by which key the machine proves that it is the right one; without a
    /// key any machine is believed.
    public record Login(
            String host, int port, String user, Credentials credentials, @Nullable String hostKey) {
        public Login {
            requireNonNull(host, "host");
            requireNonNull(user, "user");
            requireNonNull(credentials, "credentials");
        }

        @Override
        public String toString() {
            return user + "@" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /// Whether the user's agent is asked for keys.
    public enum Agent {
        IF_RUNNING,
        REQUIRED,
        NEVER
    }

    /// By what somebody proves who they are: texts as they stand in files of OpenSSH, and the
    /// agent, of whose keys the one named `agentIdentity` is tried first.
    public record Credentials(
            @Nullable String password,
            @Nullable String privateKey,
            @Nullable String certificate,
            Agent agent,
            @Nullable String agentIdentity) {
        @Override
        public String toString() {
            return "Credentials[secret]";
        }
    }

    /// A proxy on the way.
    public record Proxy(
            Scheme scheme,
            String host,
            int port,
            @Nullable String user,
            @Nullable String password) {
        /// How it is spoken with.
        public enum Scheme {
            HTTP,
            HTTPS,
            SOCKS5
        }

        public Proxy {
            requireNonNull(scheme, "scheme");
            requireNonNull(host, "host");
        }

        @Override
        public String toString() {
            return host + ":" + port;
        }
    }
}

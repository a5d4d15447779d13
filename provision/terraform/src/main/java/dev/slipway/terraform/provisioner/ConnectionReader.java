package dev.slipway.terraform.provisioner;

import dev.slipway.hcl.value.Value;
import dev.slipway.terraform.remote.Connection;
import dev.slipway.terraform.remote.Connection.Agent;
import dev.slipway.terraform.remote.Connection.Credentials;
import dev.slipway.terraform.remote.Connection.Login;
import dev.slipway.terraform.remote.Connection.Platform;
import dev.slipway.terraform.remote.Connection.Proxy;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads `connection` blocks. Stateless.
final class ConnectionReader {
    private static final int SSH_PORT = 22;
    private static final int PORT_MAX = 65_535;
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final Duration TIMEOUT_MAX = Duration.ofDays(7);
    private static final Pattern PART = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    private ConnectionReader() {}

    /// A connection, and where scripts are put.
    record Target(Connection connection, String scriptPath) {}

    /// `told` hears what is taken otherwise than it is written.
    static Target read(@Nullable Value block, Consumer<String> told) throws ProvisionException {
        if (block == null) {
            throw new ProvisionException("Missing connection configuration for provisioner.");
        }
        Settings settings = Settings.of(block);
        String problem = ProvisionerRules.connectionProblem(settings.text("type", ""));
        if (problem != null) {
            throw new ProvisionException(problem);
        }
        String host = settings.find("host");
        if (host == null) {
            throw new ProvisionException("host for provisioner cannot be empty");
        }
        Platform platform =
                switch (settings.text("target_platform", "unix")) {
                    case "unix" -> Platform.UNIX;
                    case "windows" -> Platform.WINDOWS;
                    default ->
                            throw new ProvisionException(
                                    "target_platform for provisioner has to be either unix or"
                                            + " windows");
                };
        Login login = login(settings, unbracketed(host));
        Connection connection =
                new Connection(
                        login,
                        bastion(settings, login),
                        proxy(settings),
                        platform,
                        timeout(settings, told));
        String script =
                platform == Platform.UNIX
                        ? "/tmp/terraform_%RAND%.sh"
                        : "C:/windows/temp/terraform_%RAND%.cmd";
        return new Target(connection, settings.text("script_path", script));
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]")
                ? host.substring(1, host.length() - 1)
                : host;
    }

    private static Login login(Settings settings, String host) throws ProvisionException {
        Agent agent =
                settings.value("agent").isNull()
                        ? Agent.IF_RUNNING
                        : settings.truth("agent", true) ? Agent.REQUIRED : Agent.NEVER;
        return new Login(
                host,
                port(settings, "port", SSH_PORT),
                settings.text("user", "root"),
                new Credentials(
                        settings.find("password"),
                        settings.find("private_key"),
                        settings.find("certificate"),
                        agent,
                        settings.find("agent_identity")),
                settings.find("host_key"));
    }

    /// What is not said of the bastion is as it is for the machine behind it.
    private static @Nullable Login bastion(Settings settings, Login login)
            throws ProvisionException {
        String host = settings.find("bastion_host");
        if (host == null) {
            return null;
        }
        Credentials behind = login.credentials();
        String own = settings.find("bastion_private_key");
        String certificate = settings.find("bastion_certificate");
        String password = settings.find("bastion_password");
        return new Login(
                unbracketed(host),
                port(settings, "bastion_port", login.port()),
                settings.text("bastion_user", login.user()),
                new Credentials(
                        password == null ? behind.password() : password,
                        own == null ? behind.privateKey() : own,
                        certificate == null && own == null ? behind.certificate() : certificate,
                        behind.agent(),
                        behind.agentIdentity()),
                settings.find("bastion_host_key"));
    }

    private static @Nullable Proxy proxy(Settings settings) throws ProvisionException {
        String host = settings.find("proxy_host");
        if (host == null) {
            return null;
        }
        String scheme = settings.text("proxy_scheme", "http");
        return new Proxy(
                switch (scheme.toLowerCase(Locale.ROOT)) {
                    case "http" -> Proxy.Scheme.HTTP;
                    case "https" -> Proxy.Scheme.HTTPS;
                    case "socks5" -> Proxy.Scheme.SOCKS5;
                    default ->
                            throw new ProvisionException(
                                    "proxy_scheme: "
                                            + scheme
                                            + " (expected: http, https or socks5)");
                },
                unbracketed(host),
                port(settings, "proxy_port", 0),
                settings.find("proxy_user_name"),
                settings.find("proxy_user_password"));
    }

    private static int port(Settings settings, String name, int otherwise)
            throws ProvisionException {
        int written = settings.number(name, 0);
        int port = written == 0 ? otherwise : written;
        if (port < 1 || port > PORT_MAX) {
            throw new ProvisionException(name + ": " + port + " (expected: 1-" + PORT_MAX + ")");
        }
        return port;
    }

    /// As Go writes durations. What is none is not refused, since Terraform does not.
    private static Duration timeout(Settings settings, Consumer<String> told) {
        String text = settings.text("timeout", "");
        if (text.isEmpty()) {
            return TIMEOUT;
        }
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(text);
        int end = 0;
        while (part.find() && part.start() == end) {
            ChronoUnit unit =
                    switch (part.group(2)) {
                        case "ms" -> ChronoUnit.MILLIS;
                        case "s" -> ChronoUnit.SECONDS;
                        case "m" -> ChronoUnit.MINUTES;
                        default -> ChronoUnit.HOURS;
                    };
            sum = sum.plus(Duration.of(Long.parseLong(part.group(1)), unit));
            end = part.end();
        }
        if (end != text.length() || sum.compareTo(TIMEOUT_MAX) > 0) {
            told.accept("timeout: " + text + " (expected: 30s, 5m, 1h30m ...); 5m is taken");
            return TIMEOUT;
        }
        return sum;
    }
}

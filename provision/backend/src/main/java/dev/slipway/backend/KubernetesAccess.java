package dev.slipway.backend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.state.StateException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// How a cluster is reached: from settings, kubeconfig files, or the account of the pod this runs
/// in. `authorization` is a header, empty if a certificate says who calls. Immutable.
record KubernetesAccess(String server, String authorization, @Nullable SSLContext tls) {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    private static final Duration PROGRAM_TIMEOUT = Duration.ofMinutes(1);

    /// What was found so far; later finds go before.
    private static final class Found {
        private String server = "";
        private String token = "";
        private String user = "";
        private String password = "";
        private String authority = "";
        private String certificate = "";
        private String key = "";
    }

    static KubernetesAccess of(Settings settings) {
        settings.refuse("insecure", "give the authority, as cluster_ca_certificate");
        settings.refuse("proxy_url", "the cluster is reached without a proxy");
        Found found = new Found();
        boolean inCluster =
                settings.truth("in_cluster_config", false)
                        || settings.text("", "KUBE_IN_CLUSTER_CONFIG").equals("true");
        List<Path> files = files(settings);
        if (!files.isEmpty()) {
            KubernetesConfig config = KubernetesConfig.read(settings.what(), files);
            config(config, settings, found);
        } else if (inCluster) {
            account(settings, found);
        }
        own(settings, found);
        if (found.server.isEmpty()) {
            throw new StateException(
                    settings.what()
                            + ": it is not said where the cluster is (expected: config_path, host or"
                            + " in_cluster_config)");
        }
        return found(settings, found);
    }

    private static List<Path> files(Settings settings) {
        String one = settings.text("config_path", "KUBE_CONFIG_PATH");
        List<String> names = one.isEmpty() ? settings.texts("config_paths") : List.of(one);
        if (names.isEmpty()) {
            String many = settings.text("", "KUBE_CONFIG_PATHS");
            names = many.isEmpty() ? List.of() : List.of(many.split(File.pathSeparator));
        }
        String home =
                settings.environment().getOrDefault("HOME", System.getProperty("user.home", ""));
        return names.stream()
                .map(each -> Path.of(each.startsWith("~/") ? home + each.substring(1) : each))
                .toList();
    }

    private static void config(KubernetesConfig config, Settings settings, Found found) {
        JsonNode context =
                config.named("contexts", "context", settings.text("config_context", "KUBE_CTX"));
        String clusterName = settings.text("config_context_cluster", "KUBE_CTX_CLUSTER");
        String userName = settings.text("config_context_auth_info", "KUBE_CTX_AUTH_INFO");
        JsonNode cluster =
                config.named(
                        "clusters",
                        "cluster",
                        clusterName.isEmpty() ? context.path("cluster").asText("") : clusterName);
        if (cluster.path("insecure-skip-tls-verify").asBoolean()) {
            throw new StateException(
                    settings.what()
                            + ": insecure-skip-tls-verify is not supported (expected:"
                            + " certificate-authority)");
        }
        found.server = cluster.path("server").asText("");
        found.authority = config.content(cluster, "certificate-authority");
        JsonNode user =
                config.named(
                        "users",
                        "user",
                        userName.isEmpty() ? context.path("user").asText("") : userName);
        found.token = user.path("token").asText("");
        if (found.token.isEmpty() && user.hasNonNull("tokenFile")) {
            found.token = config.file(user.path("tokenFile").asText()).strip();
        }
        found.user = user.path("username").asText("");
        found.password = user.path("password").asText("");
        found.certificate = config.content(user, "client-certificate");
        found.key = config.content(user, "client-key");
        JsonNode exec = user.path("exec");
        if (exec.isObject()) {
            List<String> command = new ArrayList<>(List.of(exec.path("command").asText("")));
            exec.path("args").forEach(each -> command.add(each.asText()));
            Map<String, String> environment = new HashMap<>();
            exec.path("env")
                    .forEach(each ->
                            environment.put(
                                    each.path("name").asText(), each.path("value").asText()));
            ask(settings, exec.path("apiVersion").asText(""), command, environment, found);
        }
    }

    /// A program tells who calls.
    ///
    /// Source: [client-go credential
    /// plugins](https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins).
    private static void ask(
            Settings settings,
            String version,
            List<String> command,
            Map<String, String> environment,
            Found found) {
        Map<String, String> all = new HashMap<>(environment);
        var info = MAPPER.createObjectNode().put("apiVersion", version);
        info.put("kind", "ExecCredential").putObject("spec").put("interactive", false);
        all.put("KUBERNETES_EXEC_INFO", info.toString());
        try {
            byte[] told = new Program(command, all, PROGRAM_TIMEOUT).run(new byte[0]);
            JsonNode status = MAPPER.readTree(told).path("status");
            found.token = status.path("token").asText("");
            found.certificate = status.path("clientCertificateData").asText(found.certificate);
            found.key = status.path("clientKeyData").asText(found.key);
        } catch (IOException e) {
            throw new StateException(settings.what() + ": exec: " + e.getMessage(), e);
        }
    }

    private static void account(Settings settings, Found found) {
        Map<String, String> environment = settings.environment();
        String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
        try {
            found.token = Files.readString(ACCOUNT.resolve("token")).strip();
            found.authority = Files.readString(ACCOUNT.resolve("ca.crt"));
        } catch (IOException e) {
            throw new StateException(
                    settings.what() + ": in_cluster_config, but this is no pod: " + e, e);
        }
        found.server =
                "https://"
                        + (host.contains(":") ? "[" + host + "]" : host)
                        + ":"
                        + environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
    }

    private static void own(Settings settings, Found found) {
        found.server = or(settings.text("host", "KUBE_HOST"), found.server);
        found.token = or(settings.text("token", "KUBE_TOKEN"), found.token);
        found.user = or(settings.text("username", "KUBE_USER"), found.user);
        found.password = or(settings.text("password", "KUBE_PASSWORD"), found.password);
        found.authority =
                or(
                        settings.text("cluster_ca_certificate", "KUBE_CLUSTER_CA_CERT_DATA"),
                        found.authority);
        found.certificate =
                or(settings.text("client_certificate", "KUBE_CLIENT_CERT_DATA"), found.certificate);
        found.key = or(settings.text("client_key", "KUBE_CLIENT_KEY_DATA"), found.key);
        Settings exec = settings.inner("exec");
        if (exec != null) {
            List<String> command = new ArrayList<>(List.of(exec.required("command")));
            command.addAll(exec.texts("args"));
            ask(settings, exec.required("api_version"), command, exec.map("env"), found);
        }
    }

    private static String or(String text, String standard) {
        return text.isEmpty() ? standard : text;
    }

    private static KubernetesAccess found(Settings settings, Found found) {
        String basic = found.user + ":" + found.password;
        String authorization =
                found.token.isEmpty()
                        ? found.user.isEmpty()
                                ? ""
                                : "Basic "
                                        + Base64.getEncoder()
                                                .encodeToString(
                                                        basic.getBytes(StandardCharsets.UTF_8))
                        : "Bearer " + found.token;
        String server = found.server.contains("://") ? found.server : "https://" + found.server;
        try {
            return new KubernetesAccess(
                    server.replaceAll("/+$", ""),
                    authorization,
                    server.startsWith("https:")
                            ? Tls.context(found.authority, found.certificate, found.key)
                            : null);
        } catch (GeneralSecurityException e) {
            throw new StateException(
                    settings.what() + ": certificates of " + server + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return "KubernetesAccess[" + server + "]";
    }
}

package dev.slipway.http;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;

/// The file by which `kubectl` and other clients find and trust a server: its address, its
/// certificate authority and the administrator's certificate, all embedded; readable by its owner
/// only.
public final class Kubeconfig {
    private Kubeconfig() {}

    /// Replaces `file` at once, so that no reader sees half of it.
    public static void write(Path file, String serverUrl, Pki pki) {
        PrivateFiles.write(file, text(serverUrl, pki).getBytes(StandardCharsets.UTF_8));
    }

    static String text(String serverUrl, Pki pki) {
        return """
        apiVersion: v1
        kind: Config
        clusters:
        - name: slipway
          cluster:
            server: %s
            certificate-authority-data: %s
        users:
        - name: slipway-admin
          user:
            client-certificate-data: %s
            client-key-data: %s
        contexts:
        - name: slipway
          context:
            cluster: slipway
            user: slipway-admin
            namespace: default
        current-context: slipway
        """
                .formatted(
                        serverUrl,
                        base64(pki.caPem()),
                        base64(pki.adminCertificatePem()),
                        base64(pki.adminKeyPem()));
    }

    private static String base64(String pem) {
        return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8));
    }
}

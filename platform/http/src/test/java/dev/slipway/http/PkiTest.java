package dev.slipway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PkiTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<String> NAMES = List.of("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");

    @TempDir Path folder;

    @Test
    void keepsCertificatesFromOneStartToTheNext() {
        Pki first = open(NOW, NAMES);
        Pki second = open(NOW.plus(Duration.ofDays(200)), NAMES);

        assertThat(second.caPem()).isEqualTo(first.caPem());
        assertThat(second.serverCertificates()).isEqualTo(first.serverCertificates());
        assertThat(second.adminKeyPem()).isEqualTo(first.adminKeyPem());
    }

    @Test
    void renewsCertificatesNearTheirEndButKeepsTheAuthority() {
        Pki first = open(NOW, NAMES);
        Pki later = open(NOW.plus(Duration.ofDays(330)), NAMES);

        assertThat(later.caPem()).isEqualTo(first.caPem());
        assertThat(later.serverCertificates()).isNotEqualTo(first.serverCertificates());
        assertThat(later.adminCertificatePem()).isNotEqualTo(first.adminCertificatePem());
    }

    @Test
    void renewsTheServersCertificateForANewName() {
        Pki first = open(NOW, NAMES);
        Pki second = open(NOW, List.of("localhost", "ship.example"));

        assertThat(second.serverCertificates()).isNotEqualTo(first.serverCertificates());
        assertThat(second.adminCertificatePem()).isEqualTo(first.adminCertificatePem());
    }

    @Test
    void keepsSecretsReadableByTheOwnerOnly() throws IOException {
        open(NOW, NAMES);

        try (var files = Files.list(folder.resolve("pki"))) {
            for (Path file : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.toString())
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void namesABrokenFile() throws IOException {
        open(NOW, NAMES);
        Files.writeString(folder.resolve("pki/server.key"), "nonsense");

        assertThatThrownBy(() -> open(NOW, NAMES))
                .isInstanceOf(PkiException.class)
                .hasMessageContaining("server.key")
                .hasMessageContaining("delete the folder");
    }

    @Test
    void putsTheAdministratorIntoTheGroupThatMayEverything() throws Exception {
        Pki pki = open(NOW, NAMES);

        Identity admin =
                ClientCertificates.identityOf(Pem.readCertificate(pki.adminCertificatePem()));

        assertThat(admin)
                .isEqualTo(
                        Identity.signedIn("slipway-admin", "", List.of(Identity.ADMINISTRATORS)));
    }

    private Pki open(Instant now, List<String> names) {
        return Pki.open(folder.resolve("pki"), names, InstantSource.fixed(now));
    }
}

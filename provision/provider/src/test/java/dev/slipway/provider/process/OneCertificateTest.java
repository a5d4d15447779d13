package dev.slipway.provider.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class OneCertificateTest {
    private final PluginCertificate announced =
            PluginCertificate.create(new SecureRandom(), Instant.now());

    @Test
    void onlyTheAnnouncedCertificateIsTrusted() {
        OneCertificate trust = new OneCertificate(announced.der());
        assertThatCode(() -> trust.checkServerTrusted(chain(announced), "ECDHE"))
                .doesNotThrowAnyException();
        PluginCertificate other = PluginCertificate.create(new SecureRandom(), Instant.now());
        assertThatExceptionOfType(CertificateException.class)
                .isThrownBy(() -> trust.checkServerTrusted(chain(other), "ECDHE"));
        assertThatExceptionOfType(CertificateException.class)
                .isThrownBy(() -> trust.checkClientTrusted(new X509Certificate[0], "ECDHE"));
    }

    @Test
    void certificatesAreForTheNameBothSidesUse() throws CertificateException {
        X509Certificate certificate = announced.certificate();
        certificate.checkValidity();
        assertThat(certificate.getSubjectAlternativeNames().toString()).contains("localhost");
        assertThat(announced.pem())
                .startsWith("-----BEGIN CERTIFICATE-----\n")
                .endsWith("-----END CERTIFICATE-----\n");
    }

    private static X509Certificate[] chain(PluginCertificate certificate) {
        return new X509Certificate[] {certificate.certificate()};
    }
}

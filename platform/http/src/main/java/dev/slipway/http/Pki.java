package dev.slipway.http;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The server's own certificates: an authority made on the first start, with it a certificate for
/// the server and one for the administrator, who is in the group `system:masters`. The latter two
/// are made anew by the start that finds them within 60 days of their end, or the server's without
/// one of the names asked for. Immutable.
///
/// Files, all 0600: `ca.crt`, `ca.key`, `server.crt`, `server.key`, `admin.crt`, `admin.key`.
public final class Pki {
    private static final Duration AUTHORITY_VALIDITY = Duration.ofDays(3650);
    private static final Duration LEAF_VALIDITY = Duration.ofDays(365);
    private static final Duration RENEW_BEFORE = Duration.ofDays(60);
    private static final Path KERNEL_HOST_NAME = Path.of("/proc/sys/kernel/hostname");
    private static final Pattern HOST_NAME = Pattern.compile("[a-z0-9][a-z0-9.-]*");
    private static final int NAME_OF_HOST = 2;
    private static final int NAME_OF_ADDRESS = 7;

    private final String caPem;
    private final X509Certificate ca;
    private final PrivateKey serverKey;
    private final X509Certificate server;
    private final String adminCertificatePem;
    private final String adminKeyPem;

    private Pki(Files0600 files, Parts parts) {
        this.ca = parts.ca();
        this.caPem = files.read("ca.crt");
        this.server = parts.server();
        this.serverKey = files.readKey("server.key");
        this.adminCertificatePem = files.read("admin.crt");
        this.adminKeyPem = files.read("admin.key");
    }

    private record Parts(X509Certificate ca, X509Certificate server) {}

    /// Reads the certificates in `folder`, and makes those that are missing or near their end.
    /// Throws [PkiException] if a file is broken.
    public static Pki open(Path folder, List<String> serverNames, InstantSource time) {
        requireNonNull(time, "time");
        PrivateFiles.createFolder(folder);
        Files0600 files = new Files0600(folder);
        Renewal renewal = new Renewal(files, time.instant());
        X509Certificate ca = renewal.authority();
        X509Certificate server = renewal.server(ca, serverNames);
        renewal.admin(ca);
        return new Pki(files, new Parts(ca, server));
    }

    /// The names under which clients on this machine reach the server.
    public static List<String> localNames() {
        Set<String> names = new LinkedHashSet<>();
        names.add("localhost");
        names.add("127.0.0.1");
        names.add("0:0:0:0:0:0:0:1");
        names.add("kubernetes");
        names.add("kubernetes.default");
        names.add("kubernetes.default.svc");
        names.add("kubernetes.default.svc.cluster.local");
        String host = hostName().toLowerCase(Locale.ROOT);
        if (HOST_NAME.matcher(host).matches()) {
            names.add(host);
        }
        return List.copyOf(names);
    }

    /// From the kernel where it says so: asking the resolver can take seconds.
    private static String hostName() {
        try {
            if (Files.isReadable(KERNEL_HOST_NAME)) {
                return Files.readString(KERNEL_HOST_NAME).strip();
            }
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            // A machine whose name does not resolve is reached as localhost only.
            return "";
        }
    }

    public X509Certificate caCertificate() {
        return ca;
    }

    public String caPem() {
        return caPem;
    }

    public PrivateKey serverKey() {
        return serverKey;
    }

    public List<X509Certificate> serverCertificates() {
        return List.of(server, ca);
    }

    public String adminCertificatePem() {
        return adminCertificatePem;
    }

    public String adminKeyPem() {
        return adminKeyPem;
    }

    /// Decides what must be made, and makes it.
    private record Renewal(Files0600 files, java.time.Instant now) {
        X509Certificate authority() {
            if (files.has("ca.crt") && files.has("ca.key")) {
                return files.readCertificate("ca.crt");
            }
            var issued = new CertificateIssuer(now).authority(AUTHORITY_VALIDITY);
            files.write("ca.key", Pem.key(issued.key()));
            files.write("ca.crt", Pem.certificate(issued.certificate()));
            return issued.certificate();
        }

        X509Certificate server(X509Certificate ca, List<String> names) {
            if (files.has("server.crt") && files.has("server.key")) {
                X509Certificate kept = files.readCertificate("server.crt");
                if (isUsable(kept, ca) && names(kept).containsAll(names)) {
                    return kept;
                }
            }
            var issued = new CertificateIssuer(now).server(signer(ca), names, LEAF_VALIDITY);
            files.write("server.key", Pem.key(issued.key()));
            files.write("server.crt", Pem.certificate(issued.certificate()));
            return issued.certificate();
        }

        void admin(X509Certificate ca) {
            if (files.has("admin.crt")
                    && files.has("admin.key")
                    && isUsable(files.readCertificate("admin.crt"), ca)) {
                return;
            }
            var issued =
                    new CertificateIssuer(now)
                            .client(
                                    signer(ca),
                                    "slipway-admin",
                                    Identity.ADMINISTRATORS,
                                    LEAF_VALIDITY);
            files.write("admin.key", CertificateIssuer.rsaKeyPem(issued.key()));
            files.write("admin.crt", Pem.certificate(issued.certificate()));
        }

        private CertificateIssuer.Issued signer(X509Certificate ca) {
            return new CertificateIssuer.Issued(files.readKey("ca.key"), ca);
        }

        private boolean isUsable(X509Certificate certificate, X509Certificate ca) {
            try {
                certificate.verify(ca.getPublicKey());
            } catch (GeneralSecurityException e) {
                return false;
            }
            return certificate.getNotAfter().toInstant().isAfter(now.plus(RENEW_BEFORE));
        }

        private static Set<String> names(X509Certificate certificate) {
            Set<String> names = new LinkedHashSet<>();
            try {
                var alternatives = certificate.getSubjectAlternativeNames();
                for (List<?> entry : alternatives == null ? List.<List<?>>of() : alternatives) {
                    int type = (Integer) entry.get(0);
                    if (type == NAME_OF_HOST || type == NAME_OF_ADDRESS) {
                        names.add(String.valueOf(entry.get(1)));
                    }
                }
            } catch (GeneralSecurityException e) {
                return Set.of();
            }
            return names;
        }
    }

    /// The files of the folder.
    private record Files0600(Path folder) {
        boolean has(String name) {
            return Files.exists(folder.resolve(name));
        }

        String read(String name) {
            try {
                return Files.readString(folder.resolve(name));
            } catch (IOException e) {
                throw broken(name, "readable", e);
            }
        }

        X509Certificate readCertificate(String name) {
            try {
                return Pem.readCertificate(read(name));
            } catch (GeneralSecurityException e) {
                throw broken(name, "a certificate in PEM form", e);
            }
        }

        PrivateKey readKey(String name) {
            try {
                return Pem.readKey(read(name), "EC");
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                throw broken(name, "an EC private key in PEM form", e);
            }
        }

        void write(String name, String pem) {
            PrivateFiles.write(
                    folder.resolve(name), pem.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }

        private PkiException broken(String name, String expected, Exception cause) {
            return new PkiException(
                    folder.resolve(name)
                            + " is not "
                            + expected
                            + ". Restore it, or delete the folder to have all certificates made"
                            + " anew (clients then need the new kubeconfig).",
                    cause);
        }
    }
}

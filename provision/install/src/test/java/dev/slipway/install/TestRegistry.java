package dev.slipway.install;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.jcajce.JcaPGPKeyPair;
import org.jspecify.annotations.Nullable;

/// A registry of modules and providers on this machine, which signs what it offers.
final class TestRegistry implements AutoCloseable {
    static final String PLATFORM = dev.slipway.terraform.folder.InstalledPrograms.platform();

    private final HttpServer server;
    private final PGPKeyPair key;
    private final Map<String, byte[]> bodies = new HashMap<>();
    private final Map<String, String> locations = new HashMap<>();
    int requests;

    TestRegistry() throws IOException, GeneralSecurityException, PGPException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        key =
                new JcaPGPKeyPair(
                        org.bouncycastle.bcpg.PublicKeyPacket.VERSION_4,
                        PublicKeyAlgorithmTags.RSA_GENERAL,
                        generator.generateKeyPair(),
                        Date.from(Instant.now()));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    requests++;
                    String path = exchange.getRequestURI().getPath();
                    String location = locations.get(path);
                    byte[] body = bodies.get(path);
                    if (location != null) {
                        exchange.getResponseHeaders().add("X-Terraform-Get", location);
                        exchange.sendResponseHeaders(204, -1);
                    } else {
                        exchange.sendResponseHeaders(
                                body == null ? 404 : 200, body == null ? -1 : body.length);
                        if (body != null) {
                            exchange.getResponseBody().write(body);
                        }
                    }
                    exchange.close();
                });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void put(String path, byte[] body) {
        bodies.put(path, body);
    }

    void put(String path, String body) {
        put(path, body.getBytes(StandardCharsets.UTF_8));
    }

    /// Says that what is asked for is elsewhere.
    void locate(String path, String location) {
        locations.put(path, location);
    }

    static byte[] zip(Map<String, String> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> each : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(each.getKey()));
                zip.write(each.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    /// Offers versions of a provider.
    void offer(String provider, String... versions) throws Exception {
        StringBuilder all = new StringBuilder();
        for (String version : versions) {
            all.append(all.isEmpty() ? "" : ",")
                    .append(
                            "{\"version\":\"%s\",\"platforms\":[{\"os\":\"%s\",\"arch\":\"%s\"}]}"
                                    .formatted(
                                            version,
                                            PLATFORM.split("_")[0],
                                            PLATFORM.split("_")[1]));
            String type = provider.split("/")[1];
            byte[] archive =
                    zip(
                            Map.of(
                                    "terraform-provider-" + type + "_v" + version,
                                    "program " + version));
            offer(provider, version, archive, null);
        }
        put("/p/" + provider + "/versions", "{\"versions\":[" + all + "]}");
    }

    /// `signature` stands for the right one, if it is there.
    void offer(String provider, String version, byte[] archive, byte @Nullable [] signature)
            throws Exception {
        String type = provider.split("/")[1];
        String file = "terraform-provider-" + type + "_" + version + "_" + PLATFORM + ".zip";
        String sum =
                HexFormat.of()
                        .formatHex(
                                java.security.MessageDigest.getInstance("SHA-256").digest(archive));
        String base = "/f/" + provider + "/" + version + "/";
        byte[] sums = (sum + "  " + file + "\n").getBytes(StandardCharsets.UTF_8);
        put(base + file, archive);
        put(base + "sums", sums);
        put(base + "sums.sig", signature == null ? sign(sums) : signature);
        put(
                "/p/" + provider + "/" + version + "/download/" + PLATFORM.replace('_', '/'),
                """
                {"filename":"%s","shasum":"%s","download_url":"%s","shasums_url":"%s",
                 "shasums_signature_url":"%s","signing_keys":{"gpg_public_keys":[{"ascii_armor":"%s"}]}}
                """
                        .formatted(
                                file,
                                sum,
                                base + file,
                                base + "sums",
                                base + "sums.sig",
                                armored().replace("\n", "\\n").replace("\r", "")));
    }

    private byte[] sign(byte[] content) throws PGPException, IOException {
        PGPSignatureGenerator generator =
                new PGPSignatureGenerator(
                        new JcaPGPContentSignerBuilder(
                                key.getPublicKey().getAlgorithm(), HashAlgorithmTags.SHA256),
                        key.getPublicKey());
        generator.init(PGPSignature.BINARY_DOCUMENT, key.getPrivateKey());
        generator.update(content);
        return generator.generate().getEncoded();
    }

    private String armored() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream armor = ArmoredOutputStream.builder().build(bytes)) {
            key.getPublicKey().encode(armor);
        }
        return bytes.toString(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

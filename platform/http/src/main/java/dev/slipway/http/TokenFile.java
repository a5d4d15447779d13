package dev.slipway.http;

import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Bearer tokens listed in a file, one user a line: `token,user,uid` and optionally
/// `,"group1,group2"`, the format of Kubernetes' token file. Read once; immutable. Tokens are kept
/// and looked up as hashes, so that the time a look-up takes tells nothing about them.
public final class TokenFile implements Authenticator {
    private static final Pattern LINE =
            Pattern.compile("([^,\"]+),([^,\"]+),([^,\"]*)(?:,(?:\"([^\"]*)\"|([^,\"]*)))?");
    private static final Pattern COMMA = Pattern.compile(",");

    private final Map<String, Identity> byHash;

    private TokenFile(Map<String, Identity> byHash) {
        this.byHash = byHash;
    }

    /// An absent file holds no tokens. Throws `IllegalArgumentException` naming a broken line.
    public static TokenFile read(Path file) {
        if (!Files.exists(file)) {
            return new TokenFile(Map.of());
        }
        try {
            return parse(Files.readAllLines(file), file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read token file " + file, e);
        }
    }

    static TokenFile parse(List<String> lines, String place) {
        Map<String, Identity> byHash = new HashMap<>();
        int number = 0;
        for (String raw : lines) {
            number++;
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            var match = LINE.matcher(line);
            if (!match.matches()) {
                throw new IllegalArgumentException(
                        place + ":" + number + ": (expected: token,user,uid,\"group1,group2\")");
            }
            String groups = match.group(4) != null ? match.group(4) : match.group(5);
            byHash.put(
                    hash(match.group(1).strip()),
                    Identity.signedIn(
                            match.group(2).strip(), match.group(3).strip(), split(groups)));
        }
        return new TokenFile(byHash);
    }

    @Override
    public @Nullable Identity authenticate(ServiceRequestContext context, RequestHeaders headers) {
        String token = BearerTokens.of(headers);
        return token == null ? null : find(token);
    }

    @Nullable Identity find(String token) {
        return byHash.isEmpty() ? null : byHash.get(hash(token));
    }

    private static List<String> split(@Nullable String groups) {
        List<String> names = new ArrayList<>();
        if (groups != null) {
            for (String name : COMMA.splitAsStream(groups).toList()) {
                if (!name.isBlank()) {
                    names.add(name.strip());
                }
            }
        }
        return names;
    }

    private static String hash(String token) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] sum = digest.digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sum);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}

package dev.slipway.hcl.function;

import dev.slipway.hcl.eval.Function;
import dev.slipway.hcl.eval.FunctionException;
import dev.slipway.hcl.value.Type;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.Values;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/// Functions of cryptography: digests, identifiers, passwords and RSA.
final class Hashes {
    private static final int COST_DEFAULT = 10;
    private static final int COST_MIN = 4;
    private static final int COST_MAX = 31;
    private static final int PASSWORD_BYTES_MAX = 72;
    private static final int SALT_BYTES = 16;
    private static final int UUID_BYTES = 16;
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private Hashes() {}

    static void addTo(Map<String, Function> table, Surroundings surroundings) {
        for (String name : List.of("md5", "sha1", "sha256", "sha512")) {
            table.put(name, Strings.one("str", texts -> hex(name, utf8(texts.getFirst()))));
        }
        table.put(
                "base64sha256",
                Strings.one("str", texts -> base64("sha256", utf8(texts.getFirst()))));
        table.put(
                "base64sha512",
                Strings.one("str", texts -> base64("sha512", utf8(texts.getFirst()))));
        table.put("bcrypt", bcrypt(surroundings));
        table.put("rsadecrypt", rsaDecrypt());
        table.put(
                "uuid",
                Definition.of()
                        .yields(
                                Type.Primitive.STRING,
                                arguments -> Value.of(randomUuid(surroundings))));
        table.put("uuidv5", nameUuid());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] digest(String name, byte[] bytes) {
        try {
            String algorithm = name.replace("sha", "sha-").toUpperCase(Locale.ROOT);
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException problem) {
            throw new IllegalStateException(name, problem);
        }
    }

    static String hex(String name, byte[] bytes) {
        return HexFormat.of().formatHex(digest(name, bytes));
    }

    static String base64(String name, byte[] bytes) {
        return Encodings.encoded(digest(name, bytes));
    }

    private static Function bcrypt(Surroundings surroundings) {
        return Definition.of()
                .taking("str", Type.Primitive.STRING)
                .repeating("cost", Type.Primitive.NUMBER)
                .yields(
                        Type.Primitive.STRING,
                        arguments -> {
                            if (arguments.size() > 2) {
                                throw FunctionException.failure(
                                        "bcrypt() takes no more than two arguments");
                            }
                            int cost =
                                    arguments.size() == 2
                                            ? Numbers.integer(arguments, 1)
                                            : COST_DEFAULT;
                            return Value.of(
                                    hashed(Values.text(arguments.getFirst()), cost, surroundings));
                        });
    }

    private static String hashed(String password, int cost, Surroundings surroundings)
            throws FunctionException {
        byte[] bytes = utf8(password);
        if (cost > COST_MAX) {
            throw FunctionException.failure(
                    "error occurred generating password: cost "
                            + cost
                            + " is outside allowed inclusive range 4..31");
        }
        if (bytes.length > PASSWORD_BYTES_MAX) {
            throw FunctionException.failure(
                    "error occurred generating password: password length exceeds 72 bytes");
        }
        byte[] salt = new byte[SALT_BYTES];
        surroundings.chance().nextBytes(salt);
        int applied = cost < COST_MIN ? COST_DEFAULT : cost;
        return OpenBSDBCrypt.generate("2a", password.toCharArray(), salt, applied);
    }

    private static Function rsaDecrypt() {
        return Definition.of()
                .taking("ciphertext", Type.Primitive.STRING)
                .taking("privatekey", Type.Primitive.STRING)
                .ofTexts(texts -> decrypted(texts.getFirst(), texts.getLast()));
    }

    private static String decrypted(String ciphertext, String pem) throws FunctionException {
        byte[] bytes;
        try {
            bytes = Encodings.decoded(ciphertext);
        } catch (FunctionException problem) {
            throw FunctionException.argument(
                    0, "failed to decode input: cipher text must be base64-encoded");
        }
        PrivateKey key = key(pem);
        try {
            Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
            cipher.init(Cipher.DECRYPT_MODE, key);
            return Encodings.text(cipher.doFinal(bytes), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | CharacterCodingException problem) {
            throw FunctionException.failure("failed to decrypt: the key does not fit this text");
        }
    }

    private static PrivateKey key(String pem) throws FunctionException {
        try (PEMParser parser = new PEMParser(new StringReader(pem))) {
            JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
            return switch (parser.readObject()) {
                case PEMKeyPair pair -> converter.getKeyPair(pair).getPrivate();
                case PrivateKeyInfo info -> converter.getPrivateKey(info);
                case null, default ->
                        throw FunctionException.argument(1, "failed to parse key: no key found");
            };
        } catch (PEMException problem) {
            throw FunctionException.argument(1, "failed to parse key: it is no RSA private key");
        } catch (IOException problem) {
            throw FunctionException.argument(1, "failed to parse key: it is no PEM text");
        }
    }

    private static String randomUuid(Surroundings surroundings) {
        byte[] bytes = new byte[UUID_BYTES];
        surroundings.chance().nextBytes(bytes);
        return uuid(bytes, 4).toString();
    }

    private static UUID uuid(byte[] bytes, int version) {
        bytes[6] = (byte) ((bytes[6] & 0x0f) | (version << 4));
        bytes[8] = (byte) ((bytes[8] & 0x3f) | 0x80);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    private static Function nameUuid() {
        return Definition.of()
                .taking("namespace", Type.Primitive.STRING)
                .taking("name", Type.Primitive.STRING)
                .ofTexts(texts -> {
                    UUID namespace = namespace(texts.getFirst());
                    byte[] name = utf8(texts.getLast());
                    ByteBuffer buffer = ByteBuffer.allocate(UUID_BYTES + name.length);
                    buffer.putLong(namespace.getMostSignificantBits());
                    buffer.putLong(namespace.getLeastSignificantBits());
                    buffer.put(name);
                    byte[] digest = digest("sha1", buffer.array());
                    return uuid(java.util.Arrays.copyOf(digest, UUID_BYTES), 5).toString();
                });
    }

    private static UUID namespace(String name) throws FunctionException {
        return switch (name) {
            case "dns" -> UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
            case "url" -> UUID.fromString("6ba7b811-9dad-11d1-80b4-00c04fd430c8");
            case "oid" -> UUID.fromString("6ba7b812-9dad-11d1-80b4-00c04fd430c8");
            case "x500" -> UUID.fromString("6ba7b814-9dad-11d1-80b4-00c04fd430c8");
            default -> {
                if (!UUID_TEXT.matcher(name).matches()) {
                    throw FunctionException.failure("uuidv5() doesn't support namespace " + name);
                }
                yield UUID.fromString(name);
            }
        };
    }
}

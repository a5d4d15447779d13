package dev.slipway.hcl.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.hcl.eval.Calling;
import dev.slipway.hcl.eval.Function;
import dev.slipway.hcl.eval.FunctionException;
import dev.slipway.hcl.value.Value;
import dev.slipway.hcl.value.ValueText;
import dev.slipway.hcl.value.Values;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.crypto.Cipher;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FunctionsTest {
    @TempDir Path folder;

    private Map<String, Function> all() {
        return Functions.all(
                new Surroundings(
                        folder,
                        Path.of("/home/user"),
                        () -> Instant.parse("2026-11-25T01:02:03.456Z"),
                        new Random(1)));
    }

    private Value call(String name, Value... arguments) throws FunctionException {
        if (all().get(name) instanceof Function.OfValues function) {
            return Calling.call(function, List.of(arguments));
        }
        throw FunctionException.failure(name);
    }

    @Test
    void thereAreAllFunctionsOfTheLanguage() {
        assertThat(all()).hasSize(118).containsKeys("try", "can", "templatestring", "uuidv5");
    }

    @Test
    void theClockIsTheOneHandedIn() throws FunctionException {
        assertThat(call("timestamp")).isEqualTo(Value.of("2026-11-25T01:02:03Z"));
        assertThat(call("plantimestamp")).isEqualTo(Value.of("2026-11-25T01:02:03Z"));
    }

    @Test
    void chanceIsTheOneHandedIn() throws FunctionException {
        assertThat(call("uuid")).isEqualTo(call("uuid"));
        assertThat(Values.text(call("uuid")))
                .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab].*");
    }

    @Test
    void passwordsAreHashedWithTheirCost() throws FunctionException {
        String hash = Values.text(call("bcrypt", Value.of("secret"), Value.of(5)));

        assertThat(hash).startsWith("$2a$05$");
        assertThat(OpenBSDBCrypt.checkPassword(hash, "secret".toCharArray())).isTrue();
    }

    @Test
    void whatWasEncryptedForAKeyIsDecrypted() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        var pair = generator.generateKeyPair();
        Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
        cipher.init(Cipher.ENCRYPT_MODE, pair.getPublic());
        String sent =
                Base64.getEncoder()
                        .encodeToString(
                                cipher.doFinal(
                                        "hello".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        String key =
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n";

        assertThat(call("rsadecrypt", Value.of(sent), Value.of(key))).isEqualTo(Value.of("hello"));
    }

    @Test
    void textsAreZippedAsTerraformDoes() throws Exception {
        assertThat(call("base64gzip", Value.of("aaaa".repeat(100))))
                .isEqualTo(Value.of("H4sIAAAAAAAA/0ocBYMKAAAAAP//AQAA//+vig2mkAEAAA=="));
        // An e with an accent of its own is one letter, as in every text.
        assertThat(call("base64gzip", Value.of("e\u0301")))
                .isEqualTo(Value.of("H4sIAAAAAAAA/zq8EgAAAP//AQAA//8+jQQOAgAAAA=="));
    }

    @Test
    void anyTextIsDecodedOrRefused() {
        Random random = new Random(9);
        String samples = "a: [1, {b: c}]\n- x\n? y\n!!str 1\n&a *a |\n  t\n\"q\",'r'\n{}<<:~";
        for (int round = 0; round < 3000; round++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(12); length >= 0; length--) {
                int at = random.nextInt(samples.length());
                text.append(samples, at, Math.min(samples.length(), at + 1 + random.nextInt(6)));
            }
            for (String name : List.of("yamldecode", "csvdecode", "jsondecode", "base64decode")) {
                try {
                    assertThat(ValueText.of(call(name, Value.of(text.toString())))).isNotNull();
                } catch (FunctionException refusal) {
                    assertThat(refusal.getMessage()).isNotBlank();
                }
            }
        }
    }
}

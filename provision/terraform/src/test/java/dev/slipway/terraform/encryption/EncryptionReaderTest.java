package dev.slipway.terraform.encryption;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceText;
import dev.slipway.hcl.syntax.Parser;
import dev.slipway.state.StateException;
import dev.slipway.terraform.config.FolderFiles;
import dev.slipway.terraform.config.Module;
import dev.slipway.terraform.config.ModuleLoader;
import dev.slipway.terraform.config.StaticValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EncryptionReaderTest {
    private static final byte[] PLAIN = "something secret".getBytes(UTF_8);

    /// Tells one key, and keeps that it was asked; without what it kept it tells none to decrypt.
    private static final String KEY_PROGRAM =
            """
            printf '{"magic":"OpenTofu-External-Key-Provider","version":1}\\n'
            read -r input
            encryption='"encryption_key":"MDEyMzQ1Njc4OWFiY2RlZg=="'
            case "$input" in
            null) printf '{"keys":{%s},"meta":{"external_data":{"n":"1"}}}' "$encryption" ;;
            *'"n":"1"'*) printf '{"keys":{%s,%s}}' "$encryption" \\
                '"decryption_key":"MDEyMzQ1Njc4OWFiY2RlZg=="' ;;
            *) echo "unknown: $input" >&2; exit 3 ;;
            esac
            """;

    /// Changes letters of the payload's base64 for others, and back.
    private static final String METHOD_PROGRAM =
            """
            printf '{"magic":"OpenTofu-External-Encryption-Method","version":1}\\n'
            read -r input
            payload="${input#*\\"payload\\":\\"}"
            printf '{"payload":"%s"}' "$(printf %s "${payload%%\\"*}" | tr "$1" "$2")"
            """;

    @TempDir Path folder;

    @BeforeEach
    void programs() throws IOException {
        Files.writeString(folder.resolve("key.sh"), KEY_PROGRAM);
        Files.writeString(folder.resolve("method.sh"), METHOD_PROGRAM);
        Files.writeString(folder.resolve("mute.sh"), "echo hello\n");
    }

    private EncryptionReader.Encryption read(
            Diagnostics diagnostics, String configuration, String variable) {
        Module module = ModuleLoader.load(new FolderFiles(folder), "", diagnostics);
        Content content =
                Content.of(
                        Parser.file(
                                new SourceText(
                                        "main.tf", configuration.replace("DIR", folder.toString())),
                                diagnostics));
        return new EncryptionReader(
                        new StaticValues(module, new StaticValues.Given(Map.of())),
                        Map.of(),
                        Clock.systemUTC(),
                        diagnostics)
                .read(content, variable);
    }

    private EncryptionReader.Encryption read(String configuration) {
        Diagnostics diagnostics = new Diagnostics();
        EncryptionReader.Encryption encryption = read(diagnostics, configuration, "");
        assertThat(diagnostics.list()).isEmpty();
        return encryption;
    }

    private String problem(String configuration) {
        Diagnostics diagnostics = new Diagnostics();
        read(diagnostics, configuration, "");
        return diagnostics.list().stream().map(Diagnostic::detail).findFirst().orElse("");
    }

    private static String sealed(Sealing sealing) {
        return new String(sealing.seal(PLAIN), UTF_8);
    }

    @Test
    void takesKeysFromAProgram() {
        String text =
                """
                key_provider "external" "p" {
                  command                  = ["/bin/sh", "DIR/key.sh"]
                  encrypted_metadata_alias = "a"
                }
                method "aes_gcm" "m" { keys = key_provider.external.p }
                state { method = method.aes_gcm.m }
                """;
        String sealed = sealed(read(text).state());
        assertThat(sealed).contains("\"meta\":{\"a\":").doesNotContain("secret");
        assertThat(read(text).state().open(sealed.getBytes(UTF_8), "it")).isEqualTo(PLAIN);
        String other = sealed.replaceFirst("\"a\":\"[^\"]*\"", "\"a\":\"e30=\"");
        assertThatExceptionOfType(StateException.class)
                .isThrownBy(() -> read(text).state().open(other.getBytes(UTF_8), "it"))
                .withMessageContaining("ends with 3 (expected: 0): unknown: {}");
    }

    @Test
    void derivesKeysFromThoseOfAnotherProvider() {
        String text =
                """
                key_provider "pbkdf2" "p" {
                  chain      = key_provider.external.p
                  iterations = 200000
                }
                key_provider "external" "p" { command = ["/bin/sh", "DIR/key.sh"] }
                method "aes_gcm" "m" { keys = key_provider.pbkdf2.p }
                state { method = method.aes_gcm.m }
                """;
        String sealed = sealed(read(text).state());
        assertThat(sealed).contains("\"key_provider.external.p\":", "\"key_provider.pbkdf2.p\":");
        assertThat(read(text).state().open(sealed.getBytes(UTF_8), "it")).isEqualTo(PLAIN);
    }

    @Test
    void encryptsByAProgram() {
        String text =
                """
                method "external" "m" {
                  encrypt_command = ["/bin/sh", "DIR/method.sh", "a-z", "b-za"]
                  decrypt_command = ["/bin/sh", "DIR/method.sh", "b-za", "a-z"]
                }
                state { method = method.external.m }
                """;
        String sealed = sealed(read(text).state());
        assertThat(sealed).contains("\"meta\":{}");
        assertThat(read(text).state().open(sealed.getBytes(UTF_8), "it")).isEqualTo(PLAIN);
        assertThatExceptionOfType(StateException.class)
                .isThrownBy(() -> read(text.replace("method.sh", "mute.sh")).state().seal(PLAIN))
                .withMessageContaining("the first line is `hello` (expected: `{\"magic\":");
    }

    @Test
    void enforcesWhatAnotherConfigures() {
        String enforced = "state { enforced = true }\n";
        assertThat(problem(enforced)).contains("no method: neither here nor in TF_ENCRYPTION");
        Diagnostics diagnostics = new Diagnostics();
        EncryptionReader.Encryption encryption =
                read(
                        diagnostics,
                        enforced,
                        """
                        key_provider "pbkdf2" "p" { passphrase = "sixteen letters!" }
                        method "aes_gcm" "m" { keys = key_provider.pbkdf2.p }
                        state { method = method.aes_gcm.m }
                        """);
        assertThat(diagnostics.list()).isEmpty();
        assertThat(sealed(encryption.state())).contains("key_provider.pbkdf2.p");
        assertThat(sealed(encryption.plan())).isEqualTo(new String(PLAIN, UTF_8));
    }

    @Test
    void readsStatesOfOthersEachInItsWay() {
        RemoteSealings remote =
                read("""
                key_provider "pbkdf2" "p" {
                  passphrase = "sixteen letters!"
                  iterations = 200000
                }
                method "aes_gcm" "m" { keys = key_provider.pbkdf2.p }
                method "unencrypted" "u" {}
                remote_state_data_sources {
                  default { method = method.aes_gcm.m }
                  remote_state_data_source "plain" { method = method.unencrypted.u }
                  remote_state_data_source "m.one[0]" {
                    method = method.unencrypted.u
                  }
                }
                """)
                        .remote();
        assertThat(remote.of("data.terraform_remote_state.x")).isSameAs(remote.standard());
        assertThat(remote.of("data.terraform_remote_state.plain")).isNotSameAs(remote.standard());
        assertThat(remote.of("data.terraform_remote_state.plain[\"a\"]"))
                .isNotSameAs(remote.standard());
        assertThat(remote.of("module.m.data.terraform_remote_state.one[0]"))
                .isNotSameAs(remote.standard());
        assertThat(remote.of("module.m.data.terraform_remote_state.one[1]"))
                .isSameAs(remote.standard());
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(
                        problem(
                                """
                                key_provider "pbkdf2" "a" { chain = key_provider.pbkdf2.b }
                                key_provider "pbkdf2" "b" { chain = key_provider.pbkdf2.a }
                                """))
                .contains("\"chain\" must name another key provider");
        assertThat(problem("key_provider \"pbkdf2\" \"a\" {}\n"))
                .contains("One of \"passphrase\" and \"chain\"");
        assertThat(problem("key_provider \"aws_kms\" \"a\" { region = \"r\" }\n"))
                .contains("key_provider aws_kms: \"kms_key_id\" is not set");
        assertThat(problem("key_provider \"external\" \"a\" { command = [] }\n"))
                .contains("list of texts, the program first");
        assertThat(problem("key_provider \"azure_vault\" \"a\" {}\n"))
                .contains("There is no key provider \"azure_vault\"");
    }

    /// RFC 7914, section 11.
    @Test
    void derivesKeysAsTheStandardSays() throws Exception {
        byte[] key =
                Pbkdf2.derive(
                        "HmacSHA256", "passwd".getBytes(UTF_8), "salt".getBytes(UTF_8), 1, 64);
        assertThat(HexFormat.of().formatHex(key))
                .isEqualTo(
                        "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
                                + "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783");
    }
}

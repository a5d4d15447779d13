package dev.slipway.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// States and plans that are encrypted on this side.
final class EncryptionTest {
    private static final String RESOURCE =
            "resource \"terraform_data\" \"a\" { input = \"visible-secret\" }\n";

    @TempDir Path folder;
    private Session session;

    @BeforeEach
    void open() {
        session = new Session(folder);
    }

    private void configure(String passphrase, String target) throws Exception {
        session.write(
                "main.tf",
                """
                variable "passphrase" { default = "%s" }
                terraform {
                  encryption {
                    key_provider "pbkdf2" "p" {
                      passphrase = var.passphrase
                      iterations = 200000
                    }
                    method "aes_gcm" "m" { keys = key_provider.pbkdf2.p }
                    method "unencrypted" "u" {}
                    %s
                  }
                }
                """
                                .formatted(passphrase, target)
                        + RESOURCE);
    }

    private static final String ENFORCED =
            """
            state {
              method   = method.aes_gcm.m
              enforced = true
            }
            plan { method = method.aes_gcm.m }
            """;

    @Test
    void keepsStatesAndPlansSecret() throws Exception {
        configure("a passphrase of many words", ENFORCED);
        assertThat(session.run("plan", "-out=plan").exitCode()).isZero();
        assertThat(bytes("plan")).contains("encrypted_data").doesNotContain("PK\u0003\u0004");
        assertThat(session.run("show", "plan").out()).contains("terraform_data.a");
        assertThat(session.run("apply", "plan").exitCode()).isZero();
        assertThat(bytes("terraform.tfstate"))
                .contains("\"encryption_version\":\"v0\"", "\"serial\"", "key_provider.pbkdf2.p")
                .doesNotContain("visible-secret", "terraform_data");
        assertThat(session.run("state", "list").out()).isEqualTo("terraform_data.a\n");
        assertThat(session.run("plan", "-detailed-exitcode").exitCode()).isZero();
        assertThat(session.run("state", "pull").out()).contains("visible-secret");

        configure("another passphrase altogether", ENFORCED);
        Session.Outcome wrong = session.run("state", "list");
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.err()).contains("encrypted").contains("the key is another");
    }

    private String bytes(String name) throws Exception {
        return new String(Files.readAllBytes(folder.resolve(name)), StandardCharsets.ISO_8859_1);
    }

    @Test
    void takesOverWhatIsPlainOnlyWhereThatIsSaid() throws Exception {
        session.write("main.tf", RESOURCE);
        assertThat(session.run("apply", "-auto-approve").exitCode()).isZero();
        configure("a passphrase of many words", ENFORCED);
        assertThat(session.run("plan").err()).contains("it is not encrypted");
        configure(
                "a passphrase of many words",
                """
                state {
                  method = method.aes_gcm.m
                  fallback { method = method.unencrypted.u }
                }
                """);
        assertThat(session.run("apply", "-auto-approve", "-replace=terraform_data.a").exitCode())
                .isZero();
        assertThat(bytes("terraform.tfstate")).contains("encrypted_data");
        configure("a passphrase of many words", ENFORCED);
        assertThat(session.run("plan", "-detailed-exitcode").exitCode()).isZero();
    }

    @Test
    void readsTheEnvironment() throws Exception {
        session.write("main.tf", RESOURCE);
        session.with(
                "TF_ENCRYPTION",
                """
                key_provider "pbkdf2" "p" {
                  passphrase = "a passphrase of many words"
                  iterations = 200000
                }
                method "aes_gcm" "m" { keys = key_provider.pbkdf2.p }
                state { method = method.aes_gcm.m }
                """);
        assertThat(session.run("apply", "-auto-approve").exitCode()).isZero();
        assertThat(bytes("terraform.tfstate")).contains("encrypted_data");
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        configure("short", ENFORCED);
        assertThat(session.run("plan").err()).contains("expected: at least 16");
        session.write(
                "main.tf",
                """
                terraform {
                  encryption {
                    method "unencrypted" "u" {}
                    state {
                      method   = method.unencrypted.u
                      enforced = true
                    }
                  }
                }
                """);
        assertThat(session.run("plan").err()).contains("Encryption is enforced");
    }
}

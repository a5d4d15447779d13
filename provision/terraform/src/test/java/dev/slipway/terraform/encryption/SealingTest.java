package dev.slipway.terraform.encryption;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.provider.PrivateData;
import dev.slipway.provider.ProviderSource;
import dev.slipway.provider.RawState;
import dev.slipway.state.InstanceState;
import dev.slipway.state.ObjectState;
import dev.slipway.state.StateException;
import dev.slipway.state.StateStore;
import dev.slipway.state.StateStore.LockRequest;
import dev.slipway.state.address.Addresses;
import dev.slipway.state.address.ProviderAddress;
import dev.slipway.state.local.LocalStateStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SealingTest {
    private static final byte[] PLAIN = "something secret".getBytes(StandardCharsets.UTF_8);

    @TempDir Path folder;

    private static Method.AesGcm method(String passphrase) {
        return new Method.AesGcm(
                "aes_gcm.m",
                new DerivedKeys(
                        "key_provider.pbkdf2.p",
                        DerivedKeys.passphrase(passphrase),
                        new DerivedKeys.Settings(32, 1000, 32, "sha512")));
    }

    @Test
    void opensWhatItSealedAndNothingElse() {
        Sealing sealing = new Sealing(List.of(method("one")));
        byte[] sealed = sealing.seal(PLAIN);
        assertThat(new String(sealed, StandardCharsets.UTF_8)).doesNotContain("secret");
        assertThat(new Sealing(List.of(method("one"))).open(sealed, "it")).isEqualTo(PLAIN);
        assertThatExceptionOfType(StateException.class)
                .isThrownBy(() -> new Sealing(List.of(method("other"))).open(sealed, "it"))
                .withMessageContaining("it: it is encrypted");
        String text = new String(sealed, StandardCharsets.UTF_8);
        int at = text.indexOf("\"encrypted_data\":\"") + 30;
        char changed = text.charAt(at) == 'A' ? 'B' : 'A';
        byte[] damaged =
                (text.substring(0, at) + changed + text.substring(at + 1))
                        .getBytes(StandardCharsets.UTF_8);
        assertThatExceptionOfType(StateException.class)
                .isThrownBy(() -> sealing.open(damaged, "it"))
                .withMessageContaining("something was changed");
    }

    @Test
    void neverSealsTwiceTheSame() {
        Sealing sealing = new Sealing(List.of(method("one")));
        assertThat(Arrays.equals(sealing.seal(PLAIN), sealing.seal(PLAIN))).isFalse();
    }

    @Test
    void opensWhatAnOlderKeySealed() {
        byte[] old = new Sealing(List.of(method("old"))).seal(PLAIN);
        Sealing rotated = new Sealing(List.of(method("new"), method("old")));
        assertThat(rotated.open(old, "it")).isEqualTo(PLAIN);
        assertThat(new Sealing(List.of(method("new"))).open(rotated.seal(PLAIN), "it"))
                .isEqualTo(PLAIN);
    }

    @Test
    void sealsTheJournalOfARunThatDies() throws Exception {
        Path file = folder.resolve("terraform.tfstate");
        Sealing sealing = new Sealing(List.of(method("one")));
        InstanceState made =
                InstanceState.of(
                        new ObjectState(
                                false,
                                0,
                                new RawState.Json(
                                        "{\"id\":\"secret-id\"}".getBytes(StandardCharsets.UTF_8)),
                                List.of(),
                                PrivateData.NONE,
                                null,
                                List.of(),
                                false));
        StateStore dying = new LocalStateStore(file, folder, Clock.systemUTC(), sealing);
        try (StateStore.Lock lock =
                dying.lock("default", new LockRequest("test", "me", ""), Duration.ZERO)) {
            lock.journal()
                    .record(
                            Addresses.instance("terraform_data.a"),
                            ProviderAddress.root(ProviderSource.BUILT_IN),
                            made);
        }
        assertThat(Files.readString(folder.resolve("terraform.tfstate.journal")))
                .doesNotContain("secret-id", "terraform_data");
        StateStore next = new LocalStateStore(file, folder, Clock.systemUTC(), sealing);
        assertThat(
                        requireNonNull(next.read("default"))
                                .instance(Addresses.instance("terraform_data.a")))
                .isEqualTo(made);
    }
}

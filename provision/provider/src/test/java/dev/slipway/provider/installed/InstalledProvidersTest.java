package dev.slipway.provider.installed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.hcl.value.Value;
import dev.slipway.provider.Provider;
import dev.slipway.provider.ProviderException;
import dev.slipway.provider.ProviderSource;
import dev.slipway.provider.Providers;
import dev.slipway.provider.process.ProviderLauncher;
import dev.slipway.provider.process.Surroundings;
import dev.slipway.provider.testing.RemoteObjects;
import dev.slipway.provider.testing.TestProvider;
import dev.slipway.provider.testing.TestProviderProgram;
import dev.slipway.provider.testing.Things;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InstalledProvidersTest {
    private static final ProviderSource SOURCE = TestProvider.SOURCE;

    @TempDir Path folder;
    private final ProviderLauncher launcher =
            new ProviderLauncher(
                    new ProviderLauncher.Options(60_000, false), InstantSource.system());
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private RemoteObjects objects = new RemoteObjects(Path.of("unused"));
    private Path program = Path.of("unused");

    @BeforeEach
    void begin() throws IOException {
        Path remote = Files.createDirectory(folder.resolve("objects"));
        objects = new RemoteObjects(remote);
        program = TestProviderProgram.install(folder.resolve("program"), remote);
    }

    @AfterEach
    void end() {
        launcher.close();
    }

    private InstalledProviders installed() {
        return new InstalledProviders(
                Installation.of(Map.of(SOURCE, program)), folder.resolve("cache"), launcher);
    }

    private int starts() {
        return Collections.frequency(objects.events(), "start");
    }

    @Test
    void oneStartIsEnoughForSchemaAndUse() {
        try (InstalledProviders providers = installed()) {
            assertThat(providers.schema(SOURCE).resourceTypes()).contains("slipwaytest_thing");
            try (Provider provider = providers.start(SOURCE)) {
                assertThat(configure(provider, "a-")).isEmpty();
            }
        }
        assertThat(starts()).isEqualTo(1);
        try (InstalledProviders again = installed()) {
            assertThat(again.schema(SOURCE).identity("slipwaytest_thing")).isNotNull();
        }
        assertThat(starts()).isEqualTo(1);
    }

    @Test
    void aDamagedCacheIsRepaired() throws IOException {
        try (InstalledProviders providers = installed()) {
            providers.schema(SOURCE);
        }
        Path file;
        try (var files = Files.list(folder.resolve("cache/schemas"))) {
            file = files.findFirst().orElseThrow();
        }
        byte[] whole = Files.readAllBytes(file);
        Files.writeString(file, "damage");
        try (InstalledProviders providers = installed()) {
            assertThat(providers.schema(SOURCE).resourceTypes()).isNotEmpty();
        }
        assertThat(Files.size(file)).isEqualTo(whole.length);
    }

    @Test
    void whatIsNotInstalledIsTold() {
        ProviderSource missing = ProviderSource.parse("acme/missing");
        try (InstalledProviders providers = installed()) {
            assertThatExceptionOfType(ProviderException.class)
                    .isThrownBy(() -> providers.schema(missing))
                    .withMessageContaining("acme/missing is not installed");
        }
    }

    @Test
    void builtInProvidersAreNotStarted() {
        Installation installation =
                new Installation(
                        Map.of(),
                        Map.of(),
                        Map.of(ProviderSource.BUILT_IN, () -> new TestProvider(folder)),
                        Surroundings.inherited());
        try (InstalledProviders providers =
                        new InstalledProviders(installation, folder.resolve("cache"), launcher);
                ProviderPool pool = pool()) {
            assertThat(providers.schema(ProviderSource.BUILT_IN).functionNames()).isNotEmpty();
            assertThat(pool.over(providers).start(ProviderSource.BUILT_IN))
                    .isInstanceOf(TestProvider.class);
        }
    }

    @Test
    void whatAProgramFoundGoodItIsNotAskedAgain() throws IOException {
        assertThat(check(Map.of("prefix", Value.of("word-of-secrecy")))).isEmpty();
        assertThat(check(Map.of("prefix", Value.of("word-of-secrecy")))).isEmpty();
        assertThat(Collections.frequency(objects.events(), "check")).isEqualTo(1);
        assertThat(check(Map.of("prefix", Value.of("b")))).isEmpty();
        assertThat(Collections.frequency(objects.events(), "check")).isEqualTo(2);

        assertThat(check(Map.of("folder", Value.of("")))).isNotEmpty();
        assertThat(check(Map.of("folder", Value.of("")))).isNotEmpty();
        assertThat(Collections.frequency(objects.events(), "check")).isEqualTo(4);

        Path configs = folder.resolve("cache/configs");
        try (var files = Files.list(configs)) {
            for (Path each : files.toList()) {
                assertThat(Files.readString(each, StandardCharsets.ISO_8859_1))
                        .doesNotContain("secrecy");
                Files.writeString(each, "damage");
            }
        }
        assertThat(check(Map.of("prefix", Value.of("b")))).isEmpty();
        assertThat(Collections.frequency(objects.events(), "check")).isEqualTo(5);
    }

    /// What the provider says to a configuration, asked by somebody new.
    private List<?> check(Map<String, Value> config) {
        try (InstalledProviders providers = installed();
                Provider provider = providers.start(SOURCE)) {
            return provider.validateProviderConfig(config(provider, config)).diagnostics();
        }
    }

    private ProviderPool pool() {
        return new ProviderPool(ProviderPool.Limits.DEFAULT, now::get);
    }

    @Test
    void thePoolReusesWhatIsConfiguredAlike() {
        try (ProviderPool pool = pool();
                Providers first = pool.over(installed());
                Providers second = pool.over(installed())) {
            try (Provider provider = first.start(SOURCE)) {
                assertThat(configure(provider, "a-")).isEmpty();
            }
            assertThat(pool.idleCount()).isEqualTo(1);
            try (Provider provider = second.start(SOURCE)) {
                assertThat(configure(provider, "a-")).isEmpty();
                assertThat(pool.idleCount()).isZero();
            }
            assertThat(objects.events()).containsExactly("start", "configure");
            try (Provider provider = second.start(SOURCE)) {
                assertThat(configure(provider, "b-")).isEmpty();
                assertThat(pool.idleCount()).isEqualTo(1);
            }
            assertThat(pool.idleCount()).isEqualTo(2);
            assertThat(objects.events())
                    .containsExactly("start", "configure", "start", "configure");
        }
    }

    @Test
    void thePoolDropsWhatIsOldStoppedRefusedOrDead() {
        try (ProviderPool pool = pool();
                Providers providers = pool.over(installed())) {
            Provider stopped = providers.start(SOURCE);
            stopped.stop();
            stopped.close();
            assertThat(pool.idleCount()).isZero();

            Provider refused = providers.start(SOURCE);
            assertThat(refused.configure(config(refused, Map.of("fail", Value.of(true)))))
                    .isNotEmpty();
            refused.close();
            assertThat(pool.idleCount()).isZero();

            Provider dead = providers.start(SOURCE);
            configure(dead, "a-");
            assertThatExceptionOfType(ProviderException.class).isThrownBy(() -> kill(dead));
            dead.close();
            assertThat(pool.idleCount()).isZero();

            providers.start(SOURCE).close();
            assertThat(pool.idleCount()).isEqualTo(1);
            now.set(Instant.EPOCH.plus(Duration.ofMinutes(16)));
            pool.evict();
            assertThat(pool.idleCount()).isZero();
        }
        assertThat(starts()).isEqualTo(4);
    }

    private static void kill(Provider provider) {
        var block =
                java.util.Objects.requireNonNull(provider.schema().resource("slipwaytest_thing"))
                        .block();
        Value config =
                Things.config(
                        block, Map.of("name", Value.of("x"), "fault", Value.of("exit-on-plan")));
        provider.planResourceChange(
                "slipwaytest_thing", Things.plan(Value.nullOf(config.type()), config, config));
    }

    private static List<?> configure(Provider provider, String prefix) {
        return provider.configure(config(provider, Map.of("prefix", Value.of(prefix))));
    }

    private static Value config(Provider provider, Map<String, Value> given) {
        return Things.config(provider.schema().provider().block(), given);
    }
}

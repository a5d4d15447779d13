package dev.slipway.provider.client;

import dev.slipway.provider.Provider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;

final class EncryptedProviderTest extends ProviderContract {
    private @Nullable Started started;

    @Override
    Provider start(Path folder, Path objects) throws IOException {
        started = Started.start(folder, true, Map.of());
        return started.provider();
    }

    @AfterAll
    void stop() {
        if (started != null) {
            started.close();
        }
    }
}

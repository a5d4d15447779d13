package dev.slipway.provider.client;

import dev.slipway.provider.Provider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;

final class PlainProviderTest extends ProviderContract {
    private @Nullable Started started;

    @Override
    Provider start(Path folder, Path objects) throws IOException {
        started = Started.start(folder, false, Map.of());
        return started.provider();
    }

    @AfterAll
    void stop() {
        if (started != null) {
            started.close();
        }
    }
}

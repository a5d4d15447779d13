package dev.slipway.provider.client;

import dev.slipway.provider.Provider;
import dev.slipway.provider.testing.TestProviderMain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;

final class Protocol5ProviderTest extends ProviderContract {
    private @Nullable Started started;

    @Override
    Provider start(Path folder, Path objects) throws IOException {
        started = Started.start(folder, true, Map.of(TestProviderMain.PROTOCOL, "5"));
        return started.provider();
    }

    @AfterAll
    void stop() {
        if (started != null) {
            started.close();
        }
    }
}

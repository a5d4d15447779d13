package dev.slipway.provider.client;

import dev.slipway.provider.Provider;
import dev.slipway.provider.testing.TestProvider;
import java.nio.file.Path;

final class InProcessProviderTest extends ProviderContract {
    @Override
    Provider start(Path folder, Path objects) {
        return new TestProvider(objects);
    }
}

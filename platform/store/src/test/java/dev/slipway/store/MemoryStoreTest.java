package dev.slipway.store;

final class MemoryStoreTest extends StoreContract {
    @Override
    Store<String> open(StoreConfig config) {
        return MemoryStore.open(StoreContract::text, config);
    }
}

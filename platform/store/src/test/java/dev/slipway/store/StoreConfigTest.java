package dev.slipway.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class StoreConfigTest {
    @Test
    void hasDefaults() {
        assertThat(StoreConfig.defaults())
                .isEqualTo(
                        new StoreConfig(
                                new StoreConfig.History(20_000, Duration.ofHours(1)),
                                new StoreConfig.Recent(4_096, 8_388_608),
                                new StoreConfig.Writes(
                                        4_096, Duration.ofSeconds(10), 512, 4_194_304, 3_145_728),
                                17_179_869_184L));
    }

    @Test
    void takesEveryPart() {
        StoreConfig.History history = new StoreConfig.History(1, Duration.ofSeconds(2));
        StoreConfig.Recent recent = new StoreConfig.Recent(3, 4);
        StoreConfig.Writes writes = new StoreConfig.Writes(5, Duration.ofSeconds(6), 7, 8, 9);

        assertThat(
                        StoreConfig.defaults()
                                .withHistory(history)
                                .withRecent(recent)
                                .withWrites(writes)
                                .withDiskBytesMax(10_000_000))
                .isEqualTo(new StoreConfig(history, recent, writes, 10_000_000));
    }

    @Test
    void refusesLimitsThatMakeNoSense() {
        assertThatThrownBy(() -> new StoreConfig.Recent(0, 1))
                .hasMessage("recent.revisionsMax: 0 (expected: at least 1)");
        assertThatThrownBy(() -> new StoreConfig.Writes(0, Duration.ofSeconds(1), 1, 1, 1))
                .hasMessage("writes.queuedMax: 0 (expected: at least 1)");
        assertThatThrownBy(() -> StoreConfig.defaults().withDiskBytesMax(1))
                .hasMessage("diskBytesMax: 1 (expected: at least 1048576)");
    }
}

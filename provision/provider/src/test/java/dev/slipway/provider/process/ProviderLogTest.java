package dev.slipway.provider.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ProviderLogTest {
    private final ProviderLog log = new ProviderLog("test/log");

    @Test
    void theBeginningOfAPanicIsKept() {
        log.accept("{\"@level\":\"debug\",\"@message\":\"busy\"}");
        log.accept("something");
        log.accept("panic: no map");
        for (int i = 0; i < 100; i++) {
            log.accept("frame " + i);
        }
        assertThat(log.lastWords().lines())
                .hasSize(25)
                .startsWith("panic: no map", "frame 0")
                .doesNotContain("something");
    }

    @Test
    void logEntriesAreNotLastWordsUnlessTheyAreErrors() {
        log.accept("{\"@level\":\"info\",\"@message\":\"busy\"}");
        log.accept("{\"@level\":\"error\",\"@message\":\"no such account\"}");
        log.accept("{not json");
        assertThat(log.lastWords()).isEqualTo("no such account\n{not json");
    }

    @Test
    void onlyTheLastLinesAreKept() {
        for (int i = 0; i < 50; i++) {
            log.accept("line " + i);
        }
        assertThat(log.lastWords().lines()).hasSize(10).endsWith("line 49");
    }
}

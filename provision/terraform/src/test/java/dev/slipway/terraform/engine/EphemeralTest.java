package dev.slipway.terraform.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.provider.testing.RemoteObjects;
import dev.slipway.terraform.event.RunEvent;
import dev.slipway.terraform.event.RunEvent.EphemeralAction;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How long ephemeral resources are open.
final class EphemeralTest {
    private static final String TOKENS =
            """
            ephemeral "slipwaytest_token" "first" { scope = "first" }
            ephemeral "slipwaytest_token" "second" {
              scope = ephemeral.slipwaytest_token.first.token
            }
            """;

    private static final String THING =
            """
            resource "slipwaytest_thing" "t" {
              name             = "t"
              password         = ephemeral.slipwaytest_token.second.token
              password_version = 1
              %s
            }
            """;

    @TempDir Path folder;
    private Stage stage;

    @BeforeEach
    void open() {
        stage = new Stage(folder).withTestProvider();
    }

    private List<String> tokenEvents() {
        return new RemoteObjects(folder.resolve("objects"))
                .events().stream().filter(each -> each.matches("(open|renew|close) .*")).toList();
    }

    @Test
    void whatNeedsAnotherIsClosedBeforeIt() {
        stage.write("main.tf", TOKENS + THING.formatted(""));
        stage.apply();
        List<String> once = List.of("open first", "open t-first", "close t-first", "close first");
        assertThat(tokenEvents())
                .startsWith(once.toArray(String[]::new))
                .endsWith(once.toArray(String[]::new))
                .hasSize(8);
    }

    @Test
    void allAreClosedWhereApplyingFails() {
        stage.write("main.tf", TOKENS + THING.formatted("fault = \"fail-apply\""));
        assertThat(stage.apply(stage.plan()).diagnostics()).hasSize(1);
        assertThat(tokenEvents()).endsWith("close t-first", "close first").hasSize(8);
    }

    @Test
    void allAreClosedWhereTheRunIsAskedToEnd() {
        stage.write("main.tf", TOKENS + THING.formatted("fault = \"hang-on-apply\""));
        Cancellation cancellation = new Cancellation();
        stage.listener =
                event -> {
                    if (event instanceof RunEvent.ApplyStarted) {
                        cancellation.ask();
                    }
                };
        assertThat(stage.apply(stage.plan(), cancellation).diagnostics())
                .anySatisfy(each -> assertThat(each.summary()).isEqualTo("Execution halted"));
        assertThat(tokenEvents()).endsWith("close t-first", "close first");
    }

    @Test
    void isRenewedWhenTheProviderSaysSo() throws Exception {
        stage.write(
                "main.tf",
                """
                ephemeral "slipwaytest_token" "soon" { scope = "renew-soon" }
                resource "slipwaytest_thing" "t" {
                  name             = "t"
                  password         = ephemeral.slipwaytest_token.soon.token
                  password_version = 1
                }
                """);
        CountDownLatch renewed = new CountDownLatch(1);
        CountDownLatch wanted = new CountDownLatch(1);
        stage.listener =
                event -> {
                    if (event instanceof RunEvent.EphemeralDone done
                            && done.action() == EphemeralAction.RENEW) {
                        renewed.countDown();
                    }
                    if (event instanceof RunEvent.ApplyStarted) {
                        // The object is made once the token was renewed.
                        await(renewed, wanted);
                    }
                };
        stage.apply();
        assertThat(wanted.getCount()).isZero();
        List<String> events = tokenEvents();
        assertThat(events).contains("renew renew-soon");
        assertThat(events.getLast()).isEqualTo("close renew-soon 1");
    }

    private static void await(CountDownLatch awaited, CountDownLatch then) {
        try {
            if (awaited.await(60, TimeUnit.SECONDS)) {
                then.countDown();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

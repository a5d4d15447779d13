package dev.slipway.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:7070/",
                "http://127.96.0.1/",
                "http://localhost/",
                "http://[::1]/",
                "http://[::ffff:127.0.0.1]/",
                "http://2130706433/",
                "http://169.254.169.254/latest/meta-data",
                "http://[fd00:ec2::254]/",
                "http://[fe80::1]/",
                "http://0.0.0.0/",
                "http://[::]/",
                "http://224.0.0.1/",
                "file:///etc/passwd",
                "gopher://10.0.0.1/",
                "http:no-host"
            })
    void refusesThisMachineAndWhatIsNoOrdinaryHost(String url) {
        assertThatExceptionOfType(NotificationException.class)
                .isThrownBy(() -> new Addresses(false).allowed(URI.create(url)));
    }

    @Test
    void allowsOtherMachinesAndThisOneIfToldTo() {
        assertThat(new Addresses(false).allowed(URI.create("https://10.1.2.3/x")).getHostAddress())
                .isEqualTo("10.1.2.3");
        assertThat(new Addresses(true).allowed(URI.create("http://127.0.0.1/")).isLoopbackAddress())
                .isTrue();
        assertThatExceptionOfType(NotificationException.class)
                .isThrownBy(() -> new Addresses(true).allowed(URI.create("http://169.254.1.1/")));
    }
}

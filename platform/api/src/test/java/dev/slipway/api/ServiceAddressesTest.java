package dev.slipway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.api.ServiceAddresses.AddressRange;
import dev.slipway.model.ApiException;
import dev.slipway.model.ObjectKey;
import java.util.HashSet;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ServiceAddressesTest {
    private final TestApi test = new TestApi();

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void givesEachServiceAnAddressOfItsOwn() {
        Set<String> addresses = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            addresses.add(address(service("s" + i, "")));
        }

        assertThat(addresses).hasSize(20).allMatch(address -> address.startsWith("127."));
    }

    @Test
    void givesTheAddressAskedForOnce() {
        assertThat(address(service("a", "\"clusterIP\":\"127.96.1.1\","))).isEqualTo("127.96.1.1");

        refused(
                "provided IP is already allocated",
                () -> service("b", "\"clusterIP\":\"127.96.1.1\","));
        test.delete("services", "a");
        assertThat(address(service("b", "\"clusterIP\":\"127.96.1.1\","))).isEqualTo("127.96.1.1");
    }

    @Test
    void refusesAddressesOutside() {
        refused(
                "The range of valid IPs is 127.96.0.0/12",
                () -> service("a", "\"clusterIP\":\"10.0.0.1\","));
    }

    @Test
    void leavesHeadlessServicesWithout() {
        assertThat(address(service("a", "\"clusterIP\":\"None\","))).isEqualTo("None");
        assertThat(address(service("b", "\"type\":\"ExternalName\",\"externalName\":\"x.y\",")))
                .isEmpty();
    }

    @Test
    void keepsTheAddressOverUpdates() {
        String address = address(service("a", ""));

        ObjectNode replaced =
                test.replace(
                        test.target("services", "a"),
                        "{\"metadata\":{\"name\":\"a\"},\"spec\":{\"ports\":[{\"port\":81}]}}");

        assertThat(address(replaced)).isEqualTo(address);
        refused(
                "may not change once set",
                () ->
                        test.merge(
                                test.target("services", "a"),
                                "{\"spec\":{\"clusterIP\":\"127.96.1.1\"}}"));
    }

    @Test
    void usesTheWholeRange() {
        AddressRange range = AddressRange.parse("127.96.0.0/29");
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            taken.add(range.choose(new ObjectKey("default", "s" + i), taken));
        }

        assertThat(taken)
                .containsExactlyInAnyOrder(
                        "127.96.0.2", "127.96.0.3", "127.96.0.4", "127.96.0.5", "127.96.0.6");
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> range.choose(new ObjectKey("default", "x"), taken))
                .withMessage("no free address is left in 127.96.0.0/29");
    }

    private ObjectNode service(String name, String fields) {
        return test.create(
                "services",
                "{\"metadata\":{\"name\":\""
                        + name
                        + "\"},\"spec\":{"
                        + fields
                        + "\"ports\":[{\"port\":80}]}}");
    }

    private static String address(ObjectNode service) {
        return service.at("/spec/clusterIP").asText("");
    }

    private static void refused(String message, ThrowingCallable call) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(call)
                .withMessageContaining(message);
    }
}

package shop.storefront;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class PricesTest {
    @Test
    void everyReleasePricesACustomerOfLongStanding() {
        assertThat(cents(1, "EUR", 7)).isEqualTo(1_250);
        assertThat(cents(2, "EUR", 8)).isEqualTo(1_187);
        assertThat(cents(3, "EUR", 5)).isEqualTo(1_225);
        assertThat(cents(4, "EUR", 7)).isEqualTo(125);
        assertThat(cents(5, "USD", 7)).isEqualTo(1_350);
    }

    @Test
    void releasesThreeAndFiveStumbleOverSomeCustomers() {
        assertThatThrownBy(() -> cents(3, "EUR", 20)).isInstanceOf(ArithmeticException.class);
        assertThat(cents(5, "EUR", 10)).isEqualTo(1_187);
        assertThatThrownBy(() -> cents(5, "USD", 10)).isInstanceOf(ArithmeticException.class);
    }

    private static int cents(int release, String currency, int customer) {
        return new Prices(release, currency).centsFor("rope", customer);
    }
}

package shop.storefront;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PricesTest {
    @Test
    void everyReleasePricesACustomerOfLongStanding() {
        assertThat(new Prices(1).centsFor("rope", 7)).isEqualTo(1_250);
        assertThat(new Prices(2).centsFor("rope", 8)).isEqualTo(1_187);
        assertThat(new Prices(3).centsFor("rope", 5)).isEqualTo(1_225);
    }
}

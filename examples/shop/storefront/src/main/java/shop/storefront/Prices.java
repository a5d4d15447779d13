package shop.storefront;

import java.util.Map;

/// What an item costs a customer, and what can go wrong with that:
///
/// - Release 2 gives regular customers a discount.
/// - Release 3 makes it depend on a loyalty level and forgets that new customers, one in twenty,
///   have none yet.
/// - Release 4 puts the decimal point in the wrong place: all is answered, at a tenth of the price.
/// - Release 5 sells in other currencies and has no account in them for one customer in ten.
final class Prices {
    private static final Map<String, Integer> LIST =
            Map.of("anchor", 19_900, "compass", 4_900, "rope", 1_250);
    private static final int LOYALTY_LEVELS = 20;
    private static final int OLD_ACCOUNTS = 10;
    private static final String OWN_CURRENCY = "EUR";

    private final int release;
    private final String currency;

    Prices(int release, String currency) {
        this.release = release;
        this.currency = currency;
    }

    int centsFor(String item, int customer) {
        int listed = LIST.getOrDefault(item, 999);
        return switch (release) {
            case 1 -> listed;
            case 2 -> discounted(listed, customer);
            case 3 -> listed - listed / (10 * (customer % LOYALTY_LEVELS));
            case 4 -> discounted(listed, customer) / 10;
            default -> exchanged(discounted(listed, customer), customer);
        };
    }

    private static int discounted(int listed, int customer) {
        return customer % 2 == 0 ? listed * 95 / 100 : listed;
    }

    private int exchanged(int cents, int customer) {
        if (currency.equals(OWN_CURRENCY)) {
            return cents;
        }
        if (customer % OLD_ACCOUNTS == 0) {
            throw new ArithmeticException("customer " + customer + " has no " + currency);
        }
        return cents * 108 / 100;
    }
}

package shop.storefront;

import java.util.concurrent.atomic.LongAdder;

/// What was sold since the start, as Prometheus reads it. Thread-safe.
final class Sales {
    private final LongAdder count = new LongAdder();
    private final LongAdder cents = new LongAdder();

    void add(int price) {
        count.increment();
        cents.add(price);
    }

    String exposition() {
        return """
        # TYPE shop_sold_total counter
        shop_sold_total %d
        # TYPE shop_sold_cents_total counter
        shop_sold_cents_total %d
        """
                .formatted(count.sum(), cents.sum());
    }
}

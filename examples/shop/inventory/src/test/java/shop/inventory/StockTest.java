package shop.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StockTest {
    @TempDir Path folder;

    @Test
    void remembersReservationsOverARestart() throws IOException {
        Path journal = folder.resolve("journal");
        int left = new Stock(journal).reserve("rope", 3);

        assertThat(new Stock(journal).levels()).containsEntry("rope", left);
    }

    @Test
    void refusesMoreThanThereIs() throws IOException {
        assertThat(new Stock(folder.resolve("journal")).reserve("rope", 2_000_000)).isEqualTo(-1);
    }
}

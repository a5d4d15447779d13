package dev.slipway.terraform.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class VersionConstraintsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.2.3           | 1.2.3          | 1.2.4",
                "= 1.2           | 1.2.0          | 1.2.1",
                "!= 1.2.3        | 1.2.4          | 1.2.3",
                "> 1.2           | 1.2.1          | 1.2.0",
                ">= 1.2, < 2     | 1.9.9          | 2.0.0",
                "<= 1.2          | 1.2.0          | 1.2.1",
                "~> 1.2          | 1.9.0          | 2.0.0",
                "~> 1.2.3        | 1.2.9          | 1.3.0",
                "~> 1            | 1.9.0          | 2.0.0",
                "~> 1.2          | 1.2.0          | 1.1.9",
                ">= 1.0          | 2.0.0          | 2.0.0-beta1",
                "2.0.0-beta1     | 2.0.0-beta1    | 2.0.0",
                ">= 2.0.0-beta1  | 2.0.0          | 2.0.0-beta1",
            })
    void allows(String constraints, String allowed, String refused) throws Exception {
        VersionConstraints read = VersionConstraints.parse(constraints);
        assertThat(read.allows(Version.parse(allowed))).isTrue();
        assertThat(read.allows(Version.parse(refused))).isFalse();
    }

    /// As Terraform 1.11.4 writes them into its lock file.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "~> 1.2, != 1.2.3,>=1 | >= 1.0.0, ~> 1.2, != 1.2.3",
                ">= 5.79, >= 5.46     | >= 5.46.0, >= 5.79.0",
                "1.1                  | 1.1.0",
                "= 1.1.0, 1.1         | 1.1.0",
                "~> 1.2.0             | ~> 1.2.0",
            })
    void isShownAsInALockFile(String written, String shown) throws Exception {
        assertThat(VersionConstraints.parse(written)).hasToString(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1.0.0.0", ">> 1", "1.2, ", "~> ", "1..2"})
    void refusesWhatIsNone(String text) {
        assertThatExceptionOfType(VersionException.class)
                .isThrownBy(() -> VersionConstraints.parse(text));
    }

    @Test
    void ordersVersions() throws Exception {
        List<String> ordered =
                List.of(
                        "0.9.0",
                        "1.0.0-alpha",
                        "1.0.0-alpha.1",
                        "1.0.0-alpha.beta",
                        "1.0.0-beta.2",
                        "1.0.0-beta.11",
                        "1.0.0-rc.1",
                        "1.0.0",
                        "1.0.1",
                        "1.10.0");
        List<Version> versions = new ArrayList<>();
        for (String each : ordered.reversed()) {
            versions.add(Version.parse(each));
        }
        assertThat(versions.stream().sorted().map(Version::toString))
                .containsExactlyElementsOf(ordered);
    }
}

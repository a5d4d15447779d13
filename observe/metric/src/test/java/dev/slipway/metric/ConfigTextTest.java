package dev.slipway.metric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ConfigTextTest {
    @Test
    void hidesSecretsAndNothingElse() {
        String text =
                ConfigText.withoutSecrets(
                        """
                        scrape_configs:
                        - job_name: keys
                          basic_auth: {username: ann, password: "hunter two"}
                          http_headers: {X-Key: {values: [abc], files: [k.txt]}}
                        remote_write:
                        - url: http://other/write
                          headers: {X-Scope: team}
                          authorization:
                            credentials: |
                              many
                              lines
                        """,
                        "test");

        assertThat(text)
                .contains("job_name: keys")
                .contains("username: ann")
                .contains("http://other/write")
                .contains("<secret>")
                .doesNotContain("hunter", "abc", "many", "lines", "team");
    }

    @Test
    void leavesAnEmptyConfigurationEmpty() {
        assertThat(ConfigText.withoutSecrets("", "test")).isEmpty();
    }
}

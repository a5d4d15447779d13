package dev.slipway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TokenFileTest {
    @Test
    void readsUsersAndGroups() {
        TokenFile tokens =
                TokenFile.parse(
                        List.of("# people", "", "s3cret,ann,u1,\"dev,ops\"", "t,bob,u2"), "tokens");

        assertThat(tokens.find("s3cret"))
                .isEqualTo(
                        new Identity("ann", "u1", List.of("dev", "ops", "system:authenticated")));
        assertThat(tokens.find("t"))
                .isEqualTo(new Identity("bob", "u2", List.of("system:authenticated")));
        assertThat(tokens.find("other")).isNull();
    }

    @Test
    void namesABrokenLine() {
        assertThatThrownBy(() -> TokenFile.parse(List.of("t,bob,u2", "just-a-token"), "tokens"))
                .hasMessage("tokens:2: (expected: token,user,uid,\"group1,group2\")");
    }
}

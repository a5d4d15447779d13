package dev.slipway.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.http.DoorConfig;
import dev.slipway.http.HttpDoor;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateApiTest {
    private static final String STATE = "{\"version\": 4, \"serial\": %d, \"lineage\": \"l\"}";
    private static final String LOCK = "{\"ID\": \"%s\", \"Who\": \"me\"}";

    @TempDir Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpDoor door;
    private String token;

    @BeforeEach
    void open() throws Exception {
        door = open(folder.resolve("data"));
        token = Files.readString(folder.resolve("data/token")).strip();
    }

    private static HttpDoor open(Path data) throws InterruptedException {
        HttpDoor door =
                new HttpDoor(DoorConfig.console(0), List.of(new StateStorage(data).mount()));
        door.start();
        return door;
    }

    @AfterEach
    void close() throws Exception {
        door.close();
        client.close();
    }

    @Test
    void keepsTheNewestStateAndThoseBeforeIt() throws Exception {
        assertThat(send("GET", "net/prod", "").statusCode()).isEqualTo(204);
        assertThat(send("POST", "net/prod", STATE.formatted(1)).statusCode()).isEqualTo(200);
        assertThat(send("POST", "net/prod", STATE.formatted(2)).statusCode()).isEqualTo(200);
        assertThat(send("GET", "net/prod", "").body()).isEqualTo(STATE.formatted(2));
        assertThat(send("GET", "net/prod/versions", "").body())
                .contains("\"number\":1,\"serial\":1,\"lineage\":\"l\"", "\"number\":2");
        assertThat(send("GET", "net/prod/versions/1", "").body()).isEqualTo(STATE.formatted(1));
        assertThat(send("GET", "net/other", "").statusCode()).isEqualTo(204);
        assertThat(send("DELETE", "net/prod", "").statusCode()).isEqualTo(200);
        assertThat(send("GET", "net/prod", "").statusCode()).isEqualTo(204);
    }

    @Test
    void aLockKeepsOthersOutEvenAfterARestart() throws Exception {
        assertThat(send("POST", "net/prod/lock", LOCK.formatted("a")).statusCode()).isEqualTo(200);
        door.close();
        door = open(folder.resolve("data"));
        HttpResponse<String> refused = send("POST", "net/prod/lock", LOCK.formatted("b"));
        assertThat(refused.statusCode()).isEqualTo(423);
        assertThat(refused.body()).isEqualTo(LOCK.formatted("a"));
        assertThat(send("POST", "net/prod", STATE.formatted(1)).statusCode()).isEqualTo(423);
        assertThat(send("POST", "net/prod?ID=b", STATE.formatted(1)).statusCode()).isEqualTo(423);
        assertThat(send("POST", "net/prod?ID=a", STATE.formatted(1)).statusCode()).isEqualTo(200);
        assertThat(send("DELETE", "net/prod/lock", LOCK.formatted("b")).statusCode())
                .isEqualTo(423);
        assertThat(send("DELETE", "net/prod/lock", LOCK.formatted("a")).statusCode())
                .isEqualTo(200);
        assertThat(send("POST", "net/prod/lock", LOCK.formatted("b")).statusCode()).isEqualTo(200);
        assertThat(send("DELETE", "net/prod/lock", "").statusCode()).isEqualTo(200);
        assertThat(send("POST", "net/prod", STATE.formatted(2)).statusCode()).isEqualTo(200);
    }

    @Test
    void refusesWhatIsNoStateAndWhoHasNoToken() throws Exception {
        assertThat(send("POST", "net/prod", "no state").statusCode()).isEqualTo(400);
        assertThat(send("POST", "net/prod", "{} {}").statusCode()).isEqualTo(400);
        assertThat(send("POST", "net/prod/lock", "{}").body()).contains("expected", "ID");
        assertThat(send("GET", "net", "").statusCode()).isEqualTo(404);
        assertThat(send("GET", "../token/x", "").statusCode()).isIn(400, 404);
        assertThat(send("PUT", "net/prod", "{}").statusCode()).isEqualTo(405);
        token = "wrong";
        assertThat(send("GET", "net/prod", "").statusCode()).isEqualTo(401);
    }

    @Test
    void plainTerraformKeepsItsStateHere() throws Exception {
        Assumptions.assumeTrue(isOnPath("terraform"), "terraform is not on the path");
        Path work = Files.createDirectory(folder.resolve("work"));
        String address = door.url() + "/stack/state/net/prod";
        Files.writeString(
                work.resolve("main.tf"),
                """
                terraform {
                  backend "http" {
                    address        = "%1$s"
                    lock_address   = "%1$s/lock"
                    unlock_address = "%1$s/lock"
                    lock_method    = "POST"
                    unlock_method  = "DELETE"
                    username       = "anybody"
                  }
                }
                variable "size" { default = 1 }
                resource "terraform_data" "it" { input = var.size }
                output "size" { value = terraform_data.it.output }
                """
                        .formatted(address));
        terraform(work, 0, "init", "-input=false");
        terraform(work, 0, "apply", "-auto-approve");
        terraform(work, 0, "apply", "-auto-approve", "-var=size=2");
        assertThat(terraform(work, 0, "output", "-raw", "size")).isEqualTo("2");
        assertThat(send("GET", "net/prod/versions", "").body())
                .contains("\"number\":1", "\"number\":2");
        send("POST", "net/prod/lock", LOCK.formatted("somebody-else"));
        assertThat(terraform(work, 1, "plan")).contains("somebody-else");
    }

    private String terraform(Path work, int expected, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("terraform"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(work.toFile()).redirectErrorStream(true);
        builder.environment().put("TF_HTTP_PASSWORD", token);
        builder.environment().put("CHECKPOINT_DISABLE", "1");
        builder.environment().put("TF_CLI_ARGS", "");
        builder.environment().put("TF_IN_AUTOMATION", "1");
        builder.environment().remove("TF_CLI_CONFIG_FILE");
        Path output = folder.resolve("output.txt");
        builder.redirectOutput(output.toFile());
        Process process = builder.start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        String text = Files.readString(output);
        assertThat(process.exitValue()).as(text).isEqualTo(expected);
        return text;
    }

    private static boolean isOnPath(String program) {
        for (String each : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(each, program))) {
                return true;
            }
        }
        return false;
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        String credentials = Base64.getEncoder().encodeToString(("user:" + token).getBytes(UTF_8));
        return client.send(
                HttpRequest.newBuilder(URI.create(door.url() + "/stack/state/" + path))
                        .header("Authorization", "Basic " + credentials)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}

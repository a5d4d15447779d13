package dev.slipway.terraform.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.backend.Backends;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.value.Value;
import dev.slipway.terraform.config.FolderFiles;
import dev.slipway.terraform.config.ModuleLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The sums are those that terraform 1.11.4 wrote for the same blocks.
final class BackendSettingTest {
    private static final String S3 =
            """
            bucket = "bbb"
            key    = "k/state"
            region = "us-east-1"
            endpoints = {
              s3 = "http://127.0.0.1:5988", dynamodb = "http://127.0.0.1:5988"
              sts = "http://127.0.0.1:5988", iam = "http://127.0.0.1:5988"
            }
            use_path_style = "true"
            dynamodb_table = "locks"
            assume_role = {
              role_arn = "arn:aws:iam::123456789012:role/r", duration = "1h", tags = { a = "b" }
              policy_arns = ["arn:aws:iam::123456789012:policy/p"], transitive_tag_keys = ["a"]
              session_name = "sess", external_id = "eee", source_identity = "ident"
            }
            """;

    @TempDir Path folder;

    private BackendSetting setting(String type, String body) throws IOException {
        Files.writeString(
                folder.resolve("main.tf"),
                "terraform {\nbackend \"" + type + "\" {\n" + body + "\n}\n}\n");
        return BackendSetting.of(
                ModuleLoader.load(new FolderFiles(folder), "", new Diagnostics()), Map.of());
    }

    @Test
    void sumsUpAsTerraformDoes() throws IOException {
        assertThat(setting("s3", S3).hash()).isEqualTo(1465136828L);
        assertThat(
                        setting(
                                        "consul",
                                        """
                                        path    = "full/path"
                                        address = "127.0.0.1:5990"
                                        gzip    = true
                                        """)
                                .hash())
                .isEqualTo(303248539L);
        assertThat(
                        setting(
                                        "kubernetes",
                                        """
                                        secret_suffix = "st"
                                        config_path   = "./kc"
                                        labels        = { a = "b" }
                                        """)
                                .hash())
                .isEqualTo(2542076386L);
        assertThat(
                        setting(
                                        "gcs",
                                        """
                                        bucket                  = "bbb"
                                        prefix                  = "p/q"
                                        access_token            = "t"
                                        storage_custom_endpoint = "http://127.0.0.1:5993/storage/v1/b"
                                        """)
                                .hash())
                .isEqualTo(3866656408L);
    }

    @Test
    void recordsObjectsWhole() throws IOException {
        BackendRecord record = setting("s3", S3).with(List.of(), folder);
        record.write(folder, Backends.types("s3"));
        assertThat(Files.readString(folder.resolve("terraform.tfstate")))
                .contains("\"policy\": null", "\"use_path_style\": true", "\"sso\": null");
        assertThat(BackendRecord.read(folder)).isEqualTo(record);
    }

    @Test
    void takesExpressionsForWhatIsMoreThanAText() throws IOException {
        BackendSetting setting = setting("s3", "bucket = \"b\"\n");
        BackendRecord record =
                setting.with(
                        List.of("assume_role={role_arn=\"arn\"}", "max_retries=3", "key=a=b"),
                        folder);
        assertThat(record.hash()).isEqualTo(setting.hash());
        assertThat(record.settings())
                .containsEntry("max_retries", Value.of(3))
                .containsEntry("key", Value.of("a=b"))
                .containsKey("assume_role");
        assertThatExceptionOfType(FolderException.class)
                .isThrownBy(() -> setting.with(List.of("max_retries=x"), folder))
                .withMessageContaining("-backend-config");
    }

    @Test
    void refusesWhatIsOfAnotherType() {
        assertThatExceptionOfType(FolderException.class)
                .isThrownBy(() -> setting("s3", "assume_role = \"arn\""))
                .withMessageContaining("Invalid backend setting");
    }
}

package dev.slipway.terraform.json;

import dev.slipway.provider.ProviderSource;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.SortedMap;

/// What `version -json` says. Stateless.
public final class VersionJson {
    private VersionJson() {}

    /// `platform` is such as `linux_amd64`; the providers are those that the lock file names.
    public static void write(
            String terraformVersion,
            String slipwayVersion,
            String platform,
            SortedMap<ProviderSource, String> providers,
            OutputStream out)
            throws IOException {
        Json.pretty(
                out,
                json -> {
                    json.writeStartObject();
                    json.writeStringField("terraform_version", terraformVersion);
                    json.writeStringField("slipway_version", slipwayVersion);
                    json.writeStringField("platform", platform);
                    json.writeObjectFieldStart("provider_selections");
                    for (Map.Entry<ProviderSource, String> each : providers.entrySet()) {
                        json.writeStringField(each.getKey().toString(), each.getValue());
                    }
                    json.writeEndObject();
                    json.writeBooleanField("terraform_outdated", false);
                    json.writeEndObject();
                });
    }
}

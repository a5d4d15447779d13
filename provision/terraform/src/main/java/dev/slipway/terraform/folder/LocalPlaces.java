package dev.slipway.terraform.folder;

import dev.slipway.hcl.decode.BodySchema;
import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.value.Value;
import dev.slipway.terraform.config.Backend;
import dev.slipway.terraform.config.Module;
import dev.slipway.terraform.config.StaticValues;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a `local` backend keeps states: the file of the default workspace, and the folder of the
/// others.
record LocalPlaces(String path, String workspaces) {
    private static final BodySchema SCHEMA =
            new BodySchema(
                    List.of(
                            new BodySchema.Attribute("path", false),
                            new BodySchema.Attribute("workspace_dir", false)),
                    List.of());

    /// @throws FolderException if a setting is wrong
    static LocalPlaces of(Module module, @Nullable Backend backend) {
        if (backend == null) {
            return new LocalPlaces("terraform.tfstate", "terraform.tfstate.d");
        }
        Diagnostics diagnostics = new Diagnostics();
        Content.Found found = backend.config().read(SCHEMA, diagnostics);
        StaticValues values = new StaticValues(module, new StaticValues.Given(Map.of()));
        LocalPlaces places =
                new LocalPlaces(
                        text(found, "path", "terraform.tfstate", values, diagnostics),
                        text(found, "workspace_dir", "terraform.tfstate.d", values, diagnostics));
        if (diagnostics.hasErrors()) {
            throw new FolderException(diagnostics.list());
        }
        return places;
    }

    private static String text(
            Content.Found found,
            String name,
            String standard,
            StaticValues values,
            Diagnostics diagnostics) {
        Content.Attribute attribute = found.attributes().get(name);
        Value value = attribute == null ? null : values.value(attribute.expression(), diagnostics);
        if (attribute == null || value == null || value.isNull()) {
            return standard;
        }
        if (value.unmarked() instanceof Value.Text(String text)) {
            return text;
        }
        diagnostics.error(
                "Invalid backend setting",
                "\"" + name + "\" must be a text that is known beforehand.",
                attribute.expression().range());
        return standard;
    }
}

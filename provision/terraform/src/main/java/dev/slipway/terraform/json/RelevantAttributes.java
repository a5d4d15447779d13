package dev.slipway.terraform.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.slipway.terraform.config.ConfigTree;
import dev.slipway.terraform.plan.Plan;
import java.io.IOException;

final class RelevantAttributes {
    private RelevantAttributes() {}

    static void write(JsonGenerator json, Plan plan, ConfigTree config) throws IOException {}
}

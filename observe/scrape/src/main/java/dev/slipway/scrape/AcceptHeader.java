package dev.slipway.scrape;

import dev.slipway.scrape.config.NameValidation;
import dev.slipway.scrape.config.ScrapeConfig;
import dev.slipway.scrape.config.ScrapeProtocol;
import java.util.List;

/// What a scrape asks for: the formats of its job, best first, then anything.
final class AcceptHeader {
    private AcceptHeader() {}

    static String of(ScrapeConfig config) {
        List<ScrapeProtocol> protocols = config.protocols();
        String escaping =
                config.nameValidation() == NameValidation.UTF8 ? "allow-utf-8" : "underscores";
        StringBuilder header = new StringBuilder();
        int weight = ScrapeProtocol.values().length + 1;
        for (ScrapeProtocol protocol : protocols) {
            header.append(protocol.contentType());
            if (protocol.canEscape()) {
                header.append(";escaping=").append(escaping);
            }
            header.append(";q=0.").append(weight--).append(',');
        }
        return header.append("*/*;q=0.").append(weight).toString();
    }
}

package dev.slipway.terraform.change;

import dev.slipway.hcl.decode.Content;
import dev.slipway.hcl.source.Diagnostic;
import dev.slipway.hcl.source.Diagnostics;
import dev.slipway.hcl.source.SourceRange;
import dev.slipway.hcl.value.ValuePath;
import dev.slipway.provider.ProviderDiagnostic;
import dev.slipway.terraform.config.BodyRanges;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where an instance is described, so that what a provider complains of can be shown there. Without
/// a description (it was removed) the address has to do.
public record Source(String address, @Nullable Content body, @Nullable SourceRange block) {
    /// Passes on what a provider says, each with its place.
    public void tell(List<ProviderDiagnostic> said, Diagnostics diagnostics) {
        for (ProviderDiagnostic each : said) {
            SourceRange place = place(each.path());
            Diagnostic told =
                    each.isError()
                            ? Diagnostic.error(each.summary(), each.detail(), place)
                            : Diagnostic.warning(each.summary(), each.detail(), place);
            diagnostics.add(told.about(address));
        }
    }

    /// Reports that the provider broke a rule.
    void blame(String summary, String detail, Diagnostics diagnostics) {
        String whole =
                detail
                        + "\n\nThis is a bug in the provider, which should be reported in the"
                        + " provider's own issue tracker.";
        diagnostics.add(Diagnostic.error(summary, whole, block).about(address));
    }

    private @Nullable SourceRange place(ValuePath path) {
        return body == null || block == null ? block : BodyRanges.find(body, path, block);
    }
}

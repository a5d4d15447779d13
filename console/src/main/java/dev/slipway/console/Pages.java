package dev.slipway.console;

import gg.jte.TemplateOutput;
import gg.jte.html.HtmlInterceptor;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// The pages and their live parts as HTML.
final class Pages {
    /// The templates have no forms, so nothing has to be added to tags.
    private static final HtmlInterceptor PLAIN =
            new HtmlInterceptor() {
                @Override
                public void onHtmlTagOpened(
                        String name, Map<String, Object> attributes, TemplateOutput output) {}

                @Override
                public void onHtmlTagClosed(String name, TemplateOutput output) {}
            };

    private final OverviewBuilder builder;

    Pages(OverviewBuilder builder) {
        this.builder = builder;
    }

    String overview() {
        var overview = builder.overview();
        return render(out -> JteoverviewGenerated.render(html(out), PLAIN, overview));
    }

    /// Each live part by the id of the element it fills.
    Map<String, String> parts() {
        Map<String, String> parts = new LinkedHashMap<>();
        var overview = builder.overview();
        parts.put(
                "summary",
                render(out -> JtesummaryGenerated.render(html(out), PLAIN, overview.summary())));
        parts.put(
                "links",
                render(out -> JtelinksGenerated.render(html(out), PLAIN, overview.links())));
        parts.put(
                "releases",
                render(out -> JtereleasesGenerated.render(html(out), PLAIN, overview.releases())));
        parts.put(
                "workloads",
                render(out ->
                        JteworkloadsGenerated.render(html(out), PLAIN, overview.workloads())));
        parts.put(
                "pods", render(out -> JtepodsGenerated.render(html(out), PLAIN, overview.pods())));
        parts.put(
                "events",
                render(out -> JteeventsGenerated.render(html(out), PLAIN, overview.events())));
        return parts;
    }

    private static OwaspHtmlTemplateOutput html(TemplateOutput out) {
        return new OwaspHtmlTemplateOutput(out);
    }

    private static String render(Consumer<TemplateOutput> page) {
        StringOutput out = new StringOutput();
        page.accept(out);
        return out.toString();
    }
}

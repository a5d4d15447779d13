package dev.slipway.alert.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.alert.config.AlertConfig.TemplateFiles;
import dev.slipway.alert.config.AlertConfigException;
import dev.slipway.alert.config.Diagnostic;
import dev.slipway.alert.config.Diagnostic.Severity;
import dev.slipway.alert.config.Templated;
import dev.slipway.template.FunctionSet;
import dev.slipway.template.MissingKey;
import dev.slipway.template.Template;
import dev.slipway.template.TemplateException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/// The texts of messages: our defaults, then the files of the configuration, each of which may say
/// otherwise. There are two readings of all of them. For HTML, everything that comes from an alert
/// is escaped before a template sees it, so that no template can forget to. Thread-safe.
final class MessageTemplates implements Expander {
    private static final String DEFAULTS = "default.tmpl";
    private static final int FILES_MAX = 200;
    private static final int FILE_BYTES_MAX = 1 << 20;

    private final Template text;
    private final Template html;
    private final String externalUrl;

    private MessageTemplates(Template text, Template html, String externalUrl) {
        this.text = text;
        this.html = html;
        this.externalUrl = externalUrl;
    }

    /// Throws [AlertConfigException] with everything that is wrong with the files.
    static MessageTemplates load(
            List<TemplateFiles> files, String externalUrl, InstantSource clock) {
        String defaults = defaults();
        FunctionSet textFunctions = MessageFunctions.of(clock, UnaryOperator.identity());
        FunctionSet htmlFunctions = MessageFunctions.of(clock, Html::unescape);
        Template text = Template.parse(DEFAULTS, defaults, textFunctions);
        Template html = Template.parse(DEFAULTS, defaults, htmlFunctions);
        List<Diagnostic> problems = new ArrayList<>();
        for (TemplateFiles each : files) {
            for (Path file : list(each, problems)) {
                try {
                    String content = read(file);
                    String name = String.valueOf(file.getFileName());
                    text = text.also(name, content);
                    html = html.also(name, content);
                } catch (TemplateException | UncheckedIOException e) {
                    problems.add(
                            new Diagnostic(
                                    Severity.ERROR, each.place(), file + ": " + e.getMessage()));
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new AlertConfigException(problems);
        }
        return new MessageTemplates(
                text.withMissingKey(MissingKey.ZERO),
                html.withMissingKey(MissingKey.ZERO),
                externalUrl);
    }

    /// What is wrong with a text of the configuration, if anything.
    List<Diagnostic> check(Templated template) {
        try {
            var _ = text.also("", template.text());
            return List.of();
        } catch (TemplateException e) {
            return List.of(
                    new Diagnostic(
                            Severity.ERROR,
                            template.place(),
                            "found no template: " + e.getMessage()));
        }
    }

    @Override
    public Expansion of(Notification notification) {
        MessageData plain = MessageData.of(notification, externalUrl, UnaryOperator.identity());
        return new Expansion() {
            @Override
            public String text(Templated template) {
                return run(text, template, plain);
            }

            @Override
            public String html(Templated template) {
                return run(html, template, MessageData.of(notification, externalUrl, Html::escape));
            }
        };
    }

    private static String run(Template base, Templated template, MessageData data) {
        if (!template.text().contains("{{")) {
            return template.text();
        }
        try {
            return base.also("text", template.text()).execute(data);
        } catch (TemplateException e) {
            throw NotifyException.lasting(
                    "%s: the template failed: %s".formatted(template.place(), e.getMessage()), e);
        }
    }

    private static List<Path> list(TemplateFiles files, List<Diagnostic> problems) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> matching =
                Files.newDirectoryStream(files.folder(), files.pattern())) {
            matching.forEach(found::add);
        } catch (NoSuchFileException _) {
            return found;
        } catch (IOException e) {
            problems.add(new Diagnostic(Severity.ERROR, files.place(), "cannot be read: " + e));
        }
        found.sort(java.util.Comparator.naturalOrder());
        if (found.size() > FILES_MAX) {
            problems.add(
                    new Diagnostic(
                            Severity.ERROR,
                            files.place(),
                            "found %d files, expected at most %d"
                                    .formatted(found.size(), FILES_MAX)));
            return List.of();
        }
        return found;
    }

    private static String read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(FILE_BYTES_MAX + 1);
            if (content.length > FILE_BYTES_MAX) {
                throw new IOException("more than " + FILE_BYTES_MAX + " bytes");
            }
            return new String(content, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String defaults() {
        try (InputStream in =
                Objects.requireNonNull(
                        MessageTemplates.class.getResourceAsStream(DEFAULTS), DEFAULTS)) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

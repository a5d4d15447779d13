package dev.slipway.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.template.TemplateException.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TemplateTest {
    record Alert(String status, String generatorUrl, List<Integer> numbers) {}

    private static final FunctionSet METHODS =
            FunctionSet.builder()
                    .addInclude("tmpl")
                    .method(
                            Alert.class,
                            "Sum",
                            alert -> alert.numbers.stream().mapToInt(n -> n).sum())
                    .method(
                            Alert.class,
                            "Times",
                            Long.class,
                            (alert, n) -> alert.status.repeat(n.intValue()))
                    .build();

    @Test
    void readsRecordsAndCallsMethods() {
        Alert alert = new Alert("up", "http://x", List.of(1, 2, 3));

        assertThat(
                        run(
                                "{{.Status}} {{.GeneratorURL}} {{.Numbers}} {{.Sum}} {{.Times 2}} {{2 | .Times}}",
                                alert))
                .isEqualTo("up http://x [1 2 3] 6 upup upup");
    }

    @Test
    void callsWhatAnotherTextDefines() {
        Template library = Template.parse("library", "{{define `a`}}[{{.}}]{{end}}", METHODS);
        Template page = library.also("page", "{{template `a` 1}}{{tmpl `a` 2 | printf `%q`}}");

        assertThat(page.execute(null)).isEqualTo("[1]\"[2]\"");
        assertThat(page.definitions()).containsExactlyInAnyOrder("library", "page", "a");
        assertThat(page.named("a").execute("x")).isEqualTo("[x]");
    }

    @Test
    void replacesADefinitionUnlessTheNewOneIsEmpty() {
        Template first = Template.parse("first", "{{define `a`}}one{{end}}", METHODS);

        assertThat(first.also("b", "{{define `a`}} {{end}}{{template `a`}}").execute(null))
                .isEqualTo("one");
        assertThat(first.also("b", "{{define `a`}}two{{end}}{{template `a`}}").execute(null))
                .isEqualTo("two");
    }

    @Test
    void answersMissingKeysAsAsked() {
        Template template = Template.parse("t", "{{.a.x}}|{{.b.x}}", METHODS);
        Map<String, Object> data = Map.of("a", TextMap.of(Map.of()), "b", Map.of());

        assertThat(template.execute(data)).isEqualTo("<no value>|<no value>");
        assertThat(template.withMissingKey(MissingKey.ZERO).execute(data)).isEqualTo("|<no value>");
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> template.withMissingKey(MissingKey.ERROR).execute(data))
                .withMessage(
                        "template: t:1:4: executing \"t\" at <.a.x>: map has no entry for key"
                                + " \"x\"");
    }

    @Test
    void endsWhatWritesTooMuch() {
        Limits limits = new Limits(1000, 10, 10_000, Duration.ofSeconds(1));

        assertLimit("{{range 100}}{{printf `%20d` .}}{{end}}", limits);
        assertLimit("{{printf `%2000d` 1 | len}}", limits);
        assertLimit("{{$x := `ab`}}{{range 20}}{{$x = print $x $x}}{{end}}", limits);
    }

    @Test
    void endsWhatNestsOrWorksTooMuch() {
        Limits limits = new Limits(1000, 10, 10_000, Duration.ofSeconds(1));

        assertLimit("{{define `a`}}{{template `a`}}{{end}}{{template `a`}}", limits);
        assertLimit("{{define `a`}}{{tmpl `a` 1}}{{end}}{{template `a`}}", limits);
        assertLimit("{{range 1000000000}}{{end}}", limits);
    }

    @Test
    void endsWhatNestsBeyondTheStack() throws InterruptedException {
        String deep = "{{if true}}".repeat(190) + "{{template `a`}}" + "{{end}}".repeat(190);
        Template template =
                Template.parse("t", "{{define `a`}}" + deep + "{{end}}{{template `a`}}", METHODS)
                        .withLimits(new Limits(100, 100_000, 1 << 30, Duration.ofSeconds(9)));
        AtomicReference<Throwable> thrown = new AtomicReference<>();

        Thread thread = new Thread(null, () -> template.execute(null), "small", 256 << 10);
        thread.setUncaughtExceptionHandler((any, e) -> thrown.set(e));
        thread.start();
        thread.join();

        assertThat(thrown.get()).hasMessageContaining("nested too deep for the stack");
    }

    @Test
    void endsWhatTakesTooLong() {
        AtomicLong now = new AtomicLong();
        Template template =
                Template.parse("t", "{{range 1000000}}{{end}}", METHODS)
                        .withClock(() -> now.addAndGet(Duration.ofSeconds(6).toNanos()));

        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> template.execute(null))
                .withMessageContaining("longer than 10s");
    }

    @Test
    void refusesTooDeepNesting() {
        String deep = "{{" + "(".repeat(100_000) + "1" + ")".repeat(100_000) + "}}";

        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> Template.parse("t", deep, METHODS))
                .withMessageContaining("nested more than 200 deep");
    }

    @Test
    void survivesMutatedTemplates() throws IOException {
        List<CorpusTest.Case> cases = CorpusTest.cases();
        Random random = new Random(7);
        Map<String, @Nullable Object> data = CorpusTest.data();
        int parsed = 0;
        for (int i = 0; i < 20_000; i++) {
            String text = mutated(random, cases.get(random.nextInt(cases.size())).text(), cases);
            try {
                Template template = Template.parse("t", text, CorpusTest.FUNCTIONS);
                parsed++;
                template.withLimits(new Limits(5000, 20, 5000, Duration.ofSeconds(1)))
                        .execute(data);
            } catch (TemplateException e) {
                assertThat(e.getMessage()).startsWith("template: ");
            }
        }
        assertThat(parsed).isBetween(1000, 19_000);
    }

    private static String mutated(Random random, String text, List<CorpusTest.Case> cases) {
        StringBuilder mutated = new StringBuilder(text);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(mutated.length() + 1);
            switch (random.nextInt(4)) {
                case 0 ->
                        mutated.insert(
                                at, "{}()|$.:=,\"'`-% \n*[]#09é😀".charAt(random.nextInt(26)));
                case 1 -> mutated.delete(at, Math.min(mutated.length(), at + random.nextInt(4)));
                case 2 -> {
                    String other = cases.get(random.nextInt(cases.size())).text();
                    mutated.insert(at, other.substring(other.length() / 2));
                }
                default -> mutated.setLength(at);
            }
        }
        return mutated.toString();
    }

    @Test
    void saysWhereAMistakeStands() {
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(() -> Template.parse("page", "a\nb {{ é $x }}", METHODS))
                .withMessage("template: page:2:5: function \"é\" not defined")
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.SYNTAX))
                .satisfies(e -> assertThat(List.of(e.line(), e.column())).containsExactly(2, 5));
    }

    @Test
    void printsListsWithNothingInThem() {
        assertThat(run("{{.}} {{index . 0}}", Arrays.asList(null, 1)))
                .isEqualTo("[<nil> 1] <no value>");
    }

    private static void assertLimit(String text, Limits limits) {
        assertThatExceptionOfType(TemplateException.class)
                .isThrownBy(
                        () -> Template.parse("t", text, METHODS).withLimits(limits).execute(null))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.LIMIT));
    }

    private static String run(String text, Object data) {
        return Template.parse("t", text, METHODS).execute(data);
    }
}

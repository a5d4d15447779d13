package dev.slipway.hcl.oracle;

import java.util.Base64;
import java.util.List;
import java.util.Random;

/// Makes texts such as machines are given at their start, and others that are hard, or easy, to
/// compress. The same seed and length give the same one.
final class TextGenerator {
    private static final List<String> WORDS =
            List.of(
                    "instance",
                    "the",
                    "of",
                    "server",
                    "install",
                    "apt-get",
                    "/usr/local/bin",
                    "systemctl",
                    "enable",
                    "configuration",
                    "echo",
                    "a",
                    "network",
                    "cluster",
                    "token",
                    "export",
                    "PATH",
                    "region",
                    "eu-central-1",
                    "kubelet",
                    "docker",
                    "and",
                    "is",
                    "to",
                    "not",
                    "restart",
                    "always",
                    "volume",
                    "root",
                    "0644");
    private static final List<String> LINES =
            List.of(
                    "#!/bin/bash\nset -euo pipefail\n",
                    "#cloud-config\npackage_update: true\npackages:\n",
                    "  - path: /etc/app/%s.conf\n    permissions: '0644'\n    content: |\n",
                    "curl -fsSL https://example.com/%s.tar.gz | tar -xz -C /opt\n",
                    "systemctl enable --now %s\n",
                    "export %s=%d\n",
                    "if [ ! -f /etc/%s ]; then\n  touch /etc/%s\nfi\n",
                    "echo \"%s %s\" >> /var/log/start.log\n",
                    "runcmd:\n  - [ sh, -c, \"%s\" ]\n",
                    "# %s %s %s\n");
    private static final String RARE =
            "äöüßéèñ€£→✓中文字漢字日本語кириллицаελληνικά👍🚀𝔘\t\n\u0001\u007f\uffff";

    private final Random random;
    private final int kind;
    private final int length;
    private final StringBuilder out = new StringBuilder();

    TextGenerator(long seed, int length) {
        this.random = new Random(seed);
        this.kind = random.nextInt(13);
        this.length = length;
    }

    /// So many UTF-16 units, or one less where a surrogate would stand alone.
    String text() {
        while (out.length() < length) {
            out.append(part(kind < 12 ? kind : random.nextInt(12)));
        }
        int end = Character.isHighSurrogate(charBefore(length)) ? length - 1 : length;
        return out.substring(0, end);
    }

    private char charBefore(int end) {
        return end == 0 ? ' ' : out.charAt(end - 1);
    }

    private String part(int kind) {
        return switch (kind) {
            case 0 -> Character.toString('a' + random.nextInt(2)).repeat(1 + random.nextInt(700));
            case 1 -> letters(1 + random.nextInt(3), 50);
            case 2 -> letters(26, 200);
            case 3 -> pick(WORDS) + (random.nextInt(9) == 0 ? ".\n" : " ");
            case 4, 5 -> line();
            case 6 -> json();
            case 7 -> rare();
            case 8 -> Base64.getEncoder().encodeToString(bytes(3 * (1 + random.nextInt(300))));
            case 9 -> ascii(1 + random.nextInt(2000));
            case 10 -> skewed();
            default -> again();
        };
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private String letters(int alphabet, int count) {
        StringBuilder letters = new StringBuilder();
        for (int index = random.nextInt(count); index >= 0; index--) {
            letters.append((char) ('a' + random.nextInt(alphabet)));
        }
        return letters.toString();
    }

    private String line() {
        String line = pick(LINES);
        while (line.contains("%")) {
            line =
                    line.replaceFirst("%s", pick(WORDS) + (random.nextBoolean() ? "" : number()))
                            .replaceFirst("%d", number());
        }
        return line;
    }

    private String number() {
        return Integer.toString(random.nextInt(1000));
    }

    private String json() {
        return String.format(
                "{\"id\":%d,\"name\":\"%s-%d\",\"enabled\":%s,\"tags\":[\"%s\",\"%s\"],\"size\":%s},",
                random.nextInt(100_000),
                pick(WORDS),
                random.nextInt(50),
                random.nextBoolean(),
                pick(WORDS),
                pick(WORDS),
                number());
    }

    private String rare() {
        int start = random.nextInt(RARE.length());
        int end = Math.min(RARE.length(), start + 1 + random.nextInt(4));
        if (Character.isLowSurrogate(RARE.charAt(start))) {
            start--;
        }
        if (Character.isHighSurrogate(RARE.charAt(end - 1))) {
            end++;
        }
        return RARE.substring(start, end);
    }

    /// All characters of ASCII, some of them more often.
    private String ascii(int count) {
        StringBuilder letters = new StringBuilder();
        int frequent = 1 + random.nextInt(126);
        for (int index = 0; index < count; index++) {
            int letter = 1 + random.nextInt(126);
            letters.append((char) (random.nextInt(4) == 0 ? frequent : letter));
        }
        return letters.toString();
    }

    /// Letters of which each is about 1.6 times as frequent as the next: the longest codes.
    private String skewed() {
        StringBuilder letters = new StringBuilder();
        for (int index = random.nextInt(500); index >= 0; index--) {
            int letter = 'A';
            while (random.nextInt(1000) < 618 && letter < 'Z') {
                letter++;
            }
            letters.append((char) letter);
        }
        return letters.toString();
    }

    /// Something that was there before, from near or far.
    private String again() {
        if (out.isEmpty() || random.nextInt(3) == 0) {
            return letters(20, 300);
        }
        int back = Math.min(out.length(), 1 + random.nextInt(1 << random.nextInt(18)));
        int start = out.length() - back;
        int end = Math.min(out.length(), start + 1 + random.nextInt(400));
        if (Character.isLowSurrogate(out.charAt(start))) {
            start--;
        }
        if (Character.isHighSurrogate(out.charAt(end - 1))) {
            end++;
        }
        return out.substring(start, Math.min(end, out.length()));
    }
}

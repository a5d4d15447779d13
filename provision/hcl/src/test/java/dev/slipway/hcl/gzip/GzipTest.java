package dev.slipway.hcl.gzip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whether the bytes are those of the binary in many more cases, `GzipRecordingTest` tells.
final class GzipTest {
    private static final int BUFFER = 1 << 16;

    private static String zipped(String text) {
        byte[] bytes = Gzip.compress(text.getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] unzipped(byte[] bytes) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        }
    }

    private static void assertComesBack(byte[] data) throws IOException {
        assertThat(unzipped(Gzip.compress(data))).isEqualTo(data);
    }

    /// Few different bytes or many, with and without parts that occur again.
    private static byte[] data(Random random, int length) {
        byte[] data = new byte[length];
        int different = 1 + random.nextInt(256);
        for (int index = 0; index < length; index++) {
            data[index] = (byte) random.nextInt(different);
        }
        for (int copies = random.nextInt(1 + length / 20); copies > 0; copies--) {
            int source = random.nextInt(length);
            int target = random.nextInt(length);
            int count = Math.min(random.nextInt(300), length - Math.max(source, target));
            System.arraycopy(data, source, data, target, count);
        }
        return data;
    }

    @ParameterizedTest
    @CsvSource({
        "'', H4sIAAAAAAAA/wAAAP//AQAA//8AAAAAAAAAAA==",
        "x, H4sIAAAAAAAA/6oAAAAA//8BAAD//4MW3IwBAAAA",
        "aaaaaaaaaaaaaaaa, H4sIAAAAAAAA/0pEAwAAAAD//wEAAP//1WjWzxAAAAA=",
        "'#!/bin/bash', H4sIAAAAAAAA/1JW1E/KzNNPSizOAAAAAP//AQAA//9pWODrCwAAAA==",
        "äöüßéèñáçõ, H4sIAAAAAAAA/zq85PC2w3sOzz+88vCKwxsPLzy8/PBWAAAAAP//AQAA//95OXdKFAAAAA==",
    })
    void shortTextsAreZippedAsTerraformDoes(String text, String expected) {
        assertThat(zipped(text)).isEqualTo(expected);
    }

    /// The bytes that come again are just within reach, or just not, at the place where Terraform's
    /// buffer moves on.
    @ParameterizedTest
    @CsvSource({
        "32600, 65536, 7b8639ff639a0afc14713c063bf1f2ba6c44c29048a1817c8de06726499c3b7c",
        "32600, 65537, de2ca68993a5b2b5c68d5c55b6aeb6b458cc5a19576adf6accb5096e2454ff41",
        "32767, 66000, 23c86be49853d93a1608f07b4690f7e291bdf5889d235b2a7d21703c4431db4c",
        "32766, 66000, a08c54f3ec6f2281044834b97cb6930eda2e759fcfe05ea2e7517a6e7e1bafc5",
        "32768, 70000, c9571066d9e1dc66ae9a5cd7c8199c4c7f61f9432f6d52c3e11f4e3a3d663256",
        "32769, 70000, d2fdb56e2112c7267df6dcd9c5d9500ab0ee35cba81c4e10d2b0b8c031f8b311",
        "4096, 5000, 8bc7373e8205ca2056559dfa395b03c2c2c5b50b39b43c3350a3424fb4c9de69",
    })
    void matchesReachAsFarBackAsThoseOfTerraform(int period, int length, String expected)
            throws Exception {
        String text = random(period).repeat(3).substring(0, length);
        byte[] digest =
                MessageDigest.getInstance("SHA-256")
                        .digest(zipped(text).getBytes(StandardCharsets.US_ASCII));
        assertThat(HexFormat.of().formatHex(digest)).isEqualTo(expected);
    }

    private static String random(int length) {
        return new Random(3)
                .ints(length, 'A', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Test
    void whateverIsZippedComesBack() throws IOException {
        Random random = new Random(4);
        for (int round = 0; round < 2000; round++) {
            assertComesBack(data(random, random.nextInt(1 << random.nextInt(1, 15))));
        }
    }

    @Test
    void whatIsLargerThanTheBufferComesBack() throws IOException {
        Random random = new Random(5);
        for (int blocks = 1; blocks < 6; blocks++) {
            for (int more = -1; more <= 1; more++) {
                assertComesBack(data(random, blocks * BUFFER + more));
            }
        }
    }

    @Test
    void whatCannotBeCompressedGrowsLittle() throws IOException {
        byte[] data = new byte[10 * BUFFER];
        new Random(6).nextBytes(data);
        assertComesBack(data);
        assertThat(Gzip.compress(data)).hasSizeLessThan(data.length + data.length / 1000);
    }

    @Test
    void aLongRunIsZippedToAThousandth() throws IOException {
        byte[] data = new byte[100 * BUFFER];
        assertComesBack(data);
        assertThat(Gzip.compress(data)).hasSizeLessThan(data.length / 900);
    }

    @Test
    void bytesThatOccurEverLessOftenHaveNoCodeBeyondTheLimit() throws IOException {
        byte[] shuffled = new byte[17_710];
        int count = 0;
        int[] often = {1, 1};
        for (int letter = 0; letter < 20; letter++) {
            for (int each = 0; each < often[0]; each++) {
                shuffled[count++] = (byte) letter;
            }
            often = new int[] {often[1], often[0] + often[1]};
        }
        shuffle(shuffled, new Random(7));
        assertComesBack(shuffled);
    }

    private static void shuffle(byte[] bytes, Random random) {
        IntStream.iterate(bytes.length - 1, index -> index > 0, index -> index - 1)
                .forEach(index -> {
                    int other = random.nextInt(index + 1);
                    byte kept = bytes[index];
                    bytes[index] = bytes[other];
                    bytes[other] = kept;
                });
    }
}

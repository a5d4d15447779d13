package dev.slipway.hcl.function;

import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Character sets by the names and aliases that the registry of IANA has for them; Java knows more
/// and other ones. Source: <https://www.iana.org/assignments/character-sets>. Stateless.
final class IanaCharsets {
    /// Java's name first, then those of the registry.
    private static final String NAMES =
            """
            UTF-8 UTF-8 csUTF8
            UTF-16 UTF-16 csUTF16
            UTF-16BE UTF-16BE csUTF16BE
            UTF-16LE UTF-16LE csUTF16LE
            US-ASCII US-ASCII us ISO646-US ISO_646.irv:1991 ANSI_X3.4-1968 ANSI_X3.4-1986 iso-ir-6 IBM367 cp367 csASCII
            ISO-8859-1 ISO-8859-1 ISO_8859-1 ISO_8859-1:1987 iso-ir-100 latin1 l1 IBM819 cp819 csISOLatin1
            ISO-8859-2 ISO-8859-2 ISO_8859-2 ISO_8859-2:1987 iso-ir-101 latin2 l2 csISOLatin2
            ISO-8859-3 ISO-8859-3 ISO_8859-3 ISO_8859-3:1988 iso-ir-109 latin3 l3 csISOLatin3
            ISO-8859-4 ISO-8859-4 ISO_8859-4 ISO_8859-4:1988 iso-ir-110 latin4 l4 csISOLatin4
            ISO-8859-5 ISO-8859-5 ISO_8859-5 ISO_8859-5:1988 iso-ir-144 cyrillic csISOLatinCyrillic
            ISO-8859-6 ISO-8859-6 ISO_8859-6 ISO_8859-6:1987 iso-ir-127 ECMA-114 ASMO-708 arabic csISOLatinArabic
            ISO-8859-6 ISO-8859-6-E ISO_8859-6-E csISO88596E ISO-8859-6-I ISO_8859-6-I csISO88596I
            ISO-8859-7 ISO-8859-7 ISO_8859-7 ISO_8859-7:1987 iso-ir-126 ELOT_928 ECMA-118 greek greek8 csISOLatinGreek
            ISO-8859-8 ISO-8859-8 ISO_8859-8 ISO_8859-8:1988 iso-ir-138 hebrew csISOLatinHebrew
            ISO-8859-8 ISO-8859-8-E ISO_8859-8-E csISO88598E ISO-8859-8-I ISO_8859-8-I csISO88598I
            ISO-8859-9 ISO-8859-9 ISO_8859-9 ISO_8859-9:1989 iso-ir-148 latin5 l5 csISOLatin5
            ISO-8859-13 ISO-8859-13 csISO885913
            ISO-8859-15 ISO-8859-15 ISO_8859-15 Latin-9 csISO885915
            ISO-8859-16 ISO-8859-16 ISO_8859-16 ISO_8859-16:2001 iso-ir-226 latin10 l10 csISO885916
            windows-874 windows-874 cswindows874
            windows-1250 windows-1250 cswindows1250
            windows-1251 windows-1251 cswindows1251
            windows-1252 windows-1252 cswindows1252
            windows-1253 windows-1253 cswindows1253
            windows-1254 windows-1254 cswindows1254
            windows-1255 windows-1255 cswindows1255
            windows-1256 windows-1256 cswindows1256
            windows-1257 windows-1257 cswindows1257
            windows-1258 windows-1258 cswindows1258
            x-MacRoman macintosh mac csMacintosh
            KOI8-R KOI8-R csKOI8R
            KOI8-U KOI8-U csKOI8U
            IBM037 IBM037 cp037 ebcdic-cp-us ebcdic-cp-ca ebcdic-cp-wt ebcdic-cp-nl csIBM037
            IBM437 IBM437 cp437 437 csPC8CodePage437
            IBM850 IBM850 cp850 850 csPC850Multilingual
            IBM852 IBM852 cp852 852 csPCp852
            IBM855 IBM855 cp855 855 csIBM855
            IBM00858 IBM00858 CCSID00858 CP00858 PC-Multilingual-850+euro csIBM00858
            IBM860 IBM860 cp860 860 csIBM860
            IBM862 IBM862 cp862 862 csPC862LatinHebrew
            IBM863 IBM863 cp863 863 csIBM863
            IBM865 IBM865 cp865 865 csIBM865
            IBM866 IBM866 cp866 866 csIBM866
            IBM1047 IBM1047 IBM-1047 csIBM1047
            IBM01140 IBM01140 CCSID01140 CP01140 csIBM01140
            Shift_JIS Shift_JIS MS_Kanji csShiftJIS
            EUC-JP EUC-JP Extended_UNIX_Code_Packed_Format_for_Japanese csEUCPkdFmtJapanese
            ISO-2022-JP ISO-2022-JP csISO2022JP
            EUC-KR EUC-KR csEUCKR
            GBK GBK CP936 MS936 windows-936 csGBK
            GB18030 GB18030 csGB18030
            Big5 Big5 csBig5
            """;

    private static final Map<String, String> TABLE = table();

    private IanaCharsets() {}

    private static Map<String, String> table() {
        Map<String, String> table = new TreeMap<>();
        NAMES.lines()
                .map(line -> line.split(" "))
                .forEach(names -> {
                    for (int index = 1; index < names.length; index++) {
                        table.put(names[index].toLowerCase(Locale.ROOT), names[0]);
                    }
                });
        return table;
    }

    /// Null if the registry has no such name, or this Java no such character set.
    static @Nullable Charset find(String name) {
        String found = TABLE.get(name.strip().toLowerCase(Locale.ROOT));
        return found == null || !Charset.isSupported(found) ? null : Charset.forName(found);
    }
}

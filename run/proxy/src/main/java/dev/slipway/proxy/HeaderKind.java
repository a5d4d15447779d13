package dev.slipway.proxy;

/// The headers that mean something to a proxy, as small numbers, recognised without making strings.
final class HeaderKind {
    static final byte OTHER = 0;
    static final byte HOST = 1;
    static final byte CONTENT_LENGTH = 2;
    static final byte TRANSFER_ENCODING = 3;
    static final byte CONNECTION = 4;
    static final byte KEEP_ALIVE = 5;
    static final byte PROXY_CONNECTION = 6;
    static final byte TE = 7;
    static final byte UPGRADE = 8;
    static final byte EXPECT = 9;
    static final byte FORWARDED_FOR = 10;
    static final byte FORWARDED_PROTO = 11;
    static final byte FORWARDED_HOST = 12;
    static final byte FORWARDED = 13;
    static final byte REAL_IP = 14;

    private static final byte[] N_HOST = Ascii.bytes("host");
    private static final byte[] N_CONTENT_LENGTH = Ascii.bytes("content-length");
    private static final byte[] N_TRANSFER_ENCODING = Ascii.bytes("transfer-encoding");
    private static final byte[] N_CONNECTION = Ascii.bytes("connection");
    private static final byte[] N_KEEP_ALIVE = Ascii.bytes("keep-alive");
    private static final byte[] N_PROXY_CONNECTION = Ascii.bytes("proxy-connection");
    private static final byte[] N_TE = Ascii.bytes("te");
    private static final byte[] N_UPGRADE = Ascii.bytes("upgrade");
    private static final byte[] N_EXPECT = Ascii.bytes("expect");
    private static final byte[] N_FORWARDED_FOR = Ascii.bytes("x-forwarded-for");
    private static final byte[] N_FORWARDED_PROTO = Ascii.bytes("x-forwarded-proto");
    private static final byte[] N_FORWARDED_HOST = Ascii.bytes("x-forwarded-host");
    private static final byte[] N_FORWARDED = Ascii.bytes("forwarded");
    private static final byte[] N_REAL_IP = Ascii.bytes("x-real-ip");

    private HeaderKind() {}

    static byte of(byte[] bytes, int from, int to) {
        return switch (to - from) {
            case 2 -> is(N_TE, bytes, from, TE);
            case 4 -> is(N_HOST, bytes, from, HOST);
            case 6 -> is(N_EXPECT, bytes, from, EXPECT);
            case 7 -> is(N_UPGRADE, bytes, from, UPGRADE);
            case 9 ->
                    (bytes[from] | 0x20) == 'x'
                            ? is(N_REAL_IP, bytes, from, REAL_IP)
                            : is(N_FORWARDED, bytes, from, FORWARDED);
            case 10 ->
                    (bytes[from] | 0x20) == 'c'
                            ? is(N_CONNECTION, bytes, from, CONNECTION)
                            : is(N_KEEP_ALIVE, bytes, from, KEEP_ALIVE);
            case 14 -> is(N_CONTENT_LENGTH, bytes, from, CONTENT_LENGTH);
            case 15 -> is(N_FORWARDED_FOR, bytes, from, FORWARDED_FOR);
            case 16 ->
                    (bytes[from] | 0x20) == 'x'
                            ? is(N_FORWARDED_HOST, bytes, from, FORWARDED_HOST)
                            : is(N_PROXY_CONNECTION, bytes, from, PROXY_CONNECTION);
            case 17 ->
                    (bytes[from] | 0x20) == 'x'
                            ? is(N_FORWARDED_PROTO, bytes, from, FORWARDED_PROTO)
                            : is(N_TRANSFER_ENCODING, bytes, from, TRANSFER_ENCODING);
            default -> OTHER;
        };
    }

    /// Headers that frame a message or a connection: no filter, and no Connection header, may touch
    /// them.
    static boolean framesMessage(byte kind) {
        return kind == CONTENT_LENGTH
                || kind == TRANSFER_ENCODING
                || kind == CONNECTION
                || kind == UPGRADE
                || kind == KEEP_ALIVE
                || kind == PROXY_CONNECTION;
    }

    private static byte is(byte[] name, byte[] bytes, int from, byte kind) {
        return Ascii.equalsIgnoreCase(name, bytes, from, from + name.length) ? kind : OTHER;
    }
}

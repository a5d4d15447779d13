package dev.slipway.proxy;

/// The figures of the request that an exchange is serving, added to its series when it ends. What
/// goes wrong on the way is counted at once, where it happened: an attempt that failed belongs to
/// the revision that failed.
final class Tally {
    private final int loop;
    private Series series;
    private int status;
    private long beganNanos;
    private long received;
    private long sent;

    Tally(int loop, Series unrouted) {
        this.loop = loop;
        series = unrouted;
    }

    void begin(Series unrouted, long now, long headBytes) {
        series = unrouted;
        beganNanos = now;
        received = headBytes;
        sent = 0;
        status = 0;
    }

    /// Where the request counts from now on.
    void series(Series next) {
        series = next;
    }

    /// Where the request counts now.
    Series series() {
        return series;
    }

    void status(int value) {
        status = value;
    }

    int status() {
        return status;
    }

    void received(int bytes) {
        received += bytes;
    }

    void sent(int bytes) {
        sent += bytes;
    }

    void trouble(int figure) {
        cell().add(figure, 1);
    }

    /// Something failed; where it happened, as `trouble`.
    void failed(String name) {
        series.failed(name);
    }

    /// A response has been relayed to its end, or an answer given.
    void answered(long now) {
        cell().latency(now - beganNanos);
    }

    void end() {
        Cell cell = cell();
        cell.add(Cell.REQUESTS, 1);
        if (status > 0) {
            cell.status(status);
        }
        cell.add(Cell.RECEIVED, received);
        cell.add(Cell.SENT, sent);
    }

    Cell cell() {
        return series.cell(loop);
    }
}

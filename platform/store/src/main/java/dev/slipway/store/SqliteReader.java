package dev.slipway.store;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads history beside the writer, through a connection of its own that is opened when first
/// needed. Each read is short, because an open one keeps SQLite from reusing its log file.
/// Thread-safe; readers take turns.
final class SqliteReader implements AutoCloseable {
    private static final int ROWS_MAX = 5_000;
    private static final String COLUMNS = "revision, key, created, previous, time, crc, value";

    private final SqliteDatabase database;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private @Nullable Connection connection;

    @GuardedBy("lock")
    private boolean closed;

    SqliteReader(SqliteDatabase database) {
        this.database = database;
    }

    static void replay(Connection connection, Consumer<Row> sink) throws SQLException {
        try (PreparedStatement select =
                        connection.prepareStatement(
                                "SELECT " + COLUMNS + " FROM revision ORDER BY revision");
                ResultSet result = select.executeQuery()) {
            while (result.next()) {
                sink.accept(row(result));
            }
        }
    }

    Journal.Page read(String prefix, long after, long through, int max) {
        lock.lock();
        try {
            return read(connection(), prefix, after, through, max);
        } catch (SQLException e) {
            throw unreadable(e);
        } finally {
            lock.unlock();
        }
    }

    /// Times grow with revisions, so this is a binary search.
    long newestBefore(long timeMillis, long after, long through) {
        lock.lock();
        try {
            return newestBefore(connection(), timeMillis, after, through);
        } catch (SQLException e) {
            throw unreadable(e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() throws SQLException {
        lock.lock();
        try {
            closed = true;
            if (connection != null) {
                connection.close();
            }
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private Connection connection() throws SQLException {
        if (closed) {
            throw new StoreClosedException("The store is closed", null);
        }
        Connection opened = connection;
        if (opened == null) {
            opened = database.openReader();
            connection = opened;
        }
        return opened;
    }

    private static Journal.Page read(
            Connection connection, String prefix, long after, long through, int max)
            throws SQLException {
        List<Journal.Step> steps = new ArrayList<>();
        long end = Math.min(through, after + ROWS_MAX);
        try (PreparedStatement select =
                        connection.prepareStatement(
                                "SELECT "
                                        + COLUMNS
                                        + " FROM revision"
                                        + " WHERE revision > ? AND revision <= ? ORDER BY revision");
                PreparedStatement selectReplaced =
                        connection.prepareStatement(
                                "SELECT " + COLUMNS + " FROM revision WHERE revision = ?")) {
            select.setLong(1, after);
            select.setLong(2, end);
            try (ResultSet result = select.executeQuery()) {
                while (result.next()) {
                    if (!result.getString(2).startsWith(prefix)) {
                        continue;
                    }
                    Row row = row(result);
                    steps.add(new Journal.Step(row, replaced(selectReplaced, row.previous())));
                    if (steps.size() == max) {
                        return new Journal.Page(steps, row.revision());
                    }
                }
            }
        }
        return new Journal.Page(steps, end);
    }

    private static long newestBefore(
            Connection connection, long timeMillis, long after, long through) throws SQLException {
        long low = after;
        long high = through;
        try (PreparedStatement select =
                connection.prepareStatement("SELECT time FROM revision WHERE revision = ?")) {
            while (low < high) {
                long middle = low + (high - low + 1) / 2;
                select.setLong(1, middle);
                try (ResultSet result = select.executeQuery()) {
                    if (result.next() && result.getLong(1) < timeMillis) {
                        low = middle;
                    } else {
                        high = middle - 1;
                    }
                }
            }
        }
        return low;
    }

    private static @Nullable Row replaced(PreparedStatement select, long revision)
            throws SQLException {
        if (revision == 0) {
            return null;
        }
        select.setLong(1, revision);
        try (ResultSet result = select.executeQuery()) {
            return result.next() ? row(result) : null;
        }
    }

    private static Row row(ResultSet result) throws SQLException {
        long revision = result.getLong(1);
        String key = result.getString(2);
        if (key == null) {
            throw damaged("revision %d has no key".formatted(revision));
        }
        Row row =
                new Row(
                        revision,
                        key,
                        result.getLong(3),
                        result.getLong(4),
                        result.getLong(5),
                        result.getBytes(7));
        if (row.checksum() != result.getLong(6)) {
            throw damaged("revision %d of %s does not match its checksum".formatted(revision, key));
        }
        return row;
    }

    private static StoreFormatException damaged(String finding) {
        return new StoreFormatException(
                "The store is damaged: " + finding + "; restore it from a backup", null);
    }

    private StoreUnavailableException unreadable(SQLException e) {
        return new StoreUnavailableException(
                "Cannot read " + database.file() + ": " + e.getMessage(), e);
    }
}

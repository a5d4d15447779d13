package dev.slipway.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// Rows in a SQLite database, one table, appended at its end. In WAL mode with synchronous=FULL
/// SQLite syncs the log file before COMMIT returns; that is the durability of every write.
///
/// Dropping history needs no index either: each row names the one it replaced, so a walk over the
/// rows that become history finds what nobody can ask for any more.
final class SqliteJournal implements Journal {
    private static final String FILE = "store.db";
    private static final String INSERT =
            "INSERT INTO revision (revision, key, created, previous, time, crc, value)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?)";

    /// The part of an extended SQLite result code that says what kind it is.
    private static final int PRIMARY_CODE = 0xff;

    private static final int SHRINK_PAGES = 256;
    private static final int FREE_PAGES_KEPT = 1_024;

    private final SqliteDatabase database;
    private final FolderLock lock;
    private final Connection connection;
    private final Statement statement;
    private final SqliteReader reader;

    /// Owned by the writing thread; the driver closes it when it fails.
    private PreparedStatement insert;

    /// Set before rows go, so that a reader who looks afterwards knows that some may be missing.
    private volatile long compacted;

    private volatile boolean full;

    private SqliteJournal(SqliteDatabase database, FolderLock lock, Connection connection)
            throws SQLException {
        this.database = database;
        this.lock = lock;
        this.connection = connection;
        this.statement = connection.createStatement();
        this.insert = connection.prepareStatement(INSERT);
        this.compacted = SqliteDatabase.number(statement, "SELECT compacted FROM log");
        this.reader = new SqliteReader(database);
    }

    static SqliteJournal open(Path folder, long bytesMax) {
        FolderLock lock;
        Path file = folder.resolve(FILE);
        try {
            PrivateFiles.createFolder(folder);
            lock = FolderLock.take(folder);
        } catch (IOException e) {
            throw new StoreUnavailableException(
                    "The folder %s cannot be used for a store: %s".formatted(folder, e), e);
        }
        try {
            PrivateFiles.create(file);
            SqliteDatabase database = new SqliteDatabase(file);
            return new SqliteJournal(database, lock, database.openWriter(bytesMax));
        } catch (IOException e) {
            throw closing(lock, new StoreUnavailableException("Cannot make " + file + ": " + e, e));
        } catch (SQLException e) {
            throw closing(lock, unreadable(file, e));
        } catch (RuntimeException e) {
            throw closing(lock, e);
        }
    }

    @Override
    public long compacted() {
        return compacted;
    }

    @Override
    public void replay(Consumer<Row> sink) {
        try {
            SqliteReader.replay(connection, sink);
        } catch (SQLException e) {
            throw unreadable(database.file(), e);
        }
    }

    @Override
    public void append(List<Row> rows, long compactTo) {
        long compactedBefore = compacted;
        try {
            statement.execute("BEGIN IMMEDIATE");
            if (compactTo > compactedBefore) {
                compacted = compactTo;
                dropHistory(compactedBefore, compactTo);
            }
            for (Row row : rows) {
                insert(row);
            }
            statement.execute("COMMIT");
            full = false;
        } catch (SQLException e) {
            rollBack(e);
            compacted = compactedBefore;
            full = isFull(e);
            throw unwritable(e);
        }
    }

    @Override
    public Page read(String prefix, long after, long through, int max) {
        return reader.read(prefix, after, through, max);
    }

    @Override
    public long newestBefore(long timeMillis, long after, long through) {
        return reader.newestBefore(timeMillis, after, through);
    }

    @Override
    public boolean isFull() {
        return full;
    }

    @Override
    public boolean shrink() {
        try {
            long free = SqliteDatabase.number(statement, "PRAGMA freelist_count");
            long all = SqliteDatabase.number(statement, "PRAGMA page_count");
            // Some free pages are kept: the next writes would only ask for them again.
            if (free <= FREE_PAGES_KEPT || free <= all / 4) {
                return false;
            }
            // Not execute, which would stop after the first page.
            statement.executeUpdate("PRAGMA incremental_vacuum(" + SHRINK_PAGES + ")");
            return SqliteDatabase.number(statement, "PRAGMA freelist_count") < free;
        } catch (SQLException e) {
            throw unwritable(e);
        }
    }

    @Override
    public void close() {
        try (lock;
                connection;
                reader) {
            statement.close();
            insert.close();
        } catch (SQLException | IOException e) {
            throw new StoreUnavailableException(
                    "Closing " + database.file() + " failed: " + e.getMessage(), e);
        }
    }

    private void insert(Row row) throws SQLException {
        insert.setLong(1, row.revision());
        insert.setString(2, row.key());
        insert.setLong(3, row.created());
        insert.setLong(4, row.previous());
        insert.setLong(5, row.timeMillis());
        insert.setLong(6, row.checksum());
        insert.setBytes(7, row.value());
        insert.executeUpdate();
    }

    private void dropHistory(long from, long to) throws SQLException {
        statement.executeUpdate(
                """
                DELETE FROM revision WHERE revision IN (
                  SELECT previous FROM revision
                  WHERE revision > %d AND revision <= %d AND previous > 0)\
                """
                        .formatted(from, to));
        statement.executeUpdate(
                "DELETE FROM revision WHERE revision > %d AND revision <= %d AND value IS NULL"
                        .formatted(from, to));
        statement.executeUpdate("UPDATE log SET compacted = " + to);
    }

    private void rollBack(SQLException failure) {
        try {
            insert.close();
            insert = connection.prepareStatement(INSERT);
            statement.execute("ROLLBACK");
        } catch (SQLException e) {
            // SQLite rolls back by itself on most failures, and then says there is nothing to do.
            if (code(e) != SQLiteErrorCode.SQLITE_ERROR) {
                failure.addSuppressed(e);
            }
        }
    }

    private StoreUnavailableException unwritable(SQLException e) {
        String reason = isFull(e) ? "no space left, on the disk or in the store's limit: " : "";
        return new StoreUnavailableException(
                "Cannot write to %s: %s%s".formatted(database.file(), reason, e.getMessage()), e);
    }

    private static boolean isFull(SQLException e) {
        return code(e) == SQLiteErrorCode.SQLITE_FULL;
    }

    private static @Nullable SQLiteErrorCode code(SQLException e) {
        return e instanceof SQLiteException sqlite ? sqlite.getResultCode() : null;
    }

    private static RuntimeException unreadable(Path file, SQLException e) {
        SQLiteErrorCode code = code(e);
        int primary = code == null ? 0 : code.code & PRIMARY_CODE;
        if (primary == SQLiteErrorCode.SQLITE_NOTADB.code
                || primary == SQLiteErrorCode.SQLITE_CORRUPT.code) {
            return new StoreFormatException(
                    "%s is damaged or not a database: %s; restore it from a backup"
                            .formatted(file, e.getMessage()),
                    e);
        }
        return new StoreUnavailableException("Cannot open " + file + ": " + e.getMessage(), e);
    }

    private static RuntimeException closing(FolderLock lock, RuntimeException failure) {
        try {
            lock.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }
}

package dev.slipway.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteDataSource;

/// The database file: how it is opened, set up and recognised. docs/format/store.md describes it.
final class SqliteDatabase {
    /// "Slip" in the header, by which `file` and we know our databases.
    static final int APPLICATION_ID = 0x536c6970;

    static final int FORMAT_VERSION = 1;
    private static final int PAGE_BYTES = 8_192;
    private static final int SYNCHRONOUS_FULL = 2;
    private static final int BUSY_MILLIS = 5_000;

    private final Path file;

    SqliteDatabase(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    /// The connection that writes. Makes the tables in an empty file.
    Connection openWriter(long bytesMax) throws SQLException {
        Connection connection = connect();
        try (Statement statement = connection.createStatement()) {
            boolean empty = number(statement, "PRAGMA schema_version") == 0;
            if (empty) {
                // These two hold only if they come before the first page is written.
                statement.execute("PRAGMA page_size = " + PAGE_BYTES);
                statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
            } else {
                checkFormat(statement);
            }
            setUp(statement, bytesMax);
            if (empty) {
                createTables(statement);
            }
            return connection;
        } catch (SQLException | RuntimeException e) {
            try (connection) {
                throw e;
            }
        }
    }

    Connection openReader() throws SQLException {
        Connection connection = connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA query_only = ON");
            return connection;
        } catch (SQLException e) {
            try (connection) {
                throw e;
            }
        }
    }

    static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet result = statement.executeQuery(sql)) {
            return result.next() ? result.getLong(1) : 0;
        }
    }

    private Connection connect() throws SQLException {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + file);
        Connection connection = source.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = " + BUSY_MILLIS);
        }
        return connection;
    }

    private void checkFormat(Statement statement) throws SQLException {
        long id = number(statement, "PRAGMA application_id");
        if (id != APPLICATION_ID) {
            throw new StoreFormatException(
                    "%s is a database of another program (application id %08x, expected %08x)"
                            .formatted(file, id, APPLICATION_ID),
                    null);
        }
        long version = number(statement, "PRAGMA user_version");
        if (version != FORMAT_VERSION) {
            throw new StoreFormatException(
                    "%s has format version %d, and this Slipway reads version %d; use a newer one"
                            .formatted(file, version, FORMAT_VERSION),
                    null);
        }
    }

    private void setUp(Statement statement, long bytesMax) throws SQLException {
        statement.execute("PRAGMA journal_mode = WAL");
        statement.execute("PRAGMA synchronous = FULL");
        statement.execute("PRAGMA secure_delete = FAST");
        if (number(statement, "PRAGMA synchronous") != SYNCHRONOUS_FULL) {
            throw new StoreUnavailableException(
                    file + ": SQLite does not write durably here (synchronous is not FULL)", null);
        }
        long pageBytes = number(statement, "PRAGMA page_size");
        statement.execute("PRAGMA max_page_count = " + bytesMax / pageBytes);
    }

    private static void createTables(Statement statement) throws SQLException {
        statement.execute("BEGIN IMMEDIATE");
        statement.execute(
                """
                CREATE TABLE revision (
                  revision INTEGER PRIMARY KEY,
                  key TEXT NOT NULL,
                  created INTEGER NOT NULL,
                  previous INTEGER NOT NULL,
                  time INTEGER NOT NULL,
                  crc INTEGER NOT NULL,
                  value BLOB
                ) STRICT\
                """);
        statement.execute(
                """
                CREATE TABLE log (
                  id INTEGER PRIMARY KEY CHECK (id = 1),
                  compacted INTEGER NOT NULL
                ) STRICT\
                """);
        statement.execute("INSERT INTO log VALUES (1, 0)");
        statement.execute("PRAGMA application_id = " + APPLICATION_ID);
        statement.execute("PRAGMA user_version = " + FORMAT_VERSION);
        statement.execute("COMMIT");
    }
}

package dev.slipway.backend;

import dev.slipway.state.StateException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A table in PostgreSQL: Terraform's `pg` backend. Locks are advisory locks of the session, on the
/// row's id, or while there is no row on -1. Thread-safe.
final class PgPlace implements Place {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_$]{0,62}");
    private static final String CREATION = "-1";

    private final String table;
    private final Connection connection;

    private PgPlace(String schema, Connection connection) {
        this.table = quoted(schema) + ".states";
        this.connection = connection;
    }

    private static String quoted(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new StateException(
                    "backend pg: schema_name: \"" + name + "\" (expected: a plain name)");
        }
        return "\"" + name + "\"";
    }

    static PgPlace of(Settings settings) {
        String schema = settings.text("schema_name", "PG_SCHEMA_NAME");
        String name = schema.isEmpty() ? "terraform_remote_state" : schema;
        try {
            PgPlace place =
                    new PgPlace(name, connect(settings.required("conn_str", "PG_CONN_STR")));
            place.prepare(settings, name);
            return place;
        } catch (SQLException e) {
            throw new StateException("backend pg: " + e.getMessage(), e);
        }
    }

    /// `postgres://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=disable`.
    private static Connection connect(String text) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("socketTimeout", "60");
        properties.setProperty("ApplicationName", "slipway");
        String rest = text.replaceFirst("^postgres(ql)?://", "");
        int at = rest.lastIndexOf('@');
        if (at >= 0) {
            String[] user = rest.substring(0, at).split(":", 2);
            properties.setProperty("user", user[0]);
            if (user.length > 1) {
                properties.setProperty(
                        "password", URLDecoder.decode(user[1], StandardCharsets.UTF_8));
            }
        }
        return DriverManager.getConnection(
                "jdbc:postgresql://" + rest.substring(at + 1), properties);
    }

    private void prepare(Settings settings, String schema) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (!settings.truth("skip_schema_creation", false)) {
                statement.execute("CREATE SCHEMA IF NOT EXISTS " + quoted(schema));
            }
            if (!settings.truth("skip_table_creation", false)) {
                statement.execute(
                        "CREATE SEQUENCE IF NOT EXISTS public.global_states_id_seq AS bigint");
                statement.execute(
                        "CREATE TABLE IF NOT EXISTS "
                                + table
                                + " (id bigint NOT NULL DEFAULT"
                                + " nextval('public.global_states_id_seq') PRIMARY KEY,"
                                + " name text UNIQUE, data text)");
            }
            if (!settings.truth("skip_index_creation", false)) {
                statement.execute(
                        "CREATE UNIQUE INDEX IF NOT EXISTS states_by_name ON " + table + " (name)");
            }
        }
    }

    @Override
    public String name(String workspace) {
        return "workspace " + workspace + " in " + table.replace("\"", "");
    }

    @Override
    public synchronized List<String> workspaces() throws IOException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT name FROM " + table + " WHERE name != 'default'")) {
            List<String> names = new ArrayList<>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public synchronized void delete(String workspace) throws IOException {
        try (PreparedStatement statement =
                connection.prepareStatement("DELETE FROM " + table + " WHERE name = ?")) {
            statement.setString(1, workspace);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public synchronized byte @Nullable [] read(String workspace) throws IOException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT data FROM " + table + " WHERE name = ?")) {
            statement.setString(1, workspace);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getString(1).getBytes(StandardCharsets.UTF_8) : null;
            }
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public synchronized void write(String workspace, byte[] state, @Nullable LockHolder lock)
            throws IOException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "INSERT INTO "
                                + table
                                + " (name, data) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET"
                                + " data = EXCLUDED.data")) {
            statement.setString(1, workspace);
            statement.setString(2, new String(state, StandardCharsets.UTF_8));
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public synchronized Locking lock(String workspace, LockHolder info) throws IOException {
        try {
            String id = id(workspace);
            return tried(id)
                    ? new Locking.Taken(info.at(id))
                    : new Locking.Held(
                            new LockHolder("", "", "", "another session of the database", "", id));
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /// Of the row, or of making one.
    private String id(String workspace) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT id FROM " + table + " WHERE name = ?")) {
            statement.setString(1, workspace);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getString(1) : CREATION;
            }
        }
    }

    private boolean tried(String id) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT pg_try_advisory_lock(?)")) {
            statement.setLong(1, Long.parseLong(id));
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }

    @Override
    public synchronized void unlock(String workspace, LockHolder info) throws IOException {
        if (info.path().isEmpty()) {
            throw new IOException(
                    "locks here end with the session that holds them; end that process, or its"
                            + " session in the database");
        }
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT pg_advisory_unlock(?)")) {
            statement.setLong(1, Long.parseLong(info.path()));
            statement.execute();
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new StateException("backend pg: " + e.getMessage(), e);
        }
    }
}

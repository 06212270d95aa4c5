package io.concord.platform;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// Bulk inserts by PostgreSQL's COPY: several times cheaper than statements, also for a few rows.
public final class CopyIn {

    private static final int FLUSH = 4 << 20;

    private final Connection connection;
    private final String command;
    private final StringBuilder text = new StringBuilder();

    /// @param table with its schema; the columns of the rows are those of the table, in its order
    public CopyIn(Connection connection, String table) {
        this.connection = connection;
        this.command = "copy " + table + " from stdin";
    }

    /// One row; a list is an array of texts.
    public void row(@Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            if (i > 0) {
                text.append('\t');
            }
            Object value = values[i];
            if (value == null) {
                text.append("\\N");
            } else if (value instanceof List<?> list) {
                array(list);
            } else {
                escaped(value.toString());
            }
        }
        text.append('\n');
        if (text.length() > FLUSH) {
            flush();
        }
    }

    /// An array literal, itself escaped for COPY.
    private void array(List<?> list) {
        if (list.isEmpty()) {
            text.append("{}");
            return;
        }
        StringBuilder literal = new StringBuilder("{");
        for (Object element : list) {
            literal.append(literal.length() > 1 ? "," : "").append('"');
            literal.append(element.toString().replace("\\", "\\\\").replace("\"", "\\\""));
            literal.append('"');
        }
        escaped(literal.append('}').toString());
    }

    private void escaped(String value) {
        int from = 0;
        for (int i = 0; i < value.length(); i++) {
            String escape = switch (value.charAt(i)) {
                case '\\' -> "\\\\";
                case '\t' -> "\\t";
                case '\n' -> "\\n";
                case '\r' -> "\\r";
                default -> "";
            };
            if (!escape.isEmpty()) {
                text.append(value, from, i).append(escape);
                from = i + 1;
            }
        }
        text.append(value, from, value.length());
    }

    /// Sends what waits; nothing is stored before the transaction commits.
    public void flush() throws SQLException {
        if (text.isEmpty()) {
            return;
        }
        try {
            connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(command, new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new SQLException("COPY failed", e);
        }
        text.setLength(0);
    }
}

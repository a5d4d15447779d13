package dev.slipway.server;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// One line an entry: time, level, where, what.
public final class LogFormat extends Formatter {
    /// Kept, because the levels of loggers that nobody refers to are forgotten.
    private static final Logger OURS = Logger.getLogger("dev.slipway");

    /// Writes everything from `INFO` on to standard error, and from libraries what is a warning.
    public static void install() {
        Logger root = Logger.getLogger("");
        root.setLevel(Level.WARNING);
        OURS.setLevel(Level.INFO);
        for (Handler handler : root.getHandlers()) {
            handler.setLevel(Level.ALL);
            handler.setFormatter(new LogFormat());
        }
    }

    @Override
    public String format(LogRecord entry) {
        StringBuilder line = new StringBuilder();
        line.append(entry.getInstant().truncatedTo(java.time.temporal.ChronoUnit.MILLIS));
        line.append(' ').append(entry.getLevel().getName()).append(' ');
        line.append(shortName(entry.getLoggerName())).append(": ").append(formatMessage(entry));
        line.append('\n');
        if (entry.getThrown() != null) {
            StringWriter trace = new StringWriter();
            entry.getThrown().printStackTrace(new PrintWriter(trace));
            line.append(trace);
        }
        return line.toString();
    }

    private static String shortName(String logger) {
        return logger.substring(logger.lastIndexOf('.') + 1);
    }
}

package io.concord.operations;

/// One thing that the doctor looked at.
///
/// @param id stable, for alerts
public record Finding(Level level, String id, String text) {

    /// How bad it is.
    public enum Level {
        OK,
        WARN,
        ERROR
    }
}

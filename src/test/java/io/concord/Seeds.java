package io.concord;

import java.util.Random;
import java.util.stream.LongStream;

/// Seeds of random tests: fresh ones, or the one given to replay a failure (`mvn test -Dtest=… -Dseed=42`).
public final class Seeds {

    private Seeds() {}

    public static LongStream of(int count) {
        Long given = Long.getLong("seed");
        return given == null ? new Random().longs(count) : LongStream.of(given);
    }
}

package io.concord.servers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/// Ports for servers that are named before they listen, or that stop and come back. They lie below the range from which
/// systems take the ports of outgoing connections (Linux 32768, RFC 6335 §6 49152): one of those would sit on the port
/// while its server is away.
public final class Ports {

    private static final int FIRST = 10_000;
    private static final int END = 32_000;

    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private Ports() {}

    public static int free() {
        return freeWith(0);
    }

    /// @param offset of a second port that the same server takes
    public static int freeWith(int offset) {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END - offset);
            if (isFree(port) && isFree(port + offset) && GIVEN.add(port)) {
                GIVEN.add(port + offset);
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        if (GIVEN.contains(port)) {
            return false;
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}

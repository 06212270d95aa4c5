package io.concord;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// A TCP proxy that can lose what comes back: the request arrives, the answer does not. No library on the registry does
/// this.
final class CuttingProxy implements AutoCloseable {

    private final ServerSocket server;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    /// How many of the next connections lose their first answer.
    final AtomicInteger cuts = new AtomicInteger();
    /// How many did.
    final AtomicInteger cut = new AtomicInteger();
    /// Whether nothing gets through at all.
    volatile boolean down;

    CuttingProxy(int target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                if (down) {
                    client.close();
                } else {
                    Thread.ofVirtual().start(() -> serve(client));
                }
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        open.add(client);
        try (client;
                Socket hub = new Socket(InetAddress.getLoopbackAddress(), target)) {
            open.add(hub);
            Thread up = Thread.ofVirtual().start(() -> copy(client, hub, false));
            copy(hub, client, true);
            up.interrupt();
        } catch (IOException e) {
            // Either side has gone; that is what this is for.
        } finally {
            open.remove(client);
        }
    }

    private void copy(Socket from, Socket to, boolean answers) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[16384];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                boolean submission =
                        new String(buffer, 0, n, java.nio.charset.StandardCharsets.ISO_8859_1).contains("leafIndex\":");
                if (answers && submission && cuts.getAndUpdate(c -> Math.max(0, c - 1)) > 0) {
                    cut.incrementAndGet();
                    break;
                }
                out.write(buffer, 0, n);
                out.flush();
            }
        } catch (IOException e) {
            // As above.
        } finally {
            quietly(from);
            quietly(to);
        }
    }

    /// Breaks every connection there is.
    void breakAll() {
        open.forEach(CuttingProxy::quietly);
    }

    private static void quietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Closed is what it should be.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        breakAll();
    }
}

package io.concord.access;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;

/// Whether somebody sits at the machine itself; only they see a demo's records without a token.
public final class LocalVisitor {

    private LocalVisitor() {}

    public static boolean is(HttpServletRequest request) {
        try {
            return InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress()
                    && request.getHeader("X-Forwarded-For") == null
                    && request.getHeader("Forwarded") == null;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}

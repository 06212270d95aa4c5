package io.concord.edge;

import io.concord.crypto.SigningKey;
import io.concord.envelope.AgencyCode;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/// An agency that this edge acts for.
///
/// @param token with which this edge calls the hub for it, and its own system this edge; empty where certificates do
/// @param system certificate with which its own system calls this edge
public record EdgeAgency(
        AgencyCode code,
        String token,
        SigningKey key,
        @Nullable X509Certificate system) {}

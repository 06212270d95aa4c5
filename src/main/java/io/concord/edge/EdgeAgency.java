package io.concord.edge;

import io.concord.crypto.SigningKey;
import io.concord.envelope.AgencyCode;

/// An agency that this edge acts for.
///
/// @param token with which its system calls the hub
public record EdgeAgency(AgencyCode code, String token, SigningKey key) {}

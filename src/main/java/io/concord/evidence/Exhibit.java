package io.concord.evidence;

/// Everything that proves one record, as it was at acceptance.
///
/// @param record canonical bytes
/// @param signedText exact bytes that the sender signed
/// @param signature the sender's, DER or 64 bytes
/// @param signerCertificate PEM
/// @param chain PEM of the issuing authority
/// @param salt 32 bytes
/// @param entry bytes of the log entry
/// @param proof tlog-proof text
/// @param status canonical JSON: status of key and certificate at acceptance
public record Exhibit(
        byte[] record,
        byte[] signedText,
        byte[] signature,
        String signerCertificate,
        String chain,
        byte[] salt,
        byte[] entry,
        String proof,
        byte[] status) {}

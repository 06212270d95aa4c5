package io.concord.crypto;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;

/// An X.509 certificate that binds an agency's key to its name.
public final class Certificate {

    private final X509CertificateHolder holder;
    private final VerifyingKey key;

    private Certificate(X509CertificateHolder holder) {
        this.holder = holder;
        try {
            this.key = VerifyingKey.of(holder.getSubjectPublicKeyInfo().getEncoded(ASN1Encoding.DER));
        } catch (IOException e) {
            throw new IllegalArgumentException("certificate without a readable key", e);
        }
    }

    public static Certificate ofPem(String pem) {
        try {
            return new Certificate(new X509CertificateHolder(Pem.decode("CERTIFICATE", pem)));
        } catch (IOException e) {
            throw new IllegalArgumentException("not a certificate", e);
        }
    }

    /// Issues a self-signed authority certificate; for demos, where no licensed authority stands behind the keys.
    public static Certificate authority(String name, SigningKey key, Instant from, Instant to, SecureRandom random) {
        return issue(name(name, null), name(name, null), key, key.publicKey(), from, to, true, random);
    }

    /// Issues a certificate for an agency's key under this authority.
    public Certificate issue(
            String organisation,
            String agencyCode,
            VerifyingKey subjectKey,
            SigningKey authorityKey,
            Instant from,
            Instant to,
            SecureRandom random) {
        return issue(
                holder.getSubject(), name(organisation, agencyCode), authorityKey, subjectKey, from, to, false, random);
    }

    private static Certificate issue(
            X500Name issuer,
            X500Name subject,
            SigningKey signer,
            VerifyingKey subjectKey,
            Instant from,
            Instant to,
            boolean authority,
            SecureRandom random) {
        try {
            X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                    issuer,
                    new BigInteger(120, random).setBit(119),
                    Date.from(from),
                    Date.from(to),
                    subject,
                    SubjectPublicKeyInfo.getInstance(subjectKey.spki()));
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(
                            authority
                                    ? KeyUsage.keyCertSign | KeyUsage.cRLSign
                                    : KeyUsage.digitalSignature | KeyUsage.nonRepudiation));
            return new Certificate(builder.build(contentSigner(signer)));
        } catch (IOException e) {
            throw new IllegalStateException("certificate could not be encoded", e);
        }
    }

    private static X500Name name(String organisation, @org.jspecify.annotations.Nullable String agencyCode) {
        X500NameBuilder name =
                new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.C, "CN").addRDN(BCStyle.O, organisation);
        if (agencyCode != null) {
            name.addRDN(BCStyle.CN, agencyCode);
        }
        return name.build();
    }

    private static ContentSigner contentSigner(SigningKey key) {
        ASN1ObjectIdentifier algorithm = switch (key.publicKey().suite()) {
            case SM2_SM3 -> GMObjectIdentifiers.sm2sign_with_sm3;
            case P256_SHA256 -> X9ObjectIdentifiers.ecdsa_with_SHA256;
            case ED25519 -> EdECObjectIdentifiers.id_Ed25519;
        };
        return new KeyContentSigner(new AlgorithmIdentifier(algorithm), key);
    }

    public VerifyingKey key() {
        return key;
    }

    public Instant notBefore() {
        return holder.getNotBefore().toInstant();
    }

    public Instant notAfter() {
        return holder.getNotAfter().toInstant();
    }

    /// The subject's common name: the agency code in certificates of ours.
    public String commonName() {
        var names = holder.getSubject().getRDNs(BCStyle.CN);
        return names.length == 0 ? "" : names[0].getFirst().getValue().toString();
    }

    /// The subject's organisation.
    public String organisation() {
        var names = holder.getSubject().getRDNs(BCStyle.O);
        return names.length == 0 ? "" : names[0].getFirst().getValue().toString();
    }

    public boolean validAt(Instant moment) {
        return !moment.isBefore(notBefore()) && !moment.isAfter(notAfter());
    }

    /// Whether the authority's key signed this certificate. One tier only: longer chains are checked tier by tier.
    public boolean issuedBy(Certificate authority) {
        try {
            return holder.getIssuer().equals(authority.holder.getSubject())
                    && BasicConstraints.fromExtensions(authority.holder.getExtensions())
                            .isCA()
                    && authority.key.verify(
                            holder.toASN1Structure().getTBSCertificate().getEncoded(ASN1Encoding.DER),
                            holder.getSignature());
        } catch (IOException e) {
            return false;
        }
    }

    public String pem() {
        try {
            return Pem.encode("CERTIFICATE", holder.getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException("a certificate that was read must encode", e);
        }
    }
}

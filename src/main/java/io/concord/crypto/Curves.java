package io.concord.crypto;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.gm.GMObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;

/// The two curves, in the library's specialised field arithmetic: the generic one costs four times as much
/// (`benchmarks/README.md`).
enum Curves {
    SM2(Suite.SM2_SM3, GMObjectIdentifiers.sm2p256v1),
    P256(Suite.P256_SHA256, SECObjectIdentifiers.secp256r1);

    private final Suite suite;
    private final ECNamedDomainParameters domain;

    Curves(Suite suite, ASN1ObjectIdentifier oid) {
        this.suite = suite;
        X9ECParameters fast = CustomNamedCurves.getByOID(oid);
        this.domain = new ECNamedDomainParameters(oid, fast);
    }

    static Curves of(ECDomainParameters parameters) {
        for (Curves curve : values()) {
            if (parameters instanceof ECNamedDomainParameters named
                    && named.getName().equals(curve.domain.getName())) {
                return curve;
            }
        }
        throw new IllegalArgumentException("not a curve of ours");
    }

    Suite suite() {
        return suite;
    }

    ECNamedDomainParameters domain() {
        return domain;
    }

    ECPublicKeyParameters onFastCurve(ECPublicKeyParameters key) {
        return new ECPublicKeyParameters(
                domain.getCurve().decodePoint(key.getQ().getEncoded(false)), domain);
    }

    ECPrivateKeyParameters onFastCurve(ECPrivateKeyParameters key) {
        return new ECPrivateKeyParameters(key.getD(), domain);
    }
}

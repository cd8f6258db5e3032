package io.ebbgate.certs.issue;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Date;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The fields and extensions of CA and leaf certificates. */
final class CertificateShape {
  private static final int SERIAL_BITS = 128;

  private CertificateShape() {}

  static X509Certificate ca(
      String commonName, ValidityPeriod validity, KeyPair keys, SecureRandom random) {
    X500Name name = name(commonName);
    try {
      X509v3CertificateBuilder builder =
          builder(name, validity, name, keys.getPublic(), random)
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
              .addExtension(
                  Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      return sign(builder, keys.getPrivate(), random);
    } catch (CertIOException | GeneralSecurityException | OperatorCreationException broken) {
      throw broken(broken);
    }
  }

  static X509Certificate leaf(
      LeafRequest request,
      ValidityPeriod validity,
      PublicKey key,
      Credential ca,
      SecureRandom random) {
    try {
      X509Certificate signer = ca.certificate();
      X500Name issuer = new JcaX509CertificateHolder(signer).getSubject();
      X509v3CertificateBuilder builder =
          builder(issuer, validity, name(request.commonName()), key, random)
              .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
              .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
              .addExtension(
                  Extension.extendedKeyUsage,
                  false,
                  new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
              .addExtension(
                  Extension.authorityKeyIdentifier,
                  false,
                  new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(signer.getPublicKey()))
              .addExtension(Extension.subjectAlternativeName, false, names(request));
      return sign(builder, ca.key(), random);
    } catch (CertIOException | GeneralSecurityException | OperatorCreationException broken) {
      throw broken(broken);
    }
  }

  private static X509v3CertificateBuilder builder(
      X500Name issuer,
      ValidityPeriod validity,
      X500Name subject,
      PublicKey key,
      SecureRandom random)
      throws CertIOException, GeneralSecurityException {
    return new JcaX509v3CertificateBuilder(
            issuer,
            serial(random),
            Date.from(validity.notBefore()),
            Date.from(validity.notAfter()),
            subject,
            key)
        .addExtension(
            Extension.subjectKeyIdentifier,
            false,
            new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key));
  }

  /**
   * 128 random bits below a one: never zero or negative, and 17 of the 20 bytes RFC 5280 allows.
   */
  private static BigInteger serial(SecureRandom random) {
    return new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS);
  }

  private static X500Name name(String commonName) {
    return new X500NameBuilder().addRDN(BCStyle.CN, commonName).build();
  }

  private static GeneralNames names(LeafRequest request) {
    return new GeneralNames(
        request.names().stream().map(CertificateShape::general).toArray(GeneralName[]::new));
  }

  private static GeneralName general(SubjectName name) {
    return switch (name) {
      case SubjectName.Dns(String host) -> new GeneralName(GeneralName.dNSName, host);
      case SubjectName.Ip(var address) ->
          new GeneralName(GeneralName.iPAddress, new DEROctetString(address.getAddress()));
    };
  }

  private static X509Certificate sign(
      X509v3CertificateBuilder builder, PrivateKey key, SecureRandom random)
      throws GeneralSecurityException, OperatorCreationException {
    String algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(
                new JcaContentSignerBuilder(algorithm).setSecureRandom(random).build(key)));
  }

  private static IllegalStateException broken(Exception cause) {
    return new IllegalStateException("This JDK makes no EC P-256 certificates.", cause);
  }
}

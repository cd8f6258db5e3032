package io.ebbgate.certs.issue;

import static io.ebbgate.certs.issue.TestCertificates.MONTH;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.testkit.Property;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SerialPropertyTest {
  /** RFC 5280 §4.1.2.2. */
  private static final int LONGEST_IN_BYTES = 20;

  @Test
  void isPositiveLongAndWithinItsBytesWhateverChanceBrings() {
    Property.holds(
        200,
        random -> {
          BigInteger serial = serial(random);
          assertThat(serial).isPositive();
          assertThat(serial.bitLength()).isGreaterThanOrEqualTo(128);
          assertThat(serial.toByteArray()).hasSizeLessThanOrEqualTo(LONGEST_IN_BYTES);
        });
  }

  @Test
  void isNeverGivenTwice() {
    Set<BigInteger> given = new HashSet<>();

    Property.holds(200, random -> assertThat(given.add(serial(random))).isTrue());
  }

  private static BigInteger serial(RandomGenerator random) {
    Issuer issuer =
        new Issuer(InstantSource.fixed(TestCertificates.NOW), seeded(random.nextLong()));
    return issuer.ca(new CaRequest("a", MONTH)).certificate().getSerialNumber();
  }

  private static SecureRandom seeded(long seed) {
    try {
      SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
      random.setSeed(ByteBuffer.allocate(Long.BYTES).putLong(seed).array());
      return random;
    } catch (NoSuchAlgorithmException broken) {
      throw new IllegalStateException(broken);
    }
  }
}

package io.ebbgate.webhook.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ebbgate.core.contract.SecretTypes;
import io.ebbgate.webhook.review.TokenKey;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** The Secret with the key of pods' tokens, which is created once and never changed. */
public final class TokenSecret {
  private static final String FIELD = "key";
  private static final int BYTES = 32;

  private final ManagedSecret secret;
  private final SecureRandom random;

  public TokenSecret(Cluster cluster, String name, SecureRandom random) {
    secret = new ManagedSecret(cluster, name, SecretTypes.TOKEN_KEY);
    this.random = random;
  }

  /**
   * The key, created if there is none; the first replica to write it decides.
   *
   * @throws ClusterException for a Secret that is not ours or holds no key
   */
  public TokenKey key() throws ClusterException {
    Optional<ManagedSecret.Found> found = secret.read();
    if (found.isEmpty()) {
      byte[] bytes = new byte[BYTES];
      random.nextBytes(bytes);
      secret.create(Map.of(FIELD, HexFormat.of().formatHex(bytes)));
      found = secret.read();
    }
    ManagedSecret.Found present =
        found.orElseThrow(
            () -> new ClusterException(secret.title() + " was deleted while it was created."));
    if (!present.ours()) {
      throw new ClusterException(
          secret.title()
              + " is not Ebbgate's and is left alone: delete it, or name another in"
              + " token.secretName.");
    }
    String key = present.data().getOrDefault(FIELD, "");
    try {
      return TokenKey.of(key.getBytes(UTF_8));
    } catch (IllegalArgumentException tooShort) {
      throw new ClusterException(
          secret.title() + " holds no key in " + FIELD + ": delete it, and it is created again.",
          tooShort);
    }
  }
}

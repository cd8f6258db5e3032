package io.ebbgate.webhook.review;

import io.ebbgate.webhook.patch.PodToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Derives the token that authenticates a pod's hook to its sidecar. Never prints its key. */
public final class TokenKey {
  /** In bytes. */
  private static final int SHORTEST = 16;

  private static final String ALGORITHM = "HmacSHA256";
  private static final int TOKEN_BYTES = 24;

  private final SecretKeySpec key;

  private TokenKey(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /**
   * The key of these bytes, at least sixteen.
   *
   * @throws IllegalArgumentException if there are fewer
   */
  public static TokenKey of(byte[] key) {
    if (key.length < SHORTEST) {
      throw new IllegalArgumentException("a token key has at least " + SHORTEST + " bytes");
    }
    return new TokenKey(key.clone());
  }

  /**
   * The key in a file.
   *
   * @throws IOException naming the file, if it can't be read or is too short
   */
  public static TokenKey read(Path file) throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException absent) {
      throw new IOException("The token key " + file + " does not exist.", absent);
    } catch (IOException unreadable) {
      throw new IOException("The token key " + file + " can't be read.", unreadable);
    }
    if (bytes.length < SHORTEST) {
      throw new IOException(
          "The token key %s has %d bytes; allowed is at least %d."
              .formatted(file, bytes.length, SHORTEST));
    }
    return new TokenKey(bytes);
  }

  /** A pure function: all pods of a controller have the same token. */
  PodToken token(String namespace, TokenOwner owner, String container, String settings) {
    return switch (owner) {
      case TokenOwner.Controller(String uid) ->
          new PodToken(hash("controller", uid, namespace, container, settings), Optional.empty());
      case TokenOwner.SinglePod(String nonce) ->
          new PodToken(
              hash("pod", nonce, namespace, container, settings),
              Optional.of(nonce).filter(each -> !each.isEmpty()));
    };
  }

  private String hash(String... parts) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      for (String part : parts) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        mac.update(bytes);
      }
      byte[] token = Arrays.copyOf(mac.doFinal(), TOKEN_BYTES);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  @Override
  public String toString() {
    return "TokenKey";
  }
}

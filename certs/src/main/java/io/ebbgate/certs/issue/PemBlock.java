package io.ebbgate.certs.issue;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.util.encoders.DecoderException;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/** One block of RFC 7468, as BouncyCastle reads it. */
record PemBlock(PemObject object) {
  /** As large as a Secret may be, in characters. */
  static final int MAX_LENGTH = 1024 * 1024;

  String label() {
    return object.getType();
  }

  byte[] der() {
    return object.getContent();
  }

  /** The blocks of a text in their order, perhaps none. */
  static List<PemBlock> read(String text, String file) {
    if (text.length() > MAX_LENGTH) {
      throw invalid(file, "is longer than " + MAX_LENGTH + " characters");
    }
    List<String> lines = text.lines().map(String::strip).toList();
    List<PemBlock> blocks = new ArrayList<>();
    try (PemReader reader = new PemReader(new StringReader(String.join("\n", lines)))) {
      PemObject next = reader.readPemObject();
      while (next != null) {
        blocks.add(new PemBlock(next));
        next = reader.readPemObject();
      }
    } catch (IOException | DecoderException unreadable) {
      // The reader reports both alike.
      boolean open = count(lines, "-----BEGIN ") > count(lines, "-----END ");
      throw invalid(file, open ? "has a BEGIN without its END" : "has a block that is not base64");
    }
    // The reader skips an END whose BEGIN is missing as if it were a comment.
    if (count(lines, "-----END ") != blocks.size()) {
      throw invalid(file, "has an END without its BEGIN");
    }
    return blocks;
  }

  private static long count(List<String> lines, String boundary) {
    return lines.stream().filter(line -> line.startsWith(boundary)).count();
  }

  /** Without a cause, whose message could quote the text. */
  private static InvalidCertificateException invalid(String file, String found) {
    return new InvalidCertificateException(
        file + " " + found + "; allowed is whole PEM blocks (RFC 7468).");
  }
}

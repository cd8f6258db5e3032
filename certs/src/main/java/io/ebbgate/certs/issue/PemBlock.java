package io.ebbgate.certs.issue;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * One {@code BEGIN} to {@code END} of RFC 7468 with the bytes between. Text around blocks is
 * commentary, as there.
 */
record PemBlock(String label, String base64) {
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";
  private static final int LINE = 64;

  static PemBlock of(String label, byte[] der) {
    return new PemBlock(label, Base64.getEncoder().encodeToString(der));
  }

  byte[] der() {
    return Base64.getDecoder().decode(base64);
  }

  /** The block's text, with a line break at its end. */
  String text() {
    StringBuilder text = new StringBuilder(BEGIN + label + DASHES + "\n");
    for (int at = 0; at < base64.length(); at += LINE) {
      text.append(base64, at, Math.min(at + LINE, base64.length())).append('\n');
    }
    return text.append(END + label + DASHES + "\n").toString();
  }

  /** Never what is inside: it may be a key. */
  @Override
  public String toString() {
    return "PemBlock[" + label + "]";
  }

  /** The blocks of a text in their order, perhaps none. */
  static List<PemBlock> read(String text, String file) {
    List<PemBlock> blocks = new ArrayList<>();
    String label = "";
    StringBuilder base64 = new StringBuilder();
    for (String line : text.lines().map(String::strip).toList()) {
      if (line.startsWith(BEGIN) && line.endsWith(DASHES)) {
        refuseUnless(label.isEmpty(), file, "has a BEGIN " + label + " without its END");
        label = line.substring(BEGIN.length(), line.length() - DASHES.length());
        base64.setLength(0);
      } else if (line.startsWith(END)) {
        refuseUnless(line.equals(END + label + DASHES), file, "has an END without its BEGIN");
        blocks.add(checked(new PemBlock(label, base64.toString()), file));
        label = "";
      } else if (!label.isEmpty()) {
        base64.append(line);
      }
    }
    refuseUnless(label.isEmpty(), file, "has a BEGIN " + label + " without its END");
    return blocks;
  }

  private static PemBlock checked(PemBlock block, String file) {
    try {
      block.der();
      return block;
    } catch (IllegalArgumentException noBase64) {
      throw refused(file, "has a block " + block.label + " that is not base64");
    }
  }

  private static void refuseUnless(boolean fine, String file, String found) {
    if (!fine) {
      throw refused(file, found);
    }
  }

  private static InvalidCertificateException refused(String file, String found) {
    return new InvalidCertificateException(
        file + " " + found + "; allowed is whole PEM blocks (RFC 7468).");
  }
}

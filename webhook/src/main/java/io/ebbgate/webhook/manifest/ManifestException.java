package io.ebbgate.webhook.manifest;

/** A manifest is not valid YAML or JSON; the message names file, document, line and problem. */
public final class ManifestException extends Exception {
  private static final long serialVersionUID = 1L;

  ManifestException(String message) {
    super(message);
  }
}

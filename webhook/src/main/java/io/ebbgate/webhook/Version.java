package io.ebbgate.webhook;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version that the jar's manifest has. */
final class Version implements IVersionProvider {
  static final String TEXT =
      Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
          .orElse("development");

  @Override
  public String[] getVersion() {
    return new String[] {"ebbgate " + TEXT};
  }
}

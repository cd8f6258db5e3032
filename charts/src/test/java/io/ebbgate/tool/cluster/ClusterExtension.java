package io.ebbgate.tool.cluster;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the {@link Testbed}: one for all of them, started for the first. */
public final class ClusterExtension implements ParameterResolver {
  private static final ExtensionContext.Namespace OWN =
      ExtensionContext.Namespace.create(ClusterExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Testbed.class;
  }

  @Override
  public Testbed resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(OWN)
        .computeIfAbsent(Testbed.class, _ -> testbed(), Testbed.class);
  }

  private static Testbed testbed() {
    Path folder = Path.of(System.getProperty("ebbgate.root", "."), "target", "cluster");
    try {
      return Testbed.set(folder);
    } catch (IOException | InterruptedException failed) {
      throw new IllegalStateException("The cluster did not start: " + failed.getMessage(), failed);
    }
  }
}

package io.ebbgate.tool.cluster;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the {@link Stage}: one for all of them, set when the first asks for it. */
public final class OnCluster implements ParameterResolver {
  private static final ExtensionContext.Namespace OWN =
      ExtensionContext.Namespace.create(OnCluster.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Stage.class;
  }

  @Override
  public Stage resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context.getRoot().getStore(OWN).computeIfAbsent(Stage.class, _ -> stage(), Stage.class);
  }

  private static Stage stage() {
    Path folder = Path.of(System.getProperty("ebbgate.root", "."), "target", "cluster");
    try {
      return Stage.set(folder);
    } catch (IOException | InterruptedException failed) {
      throw new IllegalStateException("No cluster: " + failed.getMessage(), failed);
    }
  }
}

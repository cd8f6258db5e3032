package io.ebbgate.system.scenario;

import static io.ebbgate.tool.cluster.StoryAssert.assertThat;

import io.ebbgate.core.contract.Labels;
import io.ebbgate.tool.cluster.OnCluster;
import io.ebbgate.tool.cluster.Play;
import io.ebbgate.tool.cluster.Shape;
import io.ebbgate.tool.cluster.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Where only labelled namespaces are asked about, one without the label is left alone and one with
 * it is not.
 */
@ExtendWith(OnCluster.class)
class LabelledNamespacesKT {
  @Test
  void areTheOnlyOnes(Stage stage) throws Exception {
    Play.Act restart =
        gateway -> {
          gateway.webhook().upgrade("webhook: {namespaces: labelled}");
          try {
            gateway.restart();
          } finally {
            gateway.webhook().upgrade("");
          }
        };
    Play unlabelled = Play.of(Shape.PLAIN, restart);

    assertThat(stage.run("namespace without label", unlabelled)).lostNothing().injected(2);
    assertThat(
            stage.run(
                "namespace with label", unlabelled.inNamespaceLabelled(Labels.INJECT, "true")))
        .lostNothing()
        .injectedAll();
  }
}

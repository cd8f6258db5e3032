package io.ebbgate.system.scenario;

import io.ebbgate.tool.cluster.ClusterTest;
import io.ebbgate.tool.cluster.Testbed;
import io.ebbgate.tool.product.EnvoyGateway;
import io.ebbgate.tool.product.EnvoyGateway.Shape;
import io.ebbgate.tool.rival.ProductTrial;
import org.junit.jupiter.api.Tag;

/** Gateways of Envoy Gateway, taken over. */
@Tag("products")
@Tag("long")
class EnvoyGatewayKT {
  /** Into {@code target/cluster/products.*}. */
  @ClusterTest
  void losesNothingAndIsNoSlowerThanItsOwnWay(Testbed testbed) throws Exception {
    ProductExpectation.of(ProductTrial.run(testbed, new EnvoyGateway(Shape.DEPLOYMENT))).check();
  }

  @ClusterTest
  void losesNothingOfADaemonSetInTheGatewaysNamespace(Testbed testbed) throws Exception {
    ProductExpectation.of(ProductTrial.run(testbed, new EnvoyGateway(Shape.DAEMON_SET))).check();
  }
}

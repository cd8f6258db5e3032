package io.ebbgate.system.scenario;

import io.ebbgate.tool.cluster.ClusterTest;
import io.ebbgate.tool.cluster.Testbed;
import io.ebbgate.tool.product.Kgateway;
import io.ebbgate.tool.rival.ProductTrial;
import org.junit.jupiter.api.Tag;

/** Gateways of kgateway. */
@Tag("products")
@Tag("long")
class KgatewayKT {
  /** Into {@code target/cluster/products.*}. */
  @ClusterTest
  void losesNothingAndIsNoSlowerThanItsOwnWay(Testbed testbed) throws Exception {
    ProductExpectation.of(ProductTrial.run(testbed, new Kgateway())).check();
  }
}

package io.ebbgate.system.scenario;

import io.ebbgate.tool.cluster.ClusterTest;
import io.ebbgate.tool.cluster.Testbed;
import io.ebbgate.tool.product.Contour;
import io.ebbgate.tool.product.ContourProvisioner;
import io.ebbgate.tool.rival.ProductTrial;
import org.junit.jupiter.api.Tag;

/** Contour's Envoys, taken over. */
@Tag("products")
@Tag("long")
class ContourKT {
  /** Into {@code target/cluster/products.*}. */
  @ClusterTest
  void losesNothingAndIsNoSlowerThanItsOwnWay(Testbed testbed) throws Exception {
    ProductExpectation.of(ProductTrial.run(testbed, new Contour())).check();
  }

  @ClusterTest
  void losesNothingOfItsProvisionersGateways(Testbed testbed) throws Exception {
    ProductExpectation.of(ProductTrial.run(testbed, new ContourProvisioner())).check();
  }
}

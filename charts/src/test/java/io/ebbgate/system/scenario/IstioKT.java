package io.ebbgate.system.scenario;

import io.ebbgate.tool.cluster.ClusterTest;
import io.ebbgate.tool.cluster.Testbed;
import io.ebbgate.tool.product.Istio;
import io.ebbgate.tool.product.IstioInjected;
import io.ebbgate.tool.rival.ProductTrial;
import org.junit.jupiter.api.Tag;

/** Gateways of Istio's own control plane. */
@Tag("products")
@Tag("long")
class IstioKT {
  /** Into {@code target/cluster/products.*}. */
  @ClusterTest
  void losesNothingAndIsNoSlowerThanItsOwnWay(Testbed testbed) throws Exception {
    ProductExpectation.of(ProductTrial.run(testbed, new Istio())).check();
  }

  /** Pods that Istio's injector makes a gateway of, before Ebbgate sees them or after. */
  @ClusterTest
  void losesNothingOfInjectedGateways(Testbed testbed) throws Exception {
    ProductExpectation.of(ProductTrial.run(testbed, new IstioInjected())).check();
  }
}

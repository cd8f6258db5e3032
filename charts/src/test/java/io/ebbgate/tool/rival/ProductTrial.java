package io.ebbgate.tool.rival;

import io.ebbgate.tool.cluster.ScenarioResult;
import io.ebbgate.tool.cluster.Testbed;
import io.ebbgate.tool.demo.TestEnvironment;
import io.ebbgate.tool.product.Product;
import io.ebbgate.tool.product.ProductGateway;
import io.ebbgate.tool.product.Way;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Gateways of a product's own control plane, drained in its own way and by Ebbgate, with the same
 * plays in one cluster.
 */
public record ProductTrial(List<ProductResult> results) {
  private static final int RATE = 300;

  public ProductTrial {
    results = List.copyOf(results);
  }

  /**
   * Installs the product and runs every play in both ways. The record of all products is written
   * after each play, so that none is lost with a later one.
   */
  public static ProductTrial run(Testbed testbed, Product product)
      throws IOException, InterruptedException {
    product.install(testbed);
    String where = TestEnvironment.of(testbed.version(), RATE).line();
    List<ProductResult> results = new ArrayList<>();
    for (Play play : Play.values()) {
      if (!fits(play, product)) {
        continue;
      }
      for (Way way : Way.values()) {
        String name = "%s %s %s".formatted(product.title(), play, way);
        ScenarioResult result = testbed.run(name, play.of(new ProductGateway(product, way)));
        results.add(ProductResult.of(product.title(), way, play, result, where));
        ProductRecord.in(testbed.folder()).with(results).write(testbed.folder());
      }
    }
    return new ProductTrial(results);
  }

  private static boolean fits(Play play, Product product) {
    return switch (play) {
      case IDLE, ROLL -> true;
      case BOTH -> product.replacesAhead();
      case SESSIONS -> product.tcp();
    };
  }

  /** What Ebbgate did. */
  public List<ProductResult> ours() {
    return results.stream().filter(each -> each.way() == Way.EBBGATE).toList();
  }

  /** The product's own way in the play of such a result. */
  public ProductResult beside(ProductResult ours) {
    return results.stream()
        .filter(each -> each.way() == Way.OWN && each.play() == ours.play())
        .findFirst()
        .orElseThrow();
  }
}

package io.ebbgate.tool.rival;

import io.ebbgate.tool.cluster.Gateway;
import io.ebbgate.tool.cluster.GatewaySource;
import io.ebbgate.tool.cluster.LoadProfile;
import io.ebbgate.tool.cluster.Scenario;
import io.ebbgate.webhook.load.Kind;
import java.io.IOException;
import java.time.Duration;

/** What is done to a product's gateway of two pods. */
public enum Play {
  /** One pod of an idle gateway is deleted. */
  IDLE("one pod, idle"),
  /** Both pods are replaced, one after the other, under load. */
  ROLL("roll"),
  /** Both pods are deleted at once, under load. */
  BOTH("both at once"),
  /** One pod is deleted while TCP sessions of eight seconds go through it. */
  SESSIONS("TCP sessions of 8 s");

  private final String title;

  Play(String title) {
    this.title = title;
  }

  /** As the table calls it. */
  String title() {
    return title;
  }

  /** With this gateway. */
  Scenario of(GatewaySource gateway) {
    return switch (this) {
      case IDLE -> Scenario.of(gateway, Play::deleteOne).under(LoadProfile.none());
      case ROLL -> Scenario.of(gateway, Gateway::restart).under(requests());
      case BOTH -> Scenario.of(gateway, Play::deleteBoth).under(requests());
      case SESSIONS -> Scenario.of(gateway, Play::deleteOne).under(sessions());
    };
  }

  private static LoadProfile requests() {
    return LoadProfile.everything()
        .of(Kind.KEEP_ALIVE, Kind.NEW_CONNECTION, Kind.IDLE, Kind.SLOW, Kind.HTTP2);
  }

  private static LoadProfile sessions() {
    return LoadProfile.everything().of(Kind.TCP).at(50).lasting(Duration.ofSeconds(8));
  }

  private static void deleteOne(Gateway gateway) throws IOException, InterruptedException {
    gateway.delete(gateway.pods().names().subList(0, 1));
  }

  private static void deleteBoth(Gateway gateway) throws IOException, InterruptedException {
    gateway.delete(gateway.pods().names());
  }
}

package io.ebbgate.tool.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.lifecycle.Ticker;
import io.ebbgate.tool.kubelet.PodSandbox;
import io.ebbgate.webhook.load.Balancer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The pods of one run: named and addressed in the order they are created, and killed when this is
 * closed.
 */
public final class Fleet implements AutoCloseable {
  private final JsonNode manifest;
  private final Images images;
  private final List<InetAddress> addresses;
  private final Balancer balancer;
  private final Ticker ticker;
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<DemoPod> pods = new CopyOnWriteArrayList<>();

  public Fleet(
      JsonNode manifest,
      Images images,
      List<InetAddress> addresses,
      Balancer balancer,
      Ticker ticker) {
    this.manifest = manifest;
    this.images = images;
    this.addresses = List.copyOf(addresses);
    this.balancer = balancer;
    this.ticker = ticker;
  }

  /** Creates the next pod; the balancer is updated when it becomes ready. */
  public DemoPod create() throws DemoFailure, IOException {
    int number = pods.size() + 1;
    ObjectNode pod = manifest.deepCopy();
    ObjectNode metadata = pod.withObject("/metadata").put("name", "gateway-" + number);
    metadata.remove("generateName");
    PodSandbox place = images.place(addresses.get(number - 1), metadata.path("name").asText());
    DemoPod created = DemoPod.start(pod, place, balancer, client, ticker);
    pods.add(created);
    return created;
  }

  /** Every pod so far, deleted ones too. */
  public List<DemoPod> pods() {
    return List.copyOf(pods);
  }

  @Override
  public void close() {
    pods.forEach(DemoPod::close);
    client.close();
  }
}

package io.ebbgate.tool.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.testkit.Await;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A pod without Ebbgate: how a real node starts and stops it. */
public final class SinglePod implements AutoCloseable {
  /** Has its service account from the beginning; no profile of Ebbgate matches its pods. */
  private static final String NAMESPACE = "default";

  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final KubernetesClient kubernetes;
  private final String name;
  private final PodWatch watch;
  private final List<LogWatch> following = new ArrayList<>();
  private final Map<String, ByteArrayOutputStream> logs = new HashMap<>();

  private SinglePod(KubernetesClient kubernetes, String name) {
    this.kubernetes = kubernetes;
    this.name = name;
    watch = PodWatch.open(kubernetes, NAMESPACE, this::follow);
  }

  static SinglePod start(KubernetesClient kubernetes, String name, JsonNode manifest) {
    ObjectNode own = manifest.deepCopy();
    own.put("apiVersion", "v1").put("kind", "Pod");
    own.withObject("/metadata").put("name", name).put("namespace", NAMESPACE);
    SinglePod pod = new SinglePod(kubernetes, name);
    Pod object = kubernetes.getKubernetesSerialization().unmarshal(own.toString(), Pod.class);
    var _ = kubernetes.resource(object).create();
    var _ = pod.resource().waitUntilReady(LIMIT.toSeconds(), TimeUnit.SECONDS);
    return pod;
  }

  private PodResource resource() {
    return kubernetes.pods().inNamespace(NAMESPACE).withName(name);
  }

  private synchronized void follow(Pod pod) {
    if (!pod.getMetadata().getName().equals(name)) {
      return;
    }
    PodWatch.containers(pod)
        .forEach(container -> {
          ByteArrayOutputStream log = new ByteArrayOutputStream();
          logs.put(container, log);
          following.add(resource().inContainer(container).watchLog(log));
        });
  }

  /** Deletes it, and does not wait. */
  public void delete(Duration grace) {
    var _ = resource().withGracePeriod(grace.toSeconds()).delete();
  }

  /** Its history, once it is removed. */
  public PodHistory awaitEnd() throws InterruptedException {
    Await.until(name + " has ended", LIMIT, () -> resource().get() == null);
    return result();
  }

  /** Its history so far. */
  public PodHistory result() {
    return watch.histories().stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** The logs of its containers that ended after the deletion. */
  public synchronized Map<String, String> logs() {
    Map<String, String> texts = new HashMap<>();
    logs.forEach((container, log) -> texts.put(container, log.toString(StandardCharsets.UTF_8)));
    return texts;
  }

  /** The reasons of warnings about it, one for each time. */
  public List<String> warnings() {
    return Diagnostics.warnings(
        kubernetes
            .v1()
            .events()
            .inNamespace(NAMESPACE)
            .withField("involvedObject.name", name)
            .list()
            .getItems());
  }

  @Override
  public synchronized void close() {
    following.forEach(LogWatch::close);
    watch.close();
    var _ = resource().withGracePeriod(0).delete();
  }
}

package io.ebbgate.webhook.observer;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an informer has to know of each pod: its UID and the version that was last seen. */
final class PodVersions implements ItemStore<Pod> {
  private final Map<String, String> versions = new ConcurrentHashMap<>();

  @Override
  public String getKey(Pod pod) {
    return pod.getMetadata().getUid();
  }

  @Override
  public @Nullable Pod put(String uid, Pod pod) {
    return pod(uid, versions.put(uid, pod.getMetadata().getResourceVersion()));
  }

  @Override
  public @Nullable Pod remove(String uid) {
    return pod(uid, versions.remove(uid));
  }

  @Override
  public Stream<String> keySet() {
    return versions.keySet().stream();
  }

  @Override
  public Stream<Pod> values() {
    return versions.entrySet().stream().map(each -> known(each.getKey(), each.getValue()));
  }

  @Override
  public int size() {
    return versions.size();
  }

  @Override
  public @Nullable Pod get(String uid) {
    return pod(uid, versions.get(uid));
  }

  /** What {@link #get} returns is not the whole pod. */
  @Override
  public boolean isFullState() {
    return false;
  }

  private static @Nullable Pod pod(String uid, @Nullable String version) {
    return version == null ? null : known(uid, version);
  }

  private static Pod known(String uid, String version) {
    ObjectMeta metadata = new ObjectMeta();
    metadata.setUid(uid);
    metadata.setResourceVersion(version);
    Pod pod = new Pod();
    pod.setMetadata(metadata);
    return pod;
  }
}

package io.ebbgate.core.admission;

import io.ebbgate.core.config.SettingReader;
import io.ebbgate.core.contract.SidecarResource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Requests and limits of the sidecar, as a pod's annotations or the chart's variables name them.
 */
public final class RequestedResources {
  private RequestedResources() {}

  /**
   * Those that are named. A value that can't be read, or a request above its limit, is a problem
   * and left out.
   *
   * @param name what each is called in the reader's source
   */
  public static Map<SidecarResource, String> read(
      SettingReader reader, Function<SidecarResource, String> name) {
    Map<SidecarResource, String> named = new EnumMap<>(SidecarResource.class);
    for (SidecarResource each : SidecarResource.values()) {
      reader
          .optional(name.apply(each), each.allowed(), each::parse)
          .ifPresent(text -> named.put(each, text));
    }
    for (SidecarResource request : SidecarResource.values()) {
      if (isAboveLimit(request, named)) {
        String limit = "at most the limit of " + named.get(request.limit());
        reader.problem(name.apply(request), '"' + named.remove(request) + '"', limit);
      }
    }
    return named;
  }

  /** The pod's, and those of the chart that don't contradict them. */
  static Map<SidecarResource, String> both(
      Map<SidecarResource, String> pod, Map<SidecarResource, String> chart) {
    Map<SidecarResource, String> both = new EnumMap<>(SidecarResource.class);
    both.putAll(chart);
    both.putAll(pod);
    for (SidecarResource request : SidecarResource.values()) {
      if (isAboveLimit(request, both)) {
        both.remove(pod.containsKey(request) ? request.limit() : request);
      }
    }
    return both;
  }

  private static boolean isAboveLimit(SidecarResource request, Map<SidecarResource, String> named) {
    Optional<Long> least = request.amount(named.getOrDefault(request, ""));
    Optional<Long> most = request.amount(named.getOrDefault(request.limit(), ""));
    return least.isPresent() && most.isPresent() && least.get() > most.get();
  }
}

package io.ebbgate.core.contract;

import io.ebbgate.core.config.ResourceAmount;
import java.util.Locale;
import java.util.Optional;

/**
 * A request or a limit of the sidecar's container: annotation on the pod, variable of the webhook,
 * value {@code sidecar.resources} in the chart. Precedence is pod, chart, and then what fits the
 * pod's own containers.
 */
public enum SidecarResource {
  CPU_REQUEST("cpu", Kind.REQUEST),
  CPU_LIMIT("cpu", Kind.LIMIT),
  MEMORY_REQUEST("memory", Kind.REQUEST),
  MEMORY_LIMIT("memory", Kind.LIMIT),
  EPHEMERAL_STORAGE_REQUEST("ephemeral-storage", Kind.REQUEST),
  EPHEMERAL_STORAGE_LIMIT("ephemeral-storage", Kind.LIMIT);

  /** Leaves a request or limit out. */
  public static final String NONE = "none";

  private enum Kind {
    REQUEST,
    LIMIT
  }

  private final String resource;
  private final Kind kind;

  SidecarResource(String resource, Kind kind) {
    this.resource = resource;
    this.kind = kind;
  }

  /** The limit of the same resource, which may be this one. */
  public SidecarResource limit() {
    return switch (this) {
      case CPU_REQUEST, CPU_LIMIT -> CPU_LIMIT;
      case MEMORY_REQUEST, MEMORY_LIMIT -> MEMORY_LIMIT;
      case EPHEMERAL_STORAGE_REQUEST, EPHEMERAL_STORAGE_LIMIT -> EPHEMERAL_STORAGE_LIMIT;
    };
  }

  /** The amount of that name, {@code sidecar-cpu-request}. */
  public static Optional<SidecarResource> named(String word) {
    for (SidecarResource each : values()) {
      if (each.wireName().equals(word)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /** Kubernetes' name of the resource, {@code cpu}. */
  public String resource() {
    return resource;
  }

  /** {@code sidecar-cpu-request}. */
  public String wireName() {
    return "sidecar-" + resource + "-" + kind.name().toLowerCase(Locale.ROOT);
  }

  /** The annotation on a pod, {@code ebbgate.io/sidecar-cpu-request}. */
  public String annotation() {
    return Annotations.PREFIX + wireName();
  }

  /** The webhook's variable, {@code EBBGATE_SIDECAR_CPU_REQUEST}. */
  public String env() {
    return Env.PREFIX + wireName().replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /** What a value looks like, as the end of a sentence. */
  public String allowed() {
    return resource.equals("cpu")
        ? "none, or an amount such as 50m or 0.5"
        : "none, or an amount such as 64Mi";
  }

  /** Thousandths of a processor, or bytes; empty for {@link #NONE} and for what is no amount. */
  public Optional<Long> amount(String text) {
    return resource.equals("cpu") ? ResourceAmount.cpu(text) : ResourceAmount.bytes(text);
  }

  /** The text, if it is a value. */
  public Optional<String> parse(String text) {
    return text.equals(NONE) || amount(text).isPresent() ? Optional.of(text) : Optional.empty();
  }
}

package io.ebbgate.core.admission;

import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Labels;
import io.ebbgate.core.contract.WireName;
import java.util.Arrays;
import java.util.Optional;

/**
 * Whether a pod's sidecar may close connections by the kernel. That takes user 0 and the capability
 * NET_ADMIN, which the baseline profile of Pod Security forbids: a pod that had them in a namespace
 * of that profile would be refused by the API server, and the gateway would be down.
 */
public enum SelectiveClose {
  ON,
  NOT_REQUESTED,
  CHART_OFF,
  FORBIDDEN_BY_NAMESPACE,
  ON_NODE_NETWORK,
  UNIX_SOCKET;

  /**
   * Decides it.
   *
   * @param requested by the pod's annotation
   * @param admin Envoy's admin address
   */
  static SelectiveClose of(PodFacts pod, AdmissionPolicy policy, boolean requested, String admin) {
    if (!requested) {
      return NOT_REQUESTED;
    }
    if (!policy.selectiveClose()) {
      return CHART_OFF;
    }
    if (!pod.namespace().privileged()) {
      return FORBIDDEN_BY_NAMESPACE;
    }
    if (pod.hostNetwork()) {
      return ON_NODE_NETWORK;
    }
    return admin.startsWith("unix:") ? UNIX_SOCKET : ON;
  }

  /** For messages: what may be written. */
  public static final String ALLOWED = "on, not_requested, or why it is refused";

  /** The value as the sidecar gets it, {@code forbidden_by_namespace}. */
  public String wireName() {
    return WireName.of(this);
  }

  /** The value of that name. */
  public static Optional<SelectiveClose> named(String word) {
    return Arrays.stream(values()).filter(each -> each.wireName().equals(word)).findFirst();
  }

  /** What a user should know, after the annotation's name. */
  public String sentence() {
    return switch (this) {
      case ON -> "is on: the sidecar runs as user 0 with the capability NET_ADMIN.";
      case NOT_REQUESTED -> "is not requested.";
      case CHART_OFF -> "is refused: the chart's selectiveClose is false.";
      case FORBIDDEN_BY_NAMESPACE ->
          "is refused: the sidecar would need the capability NET_ADMIN, which is added only where"
              + " the namespace is labelled "
              + Labels.POD_SECURITY
              + ": privileged.";
      case ON_NODE_NETWORK ->
          "is refused: with hostNetwork the capability NET_ADMIN would hold for the node's"
              + " network.";
      case UNIX_SOCKET ->
          "is refused: user 0 without other capabilities can't open Envoy's Unix socket.";
    };
  }

  /** The warning of a pod that requests it. */
  String warning() {
    return "Ebbgate: " + Annotations.SELECTIVE_CLOSE + " " + sentence();
  }

  /** Why connections are not closed by the kernel, as a sentence's end. */
  public String reason() {
    return this == NOT_REQUESTED
        ? "it needs " + Annotations.SELECTIVE_CLOSE + ": \"true\""
        : Annotations.SELECTIVE_CLOSE + " " + withoutFullStop(sentence());
  }

  private static String withoutFullStop(String sentence) {
    return sentence.substring(0, sentence.length() - 1);
  }
}

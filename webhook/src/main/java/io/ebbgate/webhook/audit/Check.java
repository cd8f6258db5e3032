package io.ebbgate.webhook.audit;

import static io.ebbgate.webhook.audit.CheckGroup.ANNOUNCEMENT;
import static io.ebbgate.webhook.audit.CheckGroup.EBBGATE;
import static io.ebbgate.webhook.audit.CheckGroup.HOOK;
import static io.ebbgate.webhook.audit.CheckGroup.ROLLOUT;
import static io.ebbgate.webhook.audit.CheckGroup.TIME;
import static io.ebbgate.webhook.audit.Severity.ERROR;
import static io.ebbgate.webhook.audit.Severity.WARNING;

import io.ebbgate.core.contract.WireName;

/** What is checked, in the order of {@code docs/audit.md}. */
public enum Check {
  NO_HOOK(
      HOOK,
      ERROR,
      "no hook holds the gateway",
      "Envoy stops at SIGTERM, while endpoints and load balancers still send to it: requests in"
          + " flight are cut and new ones are refused",
      "inject Ebbgate, or add a preStop hook that outlasts your longest request"),
  GET_HOOK(
      HOOK,
      ERROR,
      "the hook sends GET where Envoy takes only POST",
      "Envoy answers 405 and does nothing, which the kubelet takes for success: SIGTERM follows at"
          + " once",
      "use Ebbgate's hook, or send a POST in an exec hook"),
  HOOK_PORT(
      HOOK,
      ERROR,
      "the hook names a port that its container does not have",
      "the API server accepts a name of another container, and the kubelet can't resolve it: the"
          + " hook fails and SIGTERM follows at once",
      "write the port's number"),
  HOOK_PROGRAM(
      HOOK,
      ERROR,
      "the hook calls a program that the image does not have",
      "the step fails without a trace but the event FailedPreStopHook: what it was to do is not"
          + " done",
      "use Ebbgate's hook or the kubelet's sleep, which need no program in the image"),
  HOOK_HOST_NETWORK(
      HOOK,
      ERROR,
      "the hook of a pod in the host network names no host",
      "the kubelet knows no address of such a pod for hooks: the hook fails and SIGTERM follows at"
          + " once",
      "set httpGet.host to 127.0.0.1, or use the kubelet's sleep"),
  HOOK_SOCKET(
      HOOK,
      ERROR,
      "the hook is a tcpSocket",
      "the kubelet does not support it: the hook fails and SIGTERM follows at once",
      "use httpGet, exec or sleep"),
  ADMIN_OFF(
      HOOK,
      ERROR,
      "the drain needs Envoy's admin interface, which is off",
      "WSO2's entrypoint skips its drain without it: requests in flight are cut",
      "set ROUTER_ADMIN_ENABLED to true, or inject Ebbgate, which does"),
  ADMIN_PATHS(
      HOOK,
      ERROR,
      "the admin interface forbids what a drain needs",
      "Envoy answers 403 to paths that are not in allow_paths: the drain can't be announced",
      "add the prefixes /healthcheck and /drain_listeners to allow_paths"),
  NO_ANNOUNCEMENT(
      ANNOUNCEMENT,
      WARNING,
      "the hook waits and tells no client",
      "clients with open connections keep using them until SIGTERM cuts them",
      "inject Ebbgate, or post to /drain_listeners?graceful&skip_exit before the wait"),
  GRADUAL_STRATEGY(
      ANNOUNCEMENT,
      WARNING,
      "Envoy's gradual strategy outlasts the drain",
      "the share of responses that tell clients to leave grows over the whole drain time, and the"
          + " gateway stops long before its end",
      "start Envoy with --drain-strategy immediate"),
  READINESS_FIRST(
      ANNOUNCEMENT,
      WARNING,
      "readiness fails as soon as the drain begins",
      "when all replicas go together, as on a node pool's upgrade, kube-proxy has no endpoint left"
          + " and refuses new connections",
      "keep readiness until the end of the drain: Ebbgate does, Envoy Gateway has"
          + " healthCheckFailureDelay, Contour --drain-delay"),
  SLEEP_OVER_GRACE(
      TIME,
      ERROR,
      "the drain takes the whole grace period",
      "the kubelet abandons the hook at the end of the grace period and kills the gateway two"
          + " seconds later",
      "raise terminationGracePeriodSeconds above the drain and the gateway's exit"),
  FIXED_DRAIN(
      TIME,
      WARNING,
      "the gateway stops a fixed time after SIGTERM",
      "requests that take longer are cut, and load balancers that take longer to react still send",
      "inject Ebbgate, or let the product wait for its connections, as Istio's"
          + " EXIT_ON_ZERO_ACTIVE_CONNECTIONS does"),
  WORK_OVER_DRAIN(
      TIME,
      WARNING,
      "routes allow requests that outlast the drain",
      "a request that its route allows is cut when the drain or the grace period ends",
      "raise the drain and terminationGracePeriodSeconds above the longest timeout of a route"),
  UPDATE_DRAIN_TIME(
      TIME,
      WARNING,
      "a configuration change cuts streams early",
      "when a listener is replaced, Envoy closes its connections after --drain-time-s, whatever"
          + " still runs on them",
      "raise --drain-time-s above your longest request or stream"),
  SINGLE_REPLICA(
      ROLLOUT,
      WARNING,
      "there is one replica",
      "an eviction leaves no gateway until a new pod is ready on another node",
      "run at least two replicas, on different nodes"),
  BUDGET_BLOCKS(
      ROLLOUT,
      WARNING,
      "the disruption budget allows no eviction",
      "a node drain waits until its own timeout, and some then delete the pod without its grace"
          + " period",
      "leave at least one replica that may be evicted"),
  HOST_PORT(
      ROLLOUT,
      WARNING,
      "clients connect to a port of the node",
      "no endpoint is removed for them: they are refused until the next pod listens on that node",
      "let the load balancer check the node's gateway, and set close-listeners to the time that it"
          + " needs"),
  OWN_WARNING(
      EBBGATE,
      WARNING,
      "Ebbgate warns about this pod",
      "something that is set for Ebbgate has another effect than it seems, or none",
      "see what the warning names; ebbgate explain has the whole decision");

  private final CheckGroup group;
  private final Severity severity;
  private final String title;
  private final String consequence;
  private final String cure;

  Check(CheckGroup group, Severity severity, String title, String consequence, String cure) {
    this.group = group;
    this.severity = severity;
    this.title = title;
    this.consequence = consequence;
    this.cure = cure;
  }

  /** The stable word, {@code no-hook}; the docs' page has a heading of that name. */
  public String id() {
    return WireName.of(this).replace('_', '-');
  }

  public CheckGroup group() {
    return group;
  }

  public Severity severity() {
    return severity;
  }

  /** What was found, without a capital or a full stop. */
  public String title() {
    return title;
  }

  /** What follows from it, without a capital or a full stop. */
  public String consequence() {
    return consequence;
  }

  /** What to do, without a capital or a full stop. */
  public String cure() {
    return cure;
  }

  /** Page and heading about it. */
  public String hint() {
    return "audit.md#" + id();
  }
}

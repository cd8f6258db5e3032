package io.ebbgate.core.drain;

import io.ebbgate.core.config.DurationText;
import io.ebbgate.core.config.HostPort;
import io.ebbgate.core.config.ReleaseCall;
import io.ebbgate.core.config.SettingReader;
import io.ebbgate.core.contract.Env;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.verdict.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the pod's spec says about its termination.
 *
 * @param grace its {@code terminationGracePeriodSeconds}
 * @param restartGrace what a probe's restart grants
 * @param readinessLag how long the kubelet needs at least to see that readiness fails
 * @param ignoredPorts of readiness and metrics listeners
 * @param notes what of the settings has no effect here, one sentence each
 * @param releaseCall made before the gateway is released
 */
public record PodTerms(
    DrainSettings settings,
    Duration grace,
    Duration restartGrace,
    List<Probe> probes,
    Duration readinessLag,
    Set<Integer> ignoredPorts,
    List<String> notes,
    Optional<ReleaseCall> releaseCall) {
  private static final String PROBES_ALLOWED = "port@period pairs such as 8080@10s,15021@15s";
  private static final String PORTS_ALLOWED = "ports such as 15021,15090";

  public PodTerms {
    probes = List.copyOf(probes);
    ignoredPorts = Set.copyOf(ignoredPorts);
    notes = List.copyOf(notes);
  }

  /**
   * As the sidecar's environment says it; mistakes stay with the reader. The webhook reads what it
   * wrote with the same rules, since a sidecar that refuses its environment keeps a gateway from
   * starting.
   */
  public static PodTerms read(SettingReader reader) {
    DrainSettings settings = SettingsText.read(reader, Setting::env);
    Duration grace = time(reader, Env.GRACE_PERIOD, "30s");
    return new PodTerms(
        settings,
        grace,
        time(reader, Env.RESTART_GRACE, DurationText.format(grace)),
        reader.value(Env.PROBES, "", PROBES_ALLOWED, PodTerms::probes),
        time(reader, Env.READINESS_LAG, "0s"),
        reader.value(Env.IGNORE_PORTS, "", PORTS_ALLOWED, PodTerms::ports),
        List.of(),
        reader.optional(Env.RELEASE_CALL, ReleaseCall.ALLOWED, ReleaseCall::parse));
  }

  /** A time may be of any length; a sidecar that refuses it keeps the gateway from starting. */
  private static Duration time(SettingReader reader, String name, String fallback) {
    return reader.value(name, fallback, DurationText.ALLOWED, DurationText::clamped);
  }

  /** The grace that the nodes grant. */
  public Duration granted() {
    return settings.maxGrace().filter(most -> most.compareTo(grace) < 0).orElse(grace);
  }

  /** The same where connections can't be closed by force, which this sentence says. */
  public PodTerms withoutForceClose(String note) {
    return new PodTerms(
        settings.withoutForceClose(),
        grace,
        restartGrace,
        probes,
        readinessLag,
        ignoredPorts,
        List.of(note),
        releaseCall);
  }

  /** The terms of a drain that begins now; {@code granted} is the grace of a deletion. */
  public DrainTerms begin(Trigger trigger, long at, Plan plan, Duration granted) {
    Budget budget =
        switch (trigger) {
          case DELETION, CONTROL -> Budget.ofDeletion(settings, granted);
          case RESTART -> Budget.ofRestart(settings, restartGrace);
        };
    boolean shortened =
        trigger == Trigger.DELETION
            && budget.hold().compareTo(Budget.ofDeletion(settings, grace).hold()) < 0;
    return new DrainTerms(
        trigger, at, settings, budget, plan, probes, readinessLag, notes, shortened);
  }

  /** {@code 8080@10s,15021@15s}; empty where the text is no such list. */
  private static Optional<List<Probe>> probes(String text) {
    List<Probe> probes = new ArrayList<>();
    for (String part : parts(text)) {
      int at = part.indexOf('@');
      Optional<Integer> port = port(at < 0 ? "" : part.substring(0, at));
      Optional<Duration> period =
          DurationText.parse(part.substring(at + 1)).filter(Duration::isPositive);
      if (port.isEmpty() || period.isEmpty()) {
        return Optional.empty();
      }
      probes.add(new Probe(port.get(), period.get()));
    }
    return Optional.of(List.copyOf(probes));
  }

  /** {@code 15021,15090}; empty where the text is no such list. */
  private static Optional<Set<Integer>> ports(String text) {
    Set<Integer> ports = new HashSet<>();
    for (String part : parts(text)) {
      Optional<Integer> port = port(part);
      if (port.isEmpty()) {
        return Optional.empty();
      }
      ports.add(port.get());
    }
    return Optional.of(Set.copyOf(ports));
  }

  private static List<String> parts(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
  }

  private static Optional<Integer> port(String text) {
    return HostPort.parsePort(text).filter(port -> port > 0);
  }
}

package io.ebbgate.webhook.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ebbgate.core.admission.Injection;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.contract.SidecarResource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sidecar's requests and limits in namespaces whose LimitRanges are known. */
class LimitRangesTest {
  private static final String SIZED =
      "{spec: {containers: [{name: envoy, resources: {requests: {cpu: 1, memory: 1Gi}, limits:"
          + " {memory: 1Gi}}}]}}";

  private static LimitRanges ranges(String... limits) {
    return LimitRanges.of(
        List.of(limits).stream()
            .map(each -> "{metadata: {name: sizes}, spec: {limits: [%s]}}".formatted(each))
            .<JsonNode>map(Pods::of)
            .toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {type: Container, min: {cpu: 50m, memory: 100Mi}}                          | {requests: {cpu: 50m, memory: 100Mi}, limits: {memory: 100Mi}}
          {type: Container, min: {cpu: 5m, memory: 1Mi}}                             | {requests: {cpu: 10m, memory: 64Mi}, limits: {memory: 64Mi}}
          {type: Container, min: {ephemeral-storage: 1Mi}}                           | {requests: {cpu: 10m, memory: 64Mi, ephemeral-storage: 16Mi}, limits: {memory: 64Mi}}
          {type: Container, max: {cpu: 1}}                                           | {requests: {cpu: 10m, memory: 64Mi}, limits: {cpu: 200m, memory: 64Mi}}
          {type: Container, max: {cpu: 100m}, min: {cpu: 20m}}                       | {requests: {cpu: 20m, memory: 64Mi}, limits: {cpu: 100m, memory: 64Mi}}
          {type: Container, maxLimitRequestRatio: {cpu: 4}}                          | {requests: {cpu: 50m, memory: 64Mi}, limits: {cpu: 200m, memory: 64Mi}}
          {type: Container, maxLimitRequestRatio: {cpu: 1}}                          | {requests: {cpu: 100m, memory: 64Mi}, limits: {cpu: 100m, memory: 64Mi}}
          {type: Container, default: {cpu: 1}, defaultRequest: {cpu: 1}}             | {requests: {cpu: 10m, memory: 64Mi}, limits: {cpu: 200m, memory: 64Mi}}
          {type: Pod, maxLimitRequestRatio: {cpu: 2, memory: 1}}                     | {requests: {cpu: 10m, memory: 64Mi}, limits: {memory: 64Mi}}
          {type: PersistentVolumeClaim, min: {storage: 1Gi}}                         | {requests: {cpu: 10m, memory: 64Mi}, limits: {memory: 64Mi}}
          {type: Container, min: {cpu: x}, max: [], maxLimitRequestRatio: {cpu: 0}}  | {requests: {cpu: 10m, memory: 64Mi}, limits: {memory: 64Mi}}
          """)
  void takeTheSidecar(String limit, String ours) {
    assertThat(SidecarResources.of(Pods.of(SIZED), Injections.agent().resources(), ranges(limit)))
        .isEqualTo(Pods.of(ours));
  }

  /** A pod that has no limit has none that is too low. */
  @Test
  void takeALimitThatIsTheOnlyOneOfThePod() {
    String pod = "{spec: {containers: [{name: envoy, resources: {requests: {memory: 1Gi}}}]}}";
    LimitRanges range = ranges("{type: Pod, min: {memory: 100Mi}}");

    assertThat(SidecarResources.of(Pods.of(pod), Injections.agent().resources(), range))
        .isEqualTo(Pods.of("{requests: {cpu: 10m, memory: 64Mi}, limits: {memory: 100Mi}}"));
    assertThat(SidecarResources.of(Pods.of(SIZED), Injections.agent().resources(), range))
        .isEqualTo(Pods.of("{requests: {cpu: 10m, memory: 64Mi}, limits: {memory: 64Mi}}"));
  }

  @Test
  void holdTogether() {
    LimitRanges both =
        ranges(
            "{type: Container, min: {cpu: 20m}, max: {cpu: 2}}",
            "{type: Container, min: {cpu: 30m}, max: {cpu: 60m}}");

    assertThat(SidecarResources.of(Pods.of(SIZED), Injections.agent().resources(), both))
        .isEqualTo(
            Pods.of("{requests: {cpu: 30m, memory: 64Mi}, limits: {cpu: 60m, memory: 64Mi}}"));
  }

  @Test
  void goBeforeSizesThatAreNamed() {
    Injection injection =
        Injections.mode(Mode.AGENT).with(SidecarResource.CPU_REQUEST, "20m").make();
    LimitRanges range = ranges("{type: Container, min: {cpu: 50m}}");

    assertThat(LimitRangeCheck.warnings(Pods.of(SIZED), injection, range))
        .singleElement()
        .asString()
        .contains("cpu request of 50m", "LimitRange sizes");
    assertThat(
            SidecarResources.of(Pods.of(SIZED), injection.resources(), range)
                .at("/requests/cpu")
                .asText())
        .isEqualTo("50m");
  }

  @Test
  void areNotMentionedWhereTheyChangeNothing() {
    LimitRanges range = ranges("{type: Container, min: {cpu: 10m, memory: 64Mi}}");

    assertThat(LimitRangeCheck.warnings(Pods.of(SIZED), Injections.agent(), range)).isEmpty();
    assertThat(LimitRangeCheck.problem(Pods.of(SIZED), Injections.agent(), range)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {type: Container, max: {memory: 32Mi}}            | a container may have 32Mi of memory
          {type: Container, max: {ephemeral-storage: 1Mi}}  | a container may have 1Mi of ephemeral-storage
          {type: Pod, max: {memory: 1Gi}}                   | a pod may have 1024Mi of memory, and with the sidecar it would have 1088Mi
          {type: Pod, max: {cpu: 1}}                        | a pod may have 1000m of cpu, and with the sidecar it would have 1010m
          """)
  void leaveNoRoom(String limit, String problem) {
    assertThat(LimitRangeCheck.problem(Pods.of(SIZED), Injections.agent(), ranges(limit)))
        .hasValueSatisfying(text -> assertThat(text).startsWith("sizes: " + problem));
    assertThat(
            LimitRangeCheck.problem(
                Pods.of(SIZED), Injections.mode(Mode.SLEEP).make(), ranges(limit)))
        .isEmpty();
  }

  /** The API server takes the limit for a request that is not set, the sidecar's too. */
  @Test
  void countTheSidecarsLimitWhereItHasNoRequest() {
    Injection injection =
        Injections.mode(Mode.AGENT)
            .with(SidecarResource.CPU_REQUEST, "none")
            .with(SidecarResource.CPU_LIMIT, "200m")
            .make();

    assertThat(
            LimitRangeCheck.problem(
                Pods.of(SIZED), injection, ranges("{type: Pod, max: {cpu: 1100m}}")))
        .hasValueSatisfying(
            text -> assertThat(text).endsWith("and with the sidecar it would have 1200m"));
  }

  @Test
  void leaveTheRoomThatTheSidecarHasAlready() {
    String injected =
        "{spec: {initContainers: [{name: ebbgate-drain-sidecar, restartPolicy: Always}],"
            + " containers: [{name: envoy}]}}";

    assertThat(
            LimitRangeCheck.problem(
                Pods.of(injected),
                Injections.agent(),
                ranges("{type: Container, max: {memory: 32Mi}}")))
        .isEmpty();
  }
}

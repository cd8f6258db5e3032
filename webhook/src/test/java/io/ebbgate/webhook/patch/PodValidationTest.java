package io.ebbgate.webhook.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.admission.ReviewBudget;
import io.ebbgate.core.testkit.Allocation;
import io.ebbgate.core.testkit.CountedText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a pod costs that was written to cost much. */
class PodValidationTest {
  private static ObjectNode withMounts(String... paths) {
    ObjectNode pod = Pods.plain();
    ArrayNode mounts = ((ObjectNode) pod.at("/spec/containers/0")).putArray("volumeMounts");
    for (String path : paths) {
      mounts.addObject().put("name", "v").put("mountPath", path);
    }
    return pod;
  }

  @ParameterizedTest
  @CsvSource({
    "/a, /a/, true",
    "/a, /a////, true",
    "/, ///, true",
    "/a, //a, false",
    "'', /, false"
  })
  void takesPathsForTheSameWithoutSlashesAtTheirEnd(String one, String other, boolean same) {
    assertThat(PodValidation.problem(withMounts(one, other), ReviewBudget.unlimited()).isPresent())
        .isEqualTo(same);
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s", "%sa", "/a%s", "/a%sb", "%sa%s", "/%sa%s\n"})
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void readsALongRunOfSlashes(String form) {
    String path = form.replace("%s", "/".repeat(400_000));

    assertThat(PodValidation.problem(withMounts(path, "/other"), ReviewBudget.unlimited()))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s", "%sa", "/a%s", "/a%sb", "%sa%s", "/%sa%s\n"})
  void readsEachCharacterOfAPathOnceAtMost(String form) {
    CountedText path = new CountedText(form.replace("%s", "/".repeat(100_000)));

    int end = PodValidation.endOf(path);

    assertThat(end).isPositive();
    assertThat(path.steps()).isLessThanOrEqualTo(path.length());
  }

  /** As many containers as volumes. */
  private static ObjectNode withVolumes(int many) {
    ObjectNode pod = Pods.of("{spec: {containers: [], volumes: []}}");
    for (int i = 0; i < many; i++) {
      ((ArrayNode) pod.at("/spec/containers")).addObject().put("name", "c" + i);
      ((ArrayNode) pod.at("/spec/volumes")).addObject().put("name", "v" + i);
    }
    return pod;
  }

  @Test
  void collectsVolumesOnceForAllContainers() {
    ObjectNode few = withVolumes(1_000);
    ObjectNode twice = withVolumes(2_000);

    long forTwice = Allocation.bytes(() -> PodValidation.problem(twice, ReviewBudget.unlimited()));

    assertThat(forTwice)
        .isLessThan(
            3 * Allocation.bytes(() -> PodValidation.problem(few, ReviewBudget.unlimited())));
  }
}

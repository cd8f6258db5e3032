package io.ebbgate.webhook.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.testkit.Allocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The status annotation as any user may have written it. */
class InjectionStatusTest {
  private static ObjectNode annotated(String text) {
    ObjectNode pod = Pods.plain();
    pod.withObject("/metadata/annotations").put(Annotations.STATUS, text);
    return pod;
  }

  @ParameterizedTest
  @ValueSource(strings = {"{},", "[],", "0,", "\"\",", "[", "{\"hash\":", " "})
  void allocatesNoMoreForALongerText(String element) {
    ObjectNode few = annotated("[" + element.repeat(100_000) + "0]");
    ObjectNode twice = annotated("[" + element.repeat(200_000) + "0]");

    long forTwice = Allocation.bytes(() -> InjectionStatus.in(twice));

    assertThat(InjectionStatus.in(twice)).isEmpty();
    assertThat(forTwice)
        .isLessThanOrEqualTo(Allocation.bytes(() -> InjectionStatus.in(few)) + 1024);
  }

  @Test
  void readsOneOfAnyProfileAndContainer() {
    String name = "n".repeat(253);
    String text = "{\"hash\":\"0\",\"profile\":\"%s\",\"container\":\"%s\"}".formatted(name, name);

    assertThat(InjectionStatus.in(annotated(text)))
        .get()
        .matches(each -> each.profile().equals(name));
  }
}

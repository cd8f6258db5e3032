package io.ebbgate.core.termination;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.context.ListenerDrain;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConfigurationDrainTest {
  private static final Instant FIRST = Instant.parse("2026-11-21T19:47:19.193Z");
  private static final Instant SECOND = FIRST.plusMillis(1);

  @Test
  void makesOneOfAllListenersOfAnUpdate() {
    List<ConfigurationDrain> drains =
        ConfigurationDrain.of(
            List.of(
                drain("late", 1, false, SECOND),
                drain("web", 9, false, FIRST),
                drain("raw", 4, false, FIRST),
                drain("calm", 0, false, FIRST)));

    assertThat(drains).extracting(ConfigurationDrain::endedAt).containsExactly(FIRST, SECOND);
    assertThat(cut(drains.getFirst()).note())
        .isEqualTo(
            "13 connections were cut, because the configuration of 2 listeners changed and Envoy's"
                + " drain time was up: web (9), raw (4).");
    assertThat(cut(drains.getLast()).note())
        .isEqualTo(
            "1 connection was cut, because the configuration of a listener changed and Envoy's"
                + " drain time was up: late (1).");
  }

  @Test
  void isUnremarkableWhereNoConnectionIsKnownToHaveBeenCut() {
    Map<String, @Nullable Object> unknown = document();
    unknown.put("cut", null);

    assertThat(
            ConfigurationDrain.of(
                List.of(drain("web", 0, false, FIRST), ListenerDrain.read(unknown).orElseThrow())))
        .containsExactly(new ConfigurationDrain.Unremarkable(FIRST));
  }

  @Test
  void saysAtMostWhereANewerVersionIsCountedWithIt() {
    assertThat(cut(ConfigurationDrain.of(List.of(drain("web", 2, true, FIRST))).getFirst()).note())
        .startsWith("At most 2 connections were cut");
  }

  @Test
  void namesAFewOfManyListenersInANoteThatAnApiServerTakes() {
    List<ListenerDrain> many =
        IntStream.range(0, 20).mapToObj(i -> drain("\u00e4".repeat(300), 1, true, FIRST)).toList();

    assertThat(cut(ConfigurationDrain.of(many).getFirst()).note())
        .hasSizeLessThan(1_024)
        .contains("20 connections", "of 20 listeners", "and 17 more");
  }

  @Test
  void readsASidecarsReportAndNothingElse() {
    assertThat(ListenerDrain.read(document())).contains(drain("web", 3, true, FIRST));
    for (String field : List.of("listener", "endedAt")) {
      for (Object other : new Object[] {7, "+292278994-08-17T07:12:55Z"}) {
        Map<String, @Nullable Object> fields = document();
        fields.put(field, other);
        assertThat(ListenerDrain.read(fields).isPresent())
            .isEqualTo(field.equals("listener") && other instanceof String);
      }
      Map<String, @Nullable Object> fields = document();
      fields.remove(field);
      assertThat(ListenerDrain.read(fields)).isEqualTo(Optional.empty());
    }
  }

  private static Map<String, @Nullable Object> document() {
    return new HashMap<>(
        Map.of(
            "listener",
            "web",
            "version",
            "v1",
            "cut",
            3,
            "upperBound",
            true,
            "endedAt",
            "" + FIRST));
  }

  private static ConfigurationDrain.ConnectionsCut cut(ConfigurationDrain drain) {
    assertThat(drain).isInstanceOf(ConfigurationDrain.ConnectionsCut.class);
    return (ConfigurationDrain.ConnectionsCut) drain;
  }

  private static ListenerDrain drain(String name, int cut, boolean bound, Instant endedAt) {
    Map<String, @Nullable Object> fields = document();
    fields.putAll(
        Map.of("listener", name, "cut", cut, "upperBound", bound, "endedAt", endedAt.toString()));
    return ListenerDrain.read(fields).orElseThrow();
  }
}

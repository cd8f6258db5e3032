package io.ebbgate.webhook.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HookScriptTest {
  private static List<String> programs(String script) {
    List<String> all = HookScript.of(List.of("/bin/sh", "-c", script), Map.of()).programs();
    return all.subList(1, all.size());
  }

  /** The programs after the shell; the first is the hook that Istio's users copy. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      textBlock =
          """
          while [ $(netstat -plunt | grep tcp | grep -v envoy | wc -l | xargs) -ne 0 ]; \
          do sleep 1; done => netstat grep wc xargs sleep
          while [ "$(ss -Htn | wc -l)" -ne 0 ]; do sleep 1; done => ss wc sleep
          tool 2>&1; sleep 10 => tool sleep
          tool >&2; sleep 10 => tool sleep
          tool &>/dev/null; sleep 10 => tool sleep
          tool < a > b; sleep 10 => tool sleep
          tool 2>/dev/null || true => tool
          A=`tool -a`; one $A two => tool one
          case $A in one|two) tool;; three) sleep 1;; *) exit;; esac; end => tool sleep end
          drain() { tool; }; drain; sleep 1 => tool sleep
          for each in one two; do tool $each; done => tool
          echo $((1 + 2)); tool => tool
          """)
  void namesThePrograms(String script, String expected) {
    assertThat(programs(script)).containsExactly(expected.split(" "));
  }

  @Test
  void readsAListThatGoesOnInTheNextLine() {
    List<String> hook = List.of("sh", "-c", "[ -f /x ] &&\n  # one minute\n  sleep 60\n");

    assertThat(HookScript.of(hook, Map.of()).sleep()).isEmpty();
  }

  @Test
  void readsAnyScriptInBoundedMemory() {
    String deep = "$(".repeat(500_000) + "if `".repeat(100_000);
    String value = "a".repeat(100_000);

    assertThat(programs(deep)).isEmpty();
    assertThat(
            HookScript.of(List.of("sh", "-c", "tool " + "$A".repeat(100_000)), Map.of("A", value))
                .programs())
        .containsExactly("sh", "tool");
  }
}

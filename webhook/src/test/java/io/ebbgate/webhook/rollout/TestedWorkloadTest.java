package io.ebbgate.webhook.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestedWorkloadTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'paused':true}                                            | is paused",
        "{'updateStrategy':{'type':'OnDelete'}}                     | has the update strategy",
        "{'updateStrategy':{'rollingUpdate':{'partition':2}}}       | has partition 2, so that",
      })
  void saysWhyARestartReplacesNotAllPods(String spec, String why) throws Exception {
    assertThat(workload(spec).refusesRestart()).get().asString().contains(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{}", "{'updateStrategy':{'rollingUpdate':{'partition':0}}}"})
  void takesOneWhoseRestartReplacesAll(String spec) throws Exception {
    assertThat(workload(spec).refusesRestart()).isEmpty();
  }

  private static TestedWorkload workload(String spec) throws Exception {
    String tree = "{\"spec\":%s}".formatted(spec.replace('\'', '"'));
    return new TestedWorkload("StatefulSet", "edge", "gw", new ObjectMapper().readTree(tree));
  }
}

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
        "{'paused':true}                                      | PAUSED",
        "{'updateStrategy':{'type':'OnDelete'}}               | ON_DELETE",
        "{'updateStrategy':{'rollingUpdate':{'partition':2}}} | PARTITION",
      })
  void knowsWhyARestartReplacesNotAllPods(String spec, RestartLimit limit) throws Exception {
    assertThat(workload(spec).restartLimit()).contains(limit);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{}", "{'updateStrategy':{'rollingUpdate':{'partition':0}}}"})
  void takesOneWhoseRestartReplacesAll(String spec) throws Exception {
    assertThat(workload(spec).restartLimit()).isEmpty();
  }

  /** A change of the template that waits for ever is no rollout that runs. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'replicas':3,'paused':true}                                      | 0 | true",
        "{'replicas':3,'updateStrategy':{'type':'OnDelete'}}               | 0 | true",
        "{'replicas':3,'updateStrategy':{'rollingUpdate':{'partition':2}}} | 1 | true",
        "{'replicas':3,'updateStrategy':{'rollingUpdate':{'partition':2}}} | 0 | false",
        "{'replicas':3}                                                    | 3 | true",
        "{'replicas':3}                                                    | 2 | false",
      })
  void isSettledWhereAllPodsThatARolloutReplacesAreUpdated(
      String spec, int updated, boolean settled) throws Exception {
    assertThat(workload(spec, updated).isSettled()).isEqualTo(settled);
  }

  private static TestedWorkload workload(String spec) throws Exception {
    return workload(spec, 0);
  }

  private static TestedWorkload workload(String spec, int updated) throws Exception {
    String tree =
        "{\"spec\":%s,\"status\":{\"updatedReplicas\":%d}}"
            .formatted(spec.replace('\'', '"'), updated);
    return new TestedWorkload("StatefulSet", "edge", "gw", new ObjectMapper().readTree(tree));
  }
}

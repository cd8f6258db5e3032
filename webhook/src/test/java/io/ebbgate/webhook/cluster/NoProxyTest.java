package io.ebbgate.webhook.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoProxyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          localhost, 10.0.0.1          | 10.0.0.1          | true
          localhost,10.0.0.1 ,x        | 10.0.0.1          | true
          a b   api.example            | api.example       | true
          *                            | api.example       | true
          *.corp.example               | api.corp.example  | true
          .corp.example                | api.corp.example  | true
          corp.example                 | api.corp.example  | true
          CORP.example                 | corp.EXAMPLE      | true
          corp.example                 | evilcorp.example  | false
          [fd00::1]                    | fd00::1           | true
          [fd00::1]:6443               | fd00::1           | true
          [fd00::1]:443                | fd00::1           | false
          fd00::1                      | fd00:0::1         | true
          10.0.0.1:6443                | 10.0.0.1          | true
          10.0.0.1:443                 | 10.0.0.1          | false
          10.0.0.0/8                   | 10.9.8.7          | true
          10.0.0.0/8                   | 11.0.0.1          | false
          10.0.0.0/8                   | api.example       | false
          10.0.0.0/40                  | 10.0.0.1          | false
          10.0.0.0/                    | 10.0.0.1          | false
          fd00::/8                     | fd12::1           | true
          fd00::/8                     | 10.0.0.1          | false
          0.0.0.0/0                    | 10.0.0.1          | true
          10.0.                        | 10.0.0.1          | false
          ''                           | api.example       | false
          ,,. *. [] : /                | api.example       | false
          """)
  void takesWhatKubectlAndCurlTakeAndNothingElse(String list, String host, boolean covered) {
    assertThat(NoProxy.parse(list).covers(host, 6443)).isEqualTo(covered);
  }
}

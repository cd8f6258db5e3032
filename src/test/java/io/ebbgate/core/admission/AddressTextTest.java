package io.ebbgate.core.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.ebbgate.core.testkit.Property;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressTextTest {
  @Test
  void keepsEveryAddressInsideThePod() {
    Property.holds(
        2000,
        random -> {
          StringBuilder text = new StringBuilder();
          for (int i = random.nextInt(6); i >= 0; i--) {
            text.append(
                Property.oneOf(
                    random,
                    List.of(
                        "127.0.0.1",
                        "localhost",
                        "10.0.0.1",
                        "pod",
                        ":",
                        "9901",
                        "@",
                        "unix:",
                        "/",
                        "..",
                        "$(X)",
                        "[::1]",
                        " ",
                        "evil.example",
                        "\n")));
          }
          assertThatCode(() -> AddressText.admin(text.toString())).doesNotThrowAnyException();
          AddressText.admin(text.toString())
              .ifPresent(address ->
                  assertThat(address)
                      .matches(
                          "(127\\.0\\.0\\.1|localhost|\\[::1]|\\$\\(EBBGATE_POD_IP\\)):\\d+"
                              + "|unix:/(?!.*\\.\\.)[^\\s$]*"));
        });
  }
}

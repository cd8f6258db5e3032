package io.ebbgate.sidecar.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.testkit.Property;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HookPortTest {
  /** What the expression said that described the form before. */
  private static final Pattern SECONDS =
      Pattern.compile("\\s*\\{\\s*\"seconds\"\\s*:\\s*(\\d{1,5})\\s*}\\s*");

  @Test
  void readsSecondsAndNothingElse() {
    List<String> parts =
        List.of("{", "\"seconds\"", ":", "30", "99999", "100000", "}", " ", "\r\n", "-", ",", "");
    Property.holds(
        5000,
        random -> {
          StringBuilder text = new StringBuilder();
          for (String part : List.of("{", "\"seconds\"", ":", "30", "}")) {
            boolean other = random.nextInt(8) == 0;
            text.append(random.nextBoolean() ? " " : "");
            text.append(other ? Property.oneOf(random, parts) : part);
          }
          Matcher form = SECONDS.matcher(text);
          OptionalInt seconds =
              form.matches()
                  ? OptionalInt.of(Integer.parseInt(form.group(1)))
                  : OptionalInt.empty();

          assertThat(HookPort.seconds(text.toString())).as(text.toString()).isEqualTo(seconds);
        });
  }
}

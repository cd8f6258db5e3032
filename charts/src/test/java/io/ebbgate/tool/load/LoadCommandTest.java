package io.ebbgate.tool.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadCommandTest {
  @Test
  void takesTheDefaultPortsWhereNoneAreGiven() throws Exception {
    assertThat(parse("backend")).isEqualTo(new LoadCommand.AsBackend(8_080, 9_000));
    assertThat(parse("client")).isEqualTo(new LoadCommand.AsClient(8_090));
  }

  @Test
  void takesThePortsThatAreGiven() throws Exception {
    assertThat(parse("backend", "--tcp", "1", "--http", "65535"))
        .isEqualTo(new LoadCommand.AsBackend(65_535, 1));
    assertThat(parse("client", "--port", "0")).isEqualTo(new LoadCommand.AsClient(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "serve | The command is 'serve'; allowed are backend [--http PORT]",
        "client --http 80 | The option '--http' is unknown; allowed are --port.",
        "backend x | The option 'x' is unknown; allowed are --http and --tcp.",
        "client --port | --port is ''; allowed is a port from 0 to 65535.",
        "client --port 65536 | --port is '65536'; allowed is a port from 0 to 65535.",
        "client --port -1 | --port is '-1'; allowed is a port from 0 to 65535."
      })
  void reportsWhatIsWrongAndWhatIsAllowed(String arguments, String sentence) {
    assertThatThrownBy(() -> LoadCommand.parse(List.of(arguments.split(" ", -1))))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageStartingWith(sentence);
  }

  @Test
  void requiresACommand() {
    assertThatThrownBy(LoadCommandTest::parse).hasMessageStartingWith("The command is ''; allowed");
  }

  private static LoadCommand parse(String... arguments) throws InvalidRequestException {
    return LoadCommand.parse(List.of(arguments));
  }
}

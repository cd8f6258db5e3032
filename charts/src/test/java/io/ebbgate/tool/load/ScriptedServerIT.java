package io.ebbgate.tool.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server that tests of causes are about tells apart what its clients have to. */
@Timeout(30)
class ScriptedServerIT {
  /** A client that comes late to its data would not find it after a reset. */
  @Test
  void resetsNobodyBeforeWhatItSaidWasRead() throws Exception {
    CountDownLatch reset = new CountDownLatch(1);
    try (ScriptedServer server =
            ScriptedServer.open(guest -> {
              guest.say("word");
              guest.reset();
              reset.countDown();
            });
        Socket client = new Socket(server.address().getAddress(), server.address().getPort())) {
      assertThat(reset.await(100, TimeUnit.MILLISECONDS)).isFalse();
      assertThat(client.getInputStream().readNBytes(4)).asString().isEqualTo("word");
      reset.await();
      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    }
  }
}

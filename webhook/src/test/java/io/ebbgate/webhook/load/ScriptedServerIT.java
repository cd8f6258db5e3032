package io.ebbgate.webhook.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The scripted server keeps apart what its clients have to distinguish. */
@Timeout(30)
class ScriptedServerIT {
  /** A reset discards what the client has not read. */
  @Test
  void resetsOnlyAfterTheClientHasReadAll() throws Exception {
    CountDownLatch reset = new CountDownLatch(1);
    try (ScriptedServer server =
            ScriptedServer.open(peer -> {
              peer.send("word");
              peer.reset();
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

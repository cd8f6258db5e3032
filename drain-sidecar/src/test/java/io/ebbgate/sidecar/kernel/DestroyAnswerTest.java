package io.ebbgate.sidecar.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class DestroyAnswerTest {
  private final ByteBuffer datagram = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
  private final DestroyAnswer answer = new DestroyAnswer(65, 3);

  /** A message of netlink's errors, which repeats the request's header. */
  private DestroyAnswerTest error(int sequence, int errno) {
    return message(36, 2, sequence, errno);
  }

  private DestroyAnswerTest message(int length, int type, int sequence, int errno) {
    int end = datagram.position() + length;
    datagram.putInt(length).putShort((short) type).putShort((short) 0).putInt(sequence).putInt(9);
    datagram.putInt(-errno).position(end);
    return this;
  }

  private boolean read() throws IOException {
    boolean last = answer.read(datagram.flip());
    datagram.clear();
    return last;
  }

  @Test
  void allAreClosedWhereOnlyTheLastIsAnswered() throws Exception {
    assertThat(error(67, 0).read()).isTrue();

    assertThat(answer.closed(0)).isTrue();
    assertThat(answer.closed(2)).isTrue();
    answer.finish();
  }

  @Test
  void thoseThatHadEndedWereNotClosedByThis() throws Exception {
    assertThat(error(65, SystemCallException.ENOENT).read()).isFalse();
    assertThat(error(66, SystemCallException.ESTALE).error(67, 0).read()).isTrue();

    assertThat(answer.closed(0)).isFalse();
    assertThat(answer.closed(1)).isFalse();
    assertThat(answer.closed(2)).isTrue();
    answer.finish();
  }

  @Test
  void aRefusalIsThrownAfterTheOthersWereRead() throws Exception {
    assertThat(error(66, SystemCallException.EPERM).error(67, SystemCallException.ENOENT).read())
        .isTrue();

    assertThat(answer.closed(0)).isTrue();
    assertThatThrownBy(answer::finish).hasMessageContaining("EPERM");
  }

  @Test
  void answersToOtherRequestsAreNone() throws Exception {
    assertThat(error(64, 1).error(68, 1).message(36, 3, 67, 1).read()).isFalse();

    assertThat(answer.closed(2)).isTrue();
    answer.finish();
  }

  @Test
  void whatIsNoAnswerOfTheKernelIsRefused() {
    assertThatThrownBy(() -> message(1000, 2, 65, 0).answer.read(datagram.limit(100).position(0)))
        .isInstanceOf(IOException.class);
    datagram.clear();
    assertThatThrownBy(() -> answer.read(datagram.putInt(0, 4).limit(36)))
        .isInstanceOf(IOException.class);
    datagram.clear();
    assertThatThrownBy(() -> answer.read(datagram.limit(7))).isInstanceOf(IOException.class);
  }
}

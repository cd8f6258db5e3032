package io.ebbgate.webhook.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BodyMemoryTest {
  @Test
  void hasRoomAgainWhenItIsGivenBack() {
    BodyMemory room = new BodyMemory(10);

    assertThat(room.take(7)).isTrue();
    assertThat(room.take(4)).isFalse();
    room.giveBack(7);
    assertThat(room.take(10)).isTrue();
  }

  @Test
  void takesTwoOfTheLargestBodies() {
    BodyMemory room = new BodyMemory();

    assertThat(room.take(BodyReceiver.LIMIT)).isTrue();
    assertThat(room.take(BodyReceiver.LIMIT)).isTrue();
  }
}

package io.ebbgate.webhook.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BodyRoomTest {
  @Test
  void hasRoomAgainWhenItIsGivenBack() {
    BodyRoom room = new BodyRoom(10);

    assertThat(room.take(7)).isTrue();
    assertThat(room.take(4)).isFalse();
    room.giveBack(7);
    assertThat(room.take(10)).isTrue();
  }

  @Test
  void takesTwoOfTheLargestBodiesInTheSmallestJvm() {
    BodyRoom room = BodyRoom.ofThisJvm();

    assertThat(room.take(BodyIntake.LIMIT)).isTrue();
    assertThat(room.take(BodyIntake.LIMIT)).isTrue();
  }
}

package io.ebbgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LifecycleTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final List<String> closed = new ArrayList<>();
  private final Lifecycle lifecycle = new Lifecycle();

  private void add(String name) {
    lifecycle.add(name, () -> closed.add(name));
  }

  private void addFailing(String name, Throwable failure) {
    lifecycle.add(
        name,
        () -> {
          closed.add(name);
          if (failure instanceof Error error) {
            throw error;
          }
          throw (Exception) failure;
        });
  }

  @Test
  void closesInReverseOrderOfTheStart() {
    add("first");
    add("second");
    add("third");

    assertThat(lifecycle.close()).isTrue();
    assertThat(closed).containsExactly("third", "second", "first");
  }

  @Test
  void closesTheOthersWhereOneThrows() {
    add("first");
    addFailing("second", new IllegalStateException("a mistake"));
    addFailing("third", new InterruptedException());
    addFailing("fourth", new NoClassDefFoundError());
    add("fifth");

    assertThat(lifecycle.close()).isFalse();
    assertThat(closed).containsExactly("fifth", "fourth", "third", "second", "first");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void closesEachComponentOnce() {
    add("first");

    assertThat(lifecycle.close()).isTrue();
    assertThat(lifecycle.close()).isTrue();
    assertThat(closed).containsExactly("first");
  }

  @Test
  void closesAtOnceWhatStartsAfterTheClose() {
    lifecycle.close();
    add("late");

    assertThat(closed).containsExactly("late");
  }

  @Test
  void exitsWith0AfterACleanShutdown() {
    add("first");

    assertThat(new ServeShutdown(lifecycle, Duration.ZERO, LIMIT).exitCode()).isZero();
    assertThat(closed).containsExactly("first");
  }

  @Test
  void exitsWith1AndClosesTheOthersWhereOneThrows() {
    add("first");
    addFailing("second", new IllegalStateException("a mistake"));

    assertThat(new ServeShutdown(lifecycle, Duration.ZERO, LIMIT).exitCode()).isEqualTo(1);
    assertThat(closed).containsExactly("second", "first");
  }

  @Test
  void exitsWith1WhereACloseDoesNotEnd() {
    CountDownLatch never = new CountDownLatch(1);
    lifecycle.add("stuck", never::await);

    assertThat(new ServeShutdown(lifecycle, Duration.ZERO, Duration.ofMillis(50)).exitCode())
        .isEqualTo(1);
    never.countDown();
  }
}

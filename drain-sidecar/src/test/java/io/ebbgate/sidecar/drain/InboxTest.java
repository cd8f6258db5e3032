package io.ebbgate.sidecar.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class InboxTest {
  private final Inbox inbox = new Inbox();

  @Test
  void keepsAHooksPlaceThroughAFloodOfRefusals() {
    for (int i = 0; i < 10_000; i++) {
      inbox.put(new Ask.Refused(i));
      inbox.put(new Ask.Terminating(i));
    }
    Ask.Drain hook = new Ask.Drain(1, true, new CompletableFuture<>());

    assertThat(inbox.put(hook)).isTrue();
    assertThat(taken()).containsExactly(new Ask.Refused(9_999), new Ask.Terminating(9_999), hook);
  }

  @Test
  void losesNoWordWhereHooksAreTooMany() {
    int hooks = 0;
    while (inbox.put(new Ask.Drain(hooks, true, new CompletableFuture<>()))) {
      hooks++;
    }
    Ask.Stop stop = new Ask.Stop(5, new CompletableFuture<>());
    inbox.put(stop);
    inbox.put(new Ask.Deadline(2, Duration.ofSeconds(9)));
    inbox.put(new Ask.Deadline(3, Duration.ofSeconds(8)));
    inbox.put(new Ask.Deadline(4, Duration.ofSeconds(70)));
    List<Ask> taken = taken();

    assertThat(taken.getFirst()).isEqualTo(new Ask.Deadline(3, Duration.ofSeconds(8)));
    assertThat(taken.getLast()).isSameAs(stop);
    assertThat(taken).hasSize(hooks + 2);
  }

  @Test
  void wakesNobodyForARefusal() throws Exception {
    inbox.put(new Ask.Refused(1));
    long began = System.nanoTime();
    inbox.await(Duration.ofMillis(50).toNanos());
    assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(50_000_000L);

    inbox.put(new Ask.Terminating(1));
    inbox.await(Duration.ofHours(1).toNanos());
    assertThat(taken()).hasSize(2);
  }

  private List<Ask> taken() {
    List<Ask> taken = new ArrayList<>();
    inbox.take(taken::add);
    return taken;
  }
}

package io.ebbgate.sidecar.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MailboxTest {
  private final Mailbox mailbox = new Mailbox();

  @Test
  void keepsAHooksPlaceThroughAFloodOfRefusals() {
    for (int i = 0; i < 10_000; i++) {
      mailbox.put(new Command.HookRejected(i));
      mailbox.put(new Command.PodTerminating(i));
    }
    Command.Drain hook = new Command.Drain(1, 1, true, new CompletableFuture<>());

    assertThat(mailbox.put(hook)).isTrue();
    assertThat(mailbox.put(new Command.HookRejected(9_999))).isTrue();
    assertThat(taken())
        .containsExactly(new Command.HookRejected(9_999), new Command.PodTerminating(9_999), hook);
  }

  @Test
  void losesNoWordWhereHooksAreTooMany() {
    int hooks = 0;
    while (mailbox.put(new Command.Drain(hooks, hooks, true, new CompletableFuture<>()))) {
      hooks++;
    }
    Command.Stop stop = new Command.Stop(5, new CompletableFuture<>());
    mailbox.put(stop);
    mailbox.put(new Command.Deadline(2, Duration.ofSeconds(9)));
    mailbox.put(new Command.Deadline(3, Duration.ofSeconds(8)));
    mailbox.put(new Command.Deadline(4, Duration.ofSeconds(70)));
    List<Command> taken = taken();

    assertThat(taken.getFirst()).isEqualTo(new Command.Deadline(3, Duration.ofSeconds(8)));
    assertThat(taken.getLast()).isSameAs(stop);
    assertThat(taken).hasSize(hooks + 2);
  }

  @Test
  void wakesNoThreadForARefusal() throws Exception {
    mailbox.put(new Command.HookRejected(1));
    long began = System.nanoTime();
    mailbox.await(Duration.ofMillis(50).toNanos());
    assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(50_000_000L);

    mailbox.put(new Command.PodTerminating(1));
    mailbox.await(Duration.ofHours(1).toNanos());
    assertThat(taken()).hasSize(2);
  }

  @Test
  void wakesTheThreadOnceForManyCommands() throws Exception {
    mailbox.put(new Command.PodTerminating(1));
    mailbox.put(new Command.PodTerminating(2));
    mailbox.await(Duration.ofHours(1).toNanos());
    long began = System.nanoTime();
    mailbox.await(Duration.ofMillis(50).toNanos());

    assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(50_000_000L);
  }

  @Test
  void keepsThatTheLoadBalancerLetGoWhateverItSaysAfterwards() {
    mailbox.put(new Command.Registration(1, true));
    mailbox.put(new Command.Registration(2, false));
    mailbox.put(new Command.Registration(3, true));

    assertThat(taken()).containsExactly(new Command.Registration(2, false));
  }

  @Test
  void keepsTheFirstSigtermAndSaysThatItWaits() {
    Command.Stop first = new Command.Stop(1, new CompletableFuture<>());
    assertThat(mailbox.stopping()).isFalse();
    mailbox.put(first);
    mailbox.put(new Command.Stop(2, new CompletableFuture<>()));

    assertThat(mailbox.stopping()).isTrue();
    assertThat(taken()).containsExactly(first);
    assertThat(mailbox.stopping()).isFalse();
  }

  @Test
  void onlyACommandThatIsAnsweredIsWaitedFor() {
    mailbox.put(new Command.Deadline(1, Duration.ofSeconds(8)));
    assertThat(mailbox.waiting()).isFalse();
    mailbox.put(new Command.Cancel(2, new CompletableFuture<>()));

    assertThat(mailbox.waiting()).isTrue();
    assertThat(taken()).hasSize(2);
    assertThat(mailbox.waiting()).isFalse();
  }

  private List<Command> taken() {
    List<Command> taken = new ArrayList<>();
    mailbox.take(taken::add);
    return taken;
  }
}

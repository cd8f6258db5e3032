package io.ebbgate.sidecar.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.ebbgate.core.contract.Outcome;
import io.ebbgate.core.verdict.Verdict;
import io.ebbgate.core.verdict.VerdictFields;
import io.ebbgate.sidecar.log.JsonLog;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TerminationLogTest {
  @TempDir Path folder;
  private final JsonLog log = new JsonLog(new ByteArrayOutputStream(), InstantSource.system());

  @Test
  void replacesALongerMessageInThePlaceItLies() throws Exception {
    Path file = Files.createFile(folder.resolve("message"));
    Object before = Files.getAttribute(file, "unix:ino");
    TerminationLog message = new TerminationLog(file, VerdictFields.LIMIT, log);
    message.write(VerdictJsonTest.verdict(List.of("A note."), true));
    message.write(Verdict.withoutDrain(Outcome.NOT_ASKED));

    assertThat(file).hasContent("{\"verdict\":\"not_asked\",\"provisional\":false}");
    assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(before);
  }

  /** In a pod of 14 containers the kubelet keeps 877 bytes of each message. */
  @Test
  void fitsTheShareThatItsContainerHas() throws Exception {
    Path file = folder.resolve("message");
    int share = VerdictFields.share(14);
    Verdict whole = VerdictJsonTest.verdict(List.of("A note. ".repeat(100)), true);

    new TerminationLog(file, share, log).write(whole);

    assertThat(VerdictJson.text(whole)).hasSizeGreaterThan(share);
    assertThat(file).content().hasSizeLessThanOrEqualTo(share).endsWith("}");
  }

  @Test
  void takesAMessageBack() throws Exception {
    Path file = folder.resolve("message");
    TerminationLog message = new TerminationLog(file, VerdictFields.LIMIT, log);
    message.write(Verdict.withoutDrain(Outcome.NOT_ASKED));
    message.clear();

    assertThat(file).isEmptyFile();
  }

  @Test
  void goesOnWhereTheFileCantBeWritten() {
    TerminationLog message =
        new TerminationLog(folder.resolve("no/such/folder/message"), VerdictFields.LIMIT, log);

    assertThatCode(() -> message.write(Verdict.withoutDrain(Outcome.NOT_ASKED)))
        .doesNotThrowAnyException();
  }

  @Test
  void doesNotWaitForAFileThatHangs() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    TerminationLog message = new TerminationLog(pipe, VerdictFields.LIMIT, log);

    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          message.write(Verdict.withoutDrain(Outcome.REFUSED));
          message.write(Verdict.withoutDrain(Outcome.REFUSED));
          message.write(Verdict.withoutDrain(Outcome.NOT_ASKED));
        });
  }
}

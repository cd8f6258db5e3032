package io.ebbgate.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {
  @Test
  void makesAFolder(@TempDir Path folder) throws IOException {
    assertThat(Folders.emptied(folder.resolve("a/b"))).isEmptyDirectory();
  }

  @Test
  void emptiesWhatAnEarlierRunLeft(@TempDir Path folder) throws IOException {
    Path left = Files.createDirectories(folder.resolve("etcd/member"));
    var _ = Files.writeString(left.resolve("snap.db"), "old");

    assertThat(Folders.emptied(folder)).isEmptyDirectory();
  }
}

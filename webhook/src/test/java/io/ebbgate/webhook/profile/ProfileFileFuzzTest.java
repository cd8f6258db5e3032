package io.ebbgate.webhook.profile;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** Any JSON is a profile or is refused with a sentence. */
class ProfileFileFuzzTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @FuzzTest(maxDuration = "1m")
  void readsOrRefusesAnyProfile(byte[] bytes) {
    try {
      assertThat(ProfileFile.parse(JSON.readTree(bytes)).name()).isNotNull();
    } catch (IllegalArgumentException refused) {
      assertThat(refused.getMessage()).isNotEmpty();
    } catch (IOException _) {
      // A file that is not JSON, or not in UTF-8, is refused by its reader.
    }
  }
}

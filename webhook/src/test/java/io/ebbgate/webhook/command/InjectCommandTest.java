package io.ebbgate.webhook.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ebbgate.core.contract.Containers;
import io.ebbgate.core.contract.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InjectCommandTest {
  @TempDir private @Nullable Path folder;
  private Path key = Path.of("");

  @BeforeEach
  void writeKey() throws IOException {
    key = Files.write(Path.of(String.valueOf(folder), "key"), new byte[32]);
  }

  private CommandRun inject(String input, String... more) {
    Stream<String> arguments =
        Stream.concat(Stream.of("--token-key-file", key.toString()), Stream.of(more));
    return CommandRun.inject(input, arguments.toArray(String[]::new));
  }

  @Test
  void changesTheGatewayAndKeepsTheRestByteForByte() throws Exception {
    String input = fixture("mixed.yaml");
    String before = input.substring(0, input.indexOf("apiVersion: apps/v1"));
    String after = input.substring(input.indexOf("---\n\n# Nothing"));

    CommandRun run = inject(input);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith(before).endsWith(after).contains(Containers.SIDECAR);
  }

  @Test
  void changesNothingTheSecondTime() throws Exception {
    String once = inject(fixture("mixed.yaml")).out();

    String twice = inject(once).out();

    assertThat(twice).isEqualTo(once);
  }

  @Test
  void printsTheSameOutputForTheSameInput() throws Exception {
    String input = fixture("mixed.yaml");

    assertThat(inject(input).out()).isEqualTo(inject(input).out());
  }

  @Test
  void keepsTheOrderOfKeysAndAddsNoName() throws Exception {
    String out = inject(fixture("mixed.yaml")).out();

    assertThat(out)
        .contains(
            "kind: Deployment\nmetadata:\n  name: edge\n  namespace: shop\nspec:\n  replicas: 2\n")
        .contains(
            "      - name: envoy\n        image: envoyproxy/envoy:v1.36.2\n        args: [\"-c\", ")
        .contains("        note: \"on\"\n")
        .doesNotContain("generateName");
  }

  @Test
  void warnsThatTheOutputContainsAToken() throws Exception {
    CommandRun run = inject(fixture("mixed.yaml"));

    assertThat(run.out()).contains(Headers.TOKEN);
    assertThat(run.err())
        .contains("Deployment/edge injected: ", "contains a token")
        .doesNotContain("random");
  }

  @Test
  void warnsThatATokenOfTheInputIsInTheOutputToo() throws Exception {
    String once = inject(fixture("mixed.yaml")).out();

    CommandRun again = inject(once);
    CommandRun off = CommandRun.inject("---\n" + once, "--mode", "off");

    assertThat(again.err()).contains("already_injected", "contains a token");
    assertThat(off.err()).contains("contains a token").doesNotContain("random");
  }

  @Test
  void warnsThatTheDefaultKeyIsRandom() throws Exception {
    CommandRun run = CommandRun.inject(fixture("mixed.yaml"));

    assertThat(run.err()).contains("random key", "--token-key-file");
  }

  @Test
  void addsAnOrdinaryContainerWithClassic() {
    CommandRun run =
        inject(WorkloadTest.POD, "--classic", "--sidecar-image", "registry/sidecar@sha256:0");

    assertThat(run.out()).contains("registry/sidecar@sha256:0").doesNotContain("initContainers");
  }

  @Test
  void refusesAnInvalidSettingWithStrict() {
    String pod =
        WorkloadTest.POD.replace("\"envoy\"}}", "\"envoy\",\"ebbgate.io/min-drain\":\"soon\"}}");

    CommandRun run = inject(pod, "--strict");

    assertThat(run.exitCode()).isEqualTo(65);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            "Pod/(unnamed) is refused: bad_setting: A setting is invalid."
                + " ebbgate.io/min-drain is \"soon\";"
                + " allowed is a duration such as 30s, 1m30s or 500ms.\n");
  }

  /** Applied as it is, the whole file would deploy a gateway without a drain. */
  @ParameterizedTest
  @CsvSource({
    "'labels: {ebbgate.io/inject: \"true\"}', no_gateway_container, 65",
    "'labels: {ebbgate.io/inject: \"yes\"}', no_gateway_container, 65",
    "'annotations: {ebbgate.io/profile: envoy}', no_gateway_container, 65",
    "'annotations: {ebbgate.io/profile: enovy}', unknown_profile, 65",
    "'labels: {app: web}', no_profile, 0",
    "'labels: {ebbgate.io/inject: \"false\"}', opted_out, 0",
    "'annotations: {ebbgate.io/profile: envoy, ebbgate.io/container: a, ebbgate.io/mode: \"off\"}',"
        + " mode_off, 0"
  })
  void refusesWithStrictAManifestOfWhichOnlyAPartIsInjected(
      String metadata, String reason, int exitCode) {
    String other =
        """
        ---
        kind: Pod
        metadata: {name: other, %s}
        spec: {containers: [{name: a, image: envoy}, {name: b, image: b}]}
        """
            .formatted(metadata);

    CommandRun lenient = inject(WorkloadTest.POD + "\n" + other);
    CommandRun strict = inject(WorkloadTest.POD + "\n" + other, "--strict");

    assertThat(lenient.exitCode()).isZero();
    assertThat(strict.exitCode()).isEqualTo(exitCode);
    assertThat(strict.err()).contains("Pod/other ", reason + ": ");
    assertThat(strict.out().isEmpty()).isEqualTo(exitCode != 0);
  }

  @Test
  void reportsInvalidYamlAndPrintsNothing() {
    CommandRun run = inject("kind: Pod\n---\na: [\n");

    assertThat(run.exitCode()).isEqualTo(65);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("standard input", "document 2", "line").hasLineCount(1);
  }

  @Test
  void reportsAMissingFile() {
    CommandRun run = CommandRun.of("", "inject", "-f", "/nowhere/edge.yaml");

    assertThat(run.exitCode()).isEqualTo(66);
    assertThat(run.err()).isEqualTo("/nowhere/edge.yaml does not exist.\n");
  }

  static String fixture(String name) throws IOException {
    try (InputStream in = InjectCommandTest.class.getResourceAsStream("/manifests/" + name)) {
      if (in == null) {
        throw new IOException(name);
      }
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Renders the chart with its own values into a file of the webhook's jar, for {@code ebbgate install --print}: people
 * without Helm get what people with Helm get. Takes the chart's folder, the namespace to render for, and the file.
 */
class RenderChart {
  /** The oldest cluster the chart is for; what the library was built for decides nothing. */
  private static final String CLUSTER = "1.30.0";

  private RenderChart() {}

  public static void main(String[] args) throws IOException {
    String rendered =
        new Helm(Path.of(args[0]))
            .template()
            .withName("ebbgate")
            .withNamespace(args[1])
            .withKubeVersion(CLUSTER)
            .call();
    Path file = Path.of(args[2]);
    Files.createDirectories(file.getParent());
    Files.writeString(file, rendered);
  }
}

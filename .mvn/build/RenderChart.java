import module java.base;
import com.marcnuri.helm.Helm;

/**
 * Renders the chart with its default values into a file of the webhook's jar, for {@code ebbgate install --print}:
 * {@code CHART NAMESPACE FILE}. With Helm as a library; Helm's Maven plugins download or need its binary.
 */
class RenderChart {
  /** Kubernetes version to render for; the library's default would change with its version. */
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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Packs the tree that {@link MakeTree} made: {@code MODULE VERSION TIME}. Where a cache of classes was made beside it,
 * that goes into the image proper, and a plain image without it is written too; only the plain one has the same bytes
 * in every build.
 */
class PackImage {
  public static void main(String[] args) throws Exception {
    try {
      new PackImage(Recipe.read(Path.of(args[0]), args[1], args[2])).pack();
    } catch (Refusal refused) {
      System.err.println(refused.getMessage());
      System.exit(1);
    }
  }

  private final Recipe recipe;
  private final StringBuilder sizes = new StringBuilder();

  private PackImage(Recipe recipe) {
    this.recipe = recipe;
  }

  private void pack() throws IOException {
    Path folder = recipe.work().resolve("layers");
    List<Layer> plain = new ArrayList<>();
    for (Layer.Part part : Layer.Part.values()) {
      if (part != Layer.Part.CACHE) {
        plain.add(Layer.pack(part, recipe.tree(), folder, recipe.time()));
      }
    }
    List<String> start = List.of("/" + Recipe.JAVA + "/bin/java", "@/" + Recipe.ARGUMENTS);
    if (Files.exists(recipe.tree().resolve(Recipe.CACHE))) {
      write("-plain", plain, start);
      List<Layer> all = new ArrayList<>(plain);
      all.add(Layer.pack(Layer.Part.CACHE, recipe.tree(), folder, recipe.time()));
      write("", all, List.of(start.getFirst(), "-XX:AOTCache=/" + Recipe.CACHE, start.getLast()));
    } else {
      write("", plain, start);
    }
    System.out.print(sizes);
    Files.writeString(recipe.module().resolve("target/image-sizes.txt"), sizes);
  }

  private void write(String kind, List<Layer> layers, List<String> start) throws IOException {
    Path tar = recipe.archive(kind);
    String digest = new Archive(recipe, layers, start).write(tar);
    Files.writeString(tar.resolveSibling(tar.getFileName().toString().replace(".tar", ".digest")), digest + "\n");
    sizes.append("%s (%s), %s%n".formatted(recipe.reference() + kind, recipe.machine().wireName(), digest));
    for (Layer layer : layers) {
      sizes.append("%8s MiB, %6s MiB packed: %s%n".formatted(mib(layer.contentSize()), mib(layer.size()), layer.what()));
    }
    sizes.append(
        "%8s MiB, %6s MiB packed: %s%n"
            .formatted(
                mib(layers.stream().mapToLong(Layer::contentSize).sum()), mib(Files.size(tar)), tar.getFileName()));
  }

  private static String mib(long bytes) {
    return String.format(Locale.ROOT, "%.1f", bytes / 1048576.0);
  }
}

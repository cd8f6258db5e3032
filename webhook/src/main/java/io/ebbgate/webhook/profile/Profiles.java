package io.ebbgate.webhook.profile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ebbgate.core.admission.Profile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Loads profiles. Where two match a pod equally, the earlier one applies. */
public final class Profiles {
  /** The files in {@code /profiles} of the jar. */
  private static final List<String> BUILT_IN =
      List.of(
          "istio",
          "istio-waypoint",
          "envoy-gateway",
          "contour",
          "wso2",
          "kgateway",
          "gloo",
          "emissary",
          "higress",
          "consul",
          "kuma",
          "kourier",
          "agentgateway",
          "nginx-gateway-fabric",
          "cilium-envoy",
          "envoy");

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Profiles() {}

  /** The profiles of this version. */
  public static List<Profile> builtIn() {
    return BUILT_IN.stream().map(Profiles::load).toList();
  }

  /**
   * Those of this version, and those of a folder where there is one.
   *
   * @throws ProfileException as {@link #withThoseOf}
   */
  public static List<Profile> known(Optional<Path> folder) throws ProfileException {
    return folder.isPresent() ? withThoseOf(folder.get()) : builtIn();
  }

  /**
   * The profiles of a folder's {@code .json} files in the order of their names, then those of this
   * version that have other names. Other files don't matter: a mounted ConfigMap has some.
   *
   * @throws ProfileException naming the file, the line and the field, and what is allowed
   */
  public static List<Profile> withThoseOf(Path folder) throws ProfileException {
    List<Profile> all = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Path file : files(folder)) {
      Profile profile = read(file);
      if (!names.add(profile.name())) {
        throw new ProfileException(file + " is another profile " + profile.name());
      }
      all.add(profile);
    }
    builtIn().stream().filter(profile -> names.add(profile.name())).forEach(all::add);
    return List.copyOf(all);
  }

  private static List<Path> files(Path folder) throws ProfileException {
    try (Stream<Path> found = Files.list(folder)) {
      return found.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    } catch (NoSuchFileException absent) {
      throw new ProfileException("The folder of profiles " + folder + " does not exist", absent);
    } catch (NotDirectoryException file) {
      throw new ProfileException("The folder of profiles " + folder + " is a file", file);
    } catch (IOException | UncheckedIOException unreadable) {
      throw new ProfileException("The folder of profiles " + folder + " can't be read", unreadable);
    }
  }

  /**
   * The profile of a file.
   *
   * @throws ProfileException naming the file, the line and the field, and what is allowed
   */
  public static Profile read(Path file) throws ProfileException {
    try {
      byte[] text = Files.readAllBytes(file);
      return parse(file, text);
    } catch (NoSuchFileException absent) {
      throw new ProfileException(file + " does not exist", absent);
    } catch (IOException unreadable) {
      throw new ProfileException(file + " can't be read", unreadable);
    }
  }

  private static Profile parse(Path file, byte[] text) throws IOException, ProfileException {
    try {
      return ProfileFile.parse(MAPPER.readTree(text));
    } catch (JsonProcessingException broken) {
      String place = file + ", line " + broken.getLocation().getLineNr();
      throw new ProfileException(place + ": no JSON: " + broken.getOriginalMessage(), broken);
    } catch (ProfileMistake mistake) {
      String place = file + ", line " + mistake.line(text);
      throw new ProfileException(place + ": " + mistake.getMessage(), mistake);
    }
  }

  private static Profile load(String name) {
    String path = "/profiles/" + name + ".json";
    try (InputStream file = Profiles.class.getResourceAsStream(path)) {
      if (file == null) {
        throw new IllegalStateException("the jar lacks " + path);
      }
      return ProfileFile.parse(MAPPER.readTree(file));
    } catch (IOException broken) {
      throw new UncheckedIOException(path + " can't be read", broken);
    }
  }
}

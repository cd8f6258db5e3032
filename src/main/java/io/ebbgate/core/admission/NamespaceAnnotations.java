package io.ebbgate.core.admission;

import io.ebbgate.core.config.ConfigProblem;
import io.ebbgate.core.config.SettingReader;
import io.ebbgate.core.contract.Annotations;
import io.ebbgate.core.contract.Setting;
import io.ebbgate.core.contract.SidecarResource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What is wrong with a namespace's annotations: no client creates a pod to be warned. */
public final class NamespaceAnnotations {
  private NamespaceAnnotations() {}

  /** Those without an effect, and values that can't be read, one sentence each. */
  public static List<String> problems(Map<String, String> annotations) {
    SettingReader reader = new SettingReader(annotations);
    for (Setting setting : Setting.values()) {
      var _ =
          reader.optional(setting.annotation(), setting.kind().allowed(), setting.kind()::parse);
    }
    var _ = reader.optional(Annotations.MODE, Mode.ALLOWED, Mode::named);
    var _ = RequestedResources.read(reader, SidecarResource::annotation);
    return Stream.concat(
            UnknownAnnotations.ofNamespace(annotations).stream(),
            reader.problems().stream().map(ConfigProblem::sentence))
        .toList();
  }
}

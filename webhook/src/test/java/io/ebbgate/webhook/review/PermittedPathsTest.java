package io.ebbgate.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ebbgate.core.admission.Mode;
import io.ebbgate.core.admission.SidecarStyle;
import io.ebbgate.core.testkit.Property;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a patch may do to any pod, checked on the trees before and after and not on the patch. */
class PermittedPathsTest {
  private static final int RUNS = 2000;

  /** May be there afterwards and not before; lists are longer at their end only. */
  private static final Pattern ADDED =
      Pattern.compile(
          "/metadata/annotations/(ebbgate\\.io~1status|kubectl\\.kubernetes\\.io~1default-container)"
              + "|/metadata/labels/ebbgate\\.io~1injected|/spec/terminationGracePeriodSeconds"
              + "|/spec/volumes/\\d+/(name|emptyDir/.*)|/spec/(initContainers|containers)/\\d+/.*");

  /** May be another afterwards: what is ours already, a grace, the gateway's hook. */
  private static final Pattern CHANGED =
      Pattern.compile(
          "/metadata/annotations/ebbgate\\.io~1status"
              + "|/metadata/labels/ebbgate\\.io~1injected"
              + "|/spec/terminationGracePeriodSeconds"
              + "|/spec/containers/\\d+/lifecycle/preStop(/.*)?");

  private static final Pattern ONE_VALUE = Pattern.compile("/metadata/(labels|annotations)/[^/]*");

  @Test
  void aPatchTouchesOnlyWhatIsPermitted() {
    Property.holds(
        RUNS,
        random -> {
          ObjectNode pod = RandomPod.of(random);
          Mode mode = Property.oneOf(random, List.of(Mode.AGENT, Mode.SLEEP, Mode.ENV));
          SidecarStyle style = Property.oneOf(random, List.of(SidecarStyle.values()));

          JsonNode patched = Reviewed.by(Reviewed.reviewer(mode, style), pod).patched();

          check(pod, patched);
        });
  }

  private static void check(JsonNode before, JsonNode after) {
    Map<String, String> old = leaves(before);
    Map<String, String> young = leaves(after);
    Set<String> places = new TreeSet<>(old.keySet());
    places.addAll(young.keySet());
    for (String place : places) {
      if (!old.containsKey(place)) {
        assertThat(place).matches(ADDED);
        assertThat(foreign(place, before)).as("in a container of others: " + place).isFalse();
      } else if (!old.get(place).equals(young.get(place)) && !ours(place, before)) {
        assertThat(place).matches(CHANGED);
      }
    }
  }

  /** In a container that was there: there only a hook may be new. */
  private static boolean foreign(String place, JsonNode before) {
    String[] steps = place.split("/", -1);
    boolean container = place.matches("/spec/(initContainers|containers)/.*");
    return container
        && before.at("/spec/" + steps[2] + "/" + steps[3]).isContainerNode()
        && !ours(place, before)
        && !place.matches("/spec/containers/\\d+/lifecycle/preStop(/.*)?");
  }

  /** In an entry of a list that carries our name. */
  private static boolean ours(String place, JsonNode before) {
    String[] steps = place.split("/", -1);
    return steps.length > 4
        && Set.of("ebbgate-drain-sidecar", "ebbgate-state")
            .contains(before.at("/spec/" + steps[2] + "/" + steps[3] + "/name").asText());
  }

  /** Every value that has no parts, by its pointer; null and empty are as good as absent. */
  private static Map<String, String> leaves(JsonNode tree) {
    Map<String, String> leaves = new TreeMap<>();
    collect(tree, "", leaves);
    return leaves;
  }

  private static void collect(JsonNode node, String place, Map<String, String> leaves) {
    // A label or annotation is one value, even where it is none that the API server would take.
    if (ONE_VALUE.matcher(place).matches() && node.isContainerNode() && !node.isEmpty()) {
      leaves.put(place, node.toString());
    } else if (node.isObject() && !node.isEmpty()) {
      for (Map.Entry<String, JsonNode> each : node.properties()) {
        String step = each.getKey().replace("~", "~0").replace("/", "~1");
        collect(each.getValue(), place + "/" + step, leaves);
      }
    } else if (node.isArray() && !node.isEmpty()) {
      for (int i = 0; i < node.size(); i++) {
        collect(node.get(i), place + "/" + i, leaves);
      }
    } else if (!node.isNull() && !node.isContainerNode()) {
      leaves.put(place, node.toString());
    }
  }
}

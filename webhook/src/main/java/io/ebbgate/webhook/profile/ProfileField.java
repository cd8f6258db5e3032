package io.ebbgate.webhook.profile;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A value of a profile, and where in the file it is. What is absent is read as empty, unless it has
 * to be there.
 */
record ProfileField(JsonPointer pointer, JsonNode value) {
  private static final int LARGEST_PORT = 65_535;

  /** The whole file. */
  static ProfileField root(JsonNode file) {
    return new ProfileField(JsonPointer.empty(), file);
  }

  /** An object's field. */
  ProfileField member(String name) {
    return new ProfileField(pointer.appendProperty(name), value.path(name));
  }

  boolean has(String name) {
    return value.has(name);
  }

  boolean isObject() {
    return value.isObject();
  }

  /** Refuses what is no object, and fields of it that are not among these. */
  ProfileField withOnly(Set<String> names) {
    for (Map.Entry<String, JsonNode> each : kind(JsonNodeType.OBJECT, "an object").properties()) {
      if (!names.contains(each.getKey())) {
        throw new ProfileMistake(
            member(each.getKey()).pointer,
            "is no field here; allowed are " + String.join(", ", new TreeSet<>(names)));
      }
    }
    return this;
  }

  /** A list's elements. */
  List<ProfileField> elements() {
    List<ProfileField> elements = new ArrayList<>();
    kind(JsonNodeType.ARRAY, "a list")
        .forEach(
            each -> elements.add(new ProfileField(pointer.appendIndex(elements.size()), each)));
    return elements;
  }

  /** An object's fields by name, in their order. */
  Map<String, ProfileField> members() {
    Map<String, ProfileField> members = new LinkedHashMap<>();
    kind(JsonNodeType.OBJECT, "an object")
        .properties()
        .forEach(each -> members.put(each.getKey(), member(each.getKey())));
    return members;
  }

  private JsonNode kind(JsonNodeType type, String allowed) {
    if (value.isMissingNode() || value.getNodeType() == type) {
      return value;
    }
    throw mistake(allowed);
  }

  /** A text, which has to be there. */
  String text() {
    if (!value.isTextual()) {
      throw mistake("a text");
    }
    return value.textValue();
  }

  /** A text, or this where it is absent. */
  String textOr(String absent) {
    return value.isMissingNode() ? absent : text();
  }

  /** A number of at least this, or 0 where it is absent. */
  int number(int least) {
    int number = value.asInt();
    if ((value.isMissingNode() || value.isInt()) && number >= least) {
      return number;
    }
    throw mistake("a number from " + least);
  }

  /** A port. */
  int port() {
    if (!value.isInt() || value.intValue() < 1 || value.intValue() > LARGEST_PORT) {
      throw mistake("a port from 1 to " + LARGEST_PORT);
    }
    return value.intValue();
  }

  /** That this value is not what is allowed. */
  ProfileMistake mistake(String allowed) {
    String found = value.isMissingNode() ? "missing" : value.toString();
    return new ProfileMistake(pointer, "is " + found + "; allowed is " + allowed);
  }
}

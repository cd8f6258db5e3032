package io.ebbgate.webhook.command;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A part of a manifest with one document or none. Head, body and tail together are the manifest's
 * own characters; only the body of a changed document is ever replaced.
 *
 * @param head comments, blank lines and the separator before the document
 * @param tail the same behind it
 * @param number the document's, from 1
 * @param line of the body's beginning, from 1
 */
record Piece(String head, String body, String tail, int number, int line, JsonNode tree) {

  /** As it was read. */
  String original() {
    return head + body + tail;
  }

  /** With another tree, in the style the body had. */
  String with(JsonNode changed) {
    boolean flow = body.startsWith("{");
    String text = flow ? JsonText.of(changed, body) : YamlText.of(changed);
    String lines = body.contains("\r\n") ? text.replace("\n", "\r\n") : text;
    // "--- {...}" stands on one line with its separator; block style can't.
    String start = head.isEmpty() || head.endsWith("\n") || flow ? head : head + "\n";
    // Block style ends its last line; JSON needs the body's own end, or the next "---" is its part.
    return start + lines + (flow ? body.substring(body.stripTrailing().length()) : "") + tail;
  }
}

package io.ebbgate.webhook.audit;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A configuration that Envoy is started with, as far as it can be seen.
 *
 * @param path where it stands
 */
record Bootstrap(String path, JsonNode tree) {}

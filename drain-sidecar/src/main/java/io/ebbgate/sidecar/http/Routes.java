package io.ebbgate.sidecar.http;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Who answers what: 404 for another path, 405 for another method. */
final class Routes {
  /** Answers one request; may wait as long as it has to. */
  @FunctionalInterface
  interface Handler {
    Response handle(Request request) throws InterruptedException;
  }

  private final Map<String, Map<String, Handler>> routes = new HashMap<>();

  /** A GET that changes nothing, and so a HEAD too. */
  Routes read(String path, Handler handler) {
    return on("GET", path, handler).on("HEAD", path, handler);
  }

  Routes on(String method, String path, Handler handler) {
    routes.computeIfAbsent(path, _ -> new TreeMap<>()).put(method, handler);
    return this;
  }

  Response handle(Request request) throws InterruptedException {
    Map<String, Handler> methods = routes.getOrDefault(request.path(), Map.of());
    if (methods.isEmpty()) {
      return Response.error(404, "There is nothing at this path.");
    }
    Handler handler = methods.get(request.method());
    if (handler == null) {
      String allowed = String.join(", ", methods.keySet());
      Response error = Response.error(405, "Allowed here is " + allowed + ".");
      return new Response(405, error.type(), Map.of("Allow", allowed), error.body());
    }
    return handler.handle(request);
  }
}

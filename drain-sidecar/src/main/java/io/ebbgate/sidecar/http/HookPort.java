package io.ebbgate.sidecar.http;

import io.ebbgate.core.contract.Headers;
import io.ebbgate.core.contract.Paths;
import io.ebbgate.sidecar.drain.DrainLoop;
import io.ebbgate.sidecar.drain.JsonLog;
import io.ebbgate.sidecar.drain.LogKeys;
import io.ebbgate.sidecar.drain.Report;
import io.ebbgate.sidecar.metrics.Scrape;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the kubelet, the observer and scrapers call, on the pod's address. */
public final class HookPort {
  private static final Pattern SECONDS =
      Pattern.compile("\\s*\\{\\s*\"seconds\"\\s*:\\s*(\\d{1,5})\\s*}\\s*");

  private final DrainLoop drain;
  private final Token token;
  private final Function<String, Scrape> metrics;
  private final Runnable refusals;
  private final JsonLog log;

  /** Each refusal is counted; a flood of them has one line now and then. */
  private final NowAndThen loud = new NowAndThen(Duration.ofSeconds(5), System::nanoTime);

  private HookPort(
      DrainLoop drain,
      Token token,
      Function<String, Scrape> metrics,
      Runnable refusals,
      JsonLog log) {
    this.drain = drain;
    this.token = token;
    this.metrics = metrics;
    this.refusals = refusals;
    this.log = log;
  }

  /**
   * Opens the port.
   *
   * @param refusals is told of each hook without the token
   */
  public static HttpPort open(
      InetSocketAddress address,
      DrainLoop drain,
      Token token,
      Function<String, Scrape> metrics,
      Runnable refusals,
      JsonLog log)
      throws IOException {
    HookPort port = new HookPort(drain, token, metrics, refusals, log);
    Routes routes =
        new Routes()
            .read(Paths.HEALTHZ, _ -> port.health())
            .read(Paths.METRICS, port::scrape)
            .on("GET", Paths.DRAIN, port::drain)
            .on("GET", Paths.TERMINATING, port::terminating)
            .on("PUT", Paths.DEADLINE, port::deadline);
    return HttpPort.open("hook-port", address, routes, log);
  }

  private Response health() {
    return drain.ended() ? Response.error(503, "The thread that drains has ended.") : Answers.ok();
  }

  private Response drain(Request request) throws InterruptedException {
    if (!allowed(request)) {
      refusals.run();
      drain.refused();
      if (loud.now()) {
        log.error("a hook without the pod's token was refused: the pod stops undrained");
      }
      return Answers.refused();
    }
    CompletableFuture<Report> verdict = drain.hook();
    try {
      return Answers.verdict(verdict.get());
    } catch (ExecutionException e) {
      log.error("a hook was not taken", LogKeys.CAUSE, String.valueOf(e.getCause()));
      return Response.error(503, "Too many calls at once.");
    }
  }

  private Response terminating(Request request) {
    if (!allowed(request)) {
      return Answers.forbidden();
    }
    drain.terminating();
    return Answers.ok();
  }

  private Response deadline(Request request) {
    if (!allowed(request)) {
      return Answers.forbidden();
    }
    Matcher seconds = SECONDS.matcher(request.body());
    if (!seconds.matches()) {
      return Response.error(400, "The body has to be {\"seconds\": n}, n from 0 to 99999.");
    }
    Duration grace = Duration.ofSeconds(Long.parseLong(seconds.group(1)));
    log.info("a deadline came", LogKeys.GRACE, grace);
    drain.deadline(grace);
    return Answers.ok();
  }

  private Response scrape(Request request) {
    Scrape scrape = metrics.apply(request.header("accept").orElse(""));
    return new Response(200, scrape.type(), Map.of(), scrape.text());
  }

  private boolean allowed(Request request) {
    return request.header(Headers.TOKEN).filter(token::matches).isPresent();
  }
}

package io.ebbgate.tool.load;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One HTTP/2 connection and its requests in flight. After a GOAWAY it takes no more, and closes
 * when the last has ended.
 */
final class Http2Connection {
  private record InFlight(long intended, long sent, int status, String pod) {
    Ending ended() {
      return status == 0 ? Ending.GARBLED : status / 100 == 2 ? Ending.ANSWERED : Ending.STATUS;
    }

    Ending cut() {
      return status == 0 ? Ending.CUT_UNANSWERED : Ending.CUT_IN_ANSWER;
    }
  }

  private final Kind kind;
  private final Target target;
  private final Http2Wire wire;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Integer, InFlight> open = new TreeMap<>();
  private int nextStream = 1;
  private int mostStreams = Integer.MAX_VALUE;
  private boolean goaway;
  private boolean closing;
  private boolean closed;

  private Http2Connection(Kind kind, Target target, Http2Wire wire) {
    this.kind = kind;
    this.target = target;
    this.wire = wire;
  }

  static Http2Connection open(Kind kind, Target target) throws IOException {
    Http2Wire wire = Http2Wire.open(target.address(), target.limit());
    Http2Connection connection = new Http2Connection(kind, target, wire);
    Thread.ofVirtual().name("http2").start(connection::read);
    return connection;
  }

  /** Sends a request; false, and nothing is sent, where the connection takes none any more. */
  boolean send(long intended) {
    lock.lock();
    try {
      if (closing || closed || open.size() >= mostStreams) {
        return false;
      }
      int stream = nextStream;
      nextStream += 2;
      long sent = target.ticker().nanos();
      try {
        wire.get(stream, kind.path());
        open.put(stream, new InFlight(intended, sent, 0, ""));
      } catch (IOException broken) {
        target.ended(kind, "", intended, sent, Ending.CUT_BEFORE_SENT);
        closing = true;
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more requests; closes as soon as none is in flight. */
  void closeWhenDone() {
    lock.lock();
    try {
      closing = true;
      closeIfDone();
    } finally {
      lock.unlock();
    }
  }

  /** Gives up requests that have waited too long; true when the connection is closed. */
  boolean expire() {
    lock.lock();
    try {
      long now = target.ticker().nanos();
      for (int stream : List.copyOf(open.keySet())) {
        InFlight request = open.get(stream);
        if (request != null && now - target.deadline(request.sent) >= 0) {
          end(stream, Ending.TIMEOUT);
          wire.cancel(stream);
        }
      }
      closeIfDone();
      return closed;
    } catch (IOException broken) {
      wire.close(); // the reader sees it and ends what is in flight
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private void read() {
    boolean garbled = false;
    try {
      while (true) {
        Http2Wire.Event event = wire.next();
        lock.lock();
        try {
          take(event);
          closeIfDone();
        } finally {
          lock.unlock();
        }
      }
    } catch (ProtocolException notHttp2) {
      garbled = true;
    } catch (IOException end) {
      // The usual end: closed by the server, by a reset or by this side.
    }
    wire.close();
    finish(garbled);
  }

  private void take(Http2Wire.Event event) {
    switch (event) {
      case Http2Wire.Event.Headers(int stream, int status, String pod, boolean end) -> {
        if (status >= 200) {
          open.computeIfPresent(stream, (_, r) -> new InFlight(r.intended, r.sent, status, pod));
        }
        endIf(end, stream);
      }
      case Http2Wire.Event.Data(int stream, boolean end) -> endIf(end, stream);
      case Http2Wire.Event.Reset(int stream) -> {
        InFlight cut = open.get(stream);
        if (cut != null) {
          end(stream, cut.cut());
        }
      }
      case Http2Wire.Event.Goaway(int last) -> {
        if (!goaway) {
          target.ledger().add(CleanClose.TOLD_TO_CLOSE);
        }
        goaway = true; // a GOAWAY may come twice, the second with the real last stream
        closing = true;
        for (int stream : List.copyOf(open.keySet())) {
          if (stream > last) {
            end(stream, Ending.GOAWAY_REFUSED);
          }
        }
      }
      case Http2Wire.Event.MostStreams(int count) -> mostStreams = count;
    }
  }

  private void endIf(boolean end, int stream) {
    InFlight request = open.get(stream);
    if (end && request != null) {
      end(stream, request.ended());
    }
  }

  private void end(int stream, Ending ending) {
    InFlight request = open.remove(stream);
    if (request != null) {
      target.ended(kind, request.pod, request.intended, request.sent, ending);
    }
  }

  private void closeIfDone() {
    if (closing && open.isEmpty()) {
      wire.close();
    }
  }

  private void finish(boolean garbled) {
    lock.lock();
    try {
      if (open.isEmpty() && !closing) {
        target.ledger().add(CleanClose.CLOSED_IDLE);
      }
      for (int stream : List.copyOf(open.keySet())) {
        InFlight cut = open.get(stream);
        end(stream, garbled || cut == null ? Ending.GARBLED : cut.cut());
      }
      closed = true;
    } finally {
      lock.unlock();
    }
  }
}

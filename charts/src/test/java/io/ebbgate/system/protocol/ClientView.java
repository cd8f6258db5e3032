package io.ebbgate.system.protocol;

/**
 * What a client saw of a drain.
 *
 * @param notice how it was told that its connection ends
 * @param work what became of what was in flight
 * @param end how its connection ended
 */
record ClientView(Notice notice, Work work, End end) {
  /** How a client is told. */
  enum Notice {
    NONE("nothing"),
    CONNECTION_CLOSE("`Connection: close`"),
    GOAWAY("GOAWAY");

    private final String text;

    Notice(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** What became of the requests, streams or sessions that were in flight at the hook. */
  enum Work {
    NONE("—"),
    WHOLE("whole"),
    CUT("cut");

    private final String text;

    Work(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Who ended the connection, and how. */
  enum End {
    BY_CLIENT("closed by the client"),
    BY_BACKEND("closed by the backend"),
    FIN("FIN"),
    RESET("reset"),
    CONNECTION_CLOSE("CONNECTION_CLOSE");

    private final String text;

    End(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** The client was told in this way, got everything and closed. */
  static ClientView closed(Notice notice) {
    return new ClientView(notice, Work.WHOLE, End.BY_CLIENT);
  }

  /** The client was told nothing; its connection was ended for it. */
  static ClientView untold(Work work, End end) {
    return new ClientView(Notice.NONE, work, end);
  }
}

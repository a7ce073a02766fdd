package io.tidegauge.ingest.http.stream;

import io.tidegauge.ingest.admission.Protocol;
import io.tidegauge.ingest.admission.RequestSamples;
import java.time.InstantSource;

/** A stream of lines of JSON ({@link JsonLine}); empty ones count in the numbering. */
final class JsonLines implements StreamFormat {

  private final JsonLine json = new JsonLine();
  private final InstantSource clock;

  JsonLines(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Protocol protocol() {
    return Protocol.STREAM;
  }

  @Override
  public String unit() {
    return "line";
  }

  @Override
  public Splitter splitter(int maxBytes, int maxUnits) {
    return new LineSplitter(maxBytes, maxUnits);
  }

  @Override
  public Units units(Piece piece) {
    return new Lines(piece);
  }

  @Override
  public long sequence(Units at, long otherwise) {
    return JsonLine.sequence(at.bytes(), at.start(), at.length(), otherwise);
  }

  @Override
  public void read(Units at, RequestSamples target) {
    json.read(at.bytes(), at.start(), at.length(), clock.millis(), target);
  }

  private static final class Lines extends Units {

    private int next;

    Lines(Piece piece) {
      super(piece);
    }

    @Override
    boolean next() {
      while (next < size()) {
        int from = next;
        int to = from;
        while (to < size() && bytes()[to] != '\n') {
          to++;
        }
        next = to + 1;
        at(from, to);
        if (!isBlank(from, to)) {
          return true;
        }
      }
      return false;
    }

    private boolean isBlank(int from, int to) {
      int i = from;
      while (i < to && bytes()[i] <= ' ' && bytes()[i] >= 0) {
        i++;
      }
      return i == to;
    }
  }
}

package io.tidegauge.loadtest.bench.measure;

import io.netty.util.ByteProcessor;
import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;

/**
 * Finds numbers behind a mark in a stream of bytes, however it is cut, without keeping any of it:
 * with ten thousand streams in one process a parser would take the time that is measured. Not
 * thread-safe.
 */
public final class NumberScan implements ByteProcessor {

  private final byte[] mark;
  private final IntConsumer found;
  private int matched;
  private int number;
  private boolean inNumber;

  /**
   * A scan.
   *
   * @param mark ASCII, whose first character is in it only at places from where on it does not
   *     begin again
   * @param found is told each number, once the character behind it has come
   */
  public NumberScan(String mark, IntConsumer found) {
    this.mark = mark.getBytes(StandardCharsets.US_ASCII);
    this.found = found;
  }

  @Override
  public boolean process(byte next) {
    if (inNumber) {
      if (next >= '0' && next <= '9') {
        number = 10 * number + next - '0';
        return true;
      }
      inNumber = false;
      found.accept(number);
    }
    if (next == mark[matched]) {
      matched++;
      if (matched == mark.length) {
        matched = 0;
        number = 0;
        inNumber = true;
      }
    } else {
      matched = next == mark[0] ? 1 : 0;
    }
    return true;
  }
}

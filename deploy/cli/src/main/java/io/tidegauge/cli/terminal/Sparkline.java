package io.tidegauge.cli.terminal;

/** A line of block characters that shows the course of values. Stateless. */
public final class Sparkline {

  private static final String BLOCKS = "▁▂▃▄▅▆▇█";

  private Sparkline() {}

  /**
   * Draws values between their least and their greatest. Values that never change are a line at the
   * bottom where they are zero, in the middle otherwise; NaN is a gap; infinities are beyond all.
   *
   * @param values in time order
   * @param width columns at the most: where there are more values, neighbours are averaged
   */
  public static String of(double[] values, int width) {
    double[] drawn = values.length <= width ? values : average(values, width);
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double value : drawn) {
      if (Double.isFinite(value)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    StringBuilder line = new StringBuilder(drawn.length);
    for (double value : drawn) {
      line.append(Double.isNaN(value) ? ' ' : BLOCKS.charAt(height(value, low, high)));
    }
    return line.toString();
  }

  private static int height(double value, double low, double high) {
    int top = BLOCKS.length() - 1;
    if (Double.isInfinite(value)) {
      return value > 0 ? top : 0;
    }
    if (high == low) {
      return value == 0 ? 0 : top / 2;
    }
    // Halves, because the range of two doubles may be more than a double holds.
    double share = (value / 2 - low / 2) / (high / 2 - low / 2);
    return (int) Math.round(share * top);
  }

  private static double[] average(double[] values, int width) {
    double[] fewer = new double[width];
    for (int i = 0; i < width; i++) {
      int from = (int) ((long) i * values.length / width);
      int to = (int) ((long) (i + 1) * values.length / width);
      double mean = Double.NaN;
      int count = 0;
      for (int at = from; at < to; at++) {
        if (!Double.isNaN(values[at])) {
          count++;
          mean = count == 1 ? values[at] : mean + (values[at] - mean) / count;
        }
      }
      fewer[i] = mean;
    }
    return fewer;
  }
}

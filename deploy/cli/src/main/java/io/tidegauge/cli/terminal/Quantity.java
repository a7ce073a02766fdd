package io.tidegauge.cli.terminal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Values as people read them: three significant digits and the unit. Stateless. */
public final class Quantity {

  /** What stands for no value. */
  public static final String NONE = "–";

  private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
  private static final String[] DECIMAL = {"", " k", " M", " G", " T"};

  private Quantity() {}

  /** A value. */
  public static String of(double value, Unit unit) {
    return isPlain(value) ? text(value, unit) : special(value);
  }

  /** An increase per second; seconds per second are a plain number. */
  public static String perSecond(double value, Unit unit) {
    if (!isPlain(value)) {
      return special(value);
    }
    return unit == Unit.SECONDS ? digits(value) + " s/s" : text(value, unit) + "/s";
  }

  /** A number without a unit. */
  public static String number(double value) {
    return of(value, Unit.NONE);
  }

  /** So many of something: one of it, or several. */
  public static String count(long count, String one, String several) {
    return count + " " + (count == 1 ? one : several);
  }

  /** A share of 1 as a whole percentage, so that columns line up. */
  public static String share(double value) {
    return Double.isNaN(value) ? NONE : String.format(Locale.ROOT, "%.0f%%", value * 100);
  }

  private static boolean isPlain(double value) {
    return Double.isFinite(value);
  }

  private static String special(double value) {
    return Double.isNaN(value) ? NONE : value > 0 ? "∞" : "-∞";
  }

  private static String text(double value, Unit unit) {
    return switch (unit) {
      case BYTES -> bytes(value);
      case SECONDS -> seconds(value);
      case RATIO -> decimal(value * 100, Math.abs(value) < 0.1 ? 1 : 0) + "%";
      case PERCENT -> decimal(value, Math.abs(value) < 10 ? 1 : 0) + "%";
      case NONE -> scaled(value);
    };
  }

  private static String bytes(double value) {
    double rest = value;
    int step = 0;
    while (Math.abs(rest) >= 1024 && step < BINARY.length - 1) {
      rest /= 1024;
      step++;
    }
    return digits(rest) + " " + BINARY[step];
  }

  private static String seconds(double value) {
    double size = Math.abs(value);
    if (size == 0) {
      return "0 s";
    }
    if (size < 1e-3) {
      return digits(value * 1e6) + " µs";
    }
    if (size < 1) {
      return digits(value * 1e3) + " ms";
    }
    if (size < 7_200) {
      return digits(value) + " s";
    }
    return size < 172_800 ? digits(value / 3_600) + " h" : digits(value / 86_400) + " d";
  }

  private static String scaled(double value) {
    double rest = value;
    int step = 0;
    while (Math.abs(rest) >= 1000 && step < DECIMAL.length - 1) {
      rest /= 1000;
      step++;
    }
    return digits(rest) + DECIMAL[step];
  }

  /** Three significant digits; an exponent only for what would be all zeros. */
  private static String digits(double value) {
    double size = Math.abs(value);
    if (size == 0) {
      return "0";
    }
    if (size < 0.001 || size >= 1e15) {
      return String.format(Locale.ROOT, "%.1e", value).replaceFirst("e([+-])0?", "e$1");
    }
    return decimal(value, size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4);
  }

  private static String decimal(double value, int places) {
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(places, RoundingMode.HALF_UP);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }
}

package io.tidegauge.loadtest.trials.overload;

import io.tidegauge.loadtest.trials.gateway.Memory;
import io.tidegauge.loadtest.trials.gateway.SteadyClients;
import io.tidegauge.loadtest.trials.gateway.TriedGateway;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Finds what a gateway sustains, gives it more, and looks whether it minds. Not thread-safe. */
final class Overload {

  private static final int FIRST_RATE = 25;
  private static final int MOST = 4000;
  private static final double FASTER = 1.4;
  private static final long BAD_MICROS = 300_000;
  private static final int STEP_SECONDS = 6;
  private static final int NORMAL_SECONDS = 30;
  private static final double NORMAL_SHARE = 0.5;
  private static final double MAX_RATIO = 2.0;
  private static final long MAX_GROWTH = 64L << 20;
  private static final int RECOVERY_SECONDS = 10;

  private final TriedGateway gateway;
  private final SteadyClients clients;
  private final PrintWriter out;

  Overload(TriedGateway gateway, SteadyClients clients, PrintWriter out) {
    this.gateway = gateway;
    this.clients = clients;
    this.out = out;
  }

  /** Whether all was as it must be. */
  boolean run(int known, int times, Duration length) throws InterruptedException {
    clients.rate(FIRST_RATE);
    TimeUnit.SECONDS.sleep(3 * STEP_SECONDS);
    int sustained = known > 0 ? known : sustained();
    int normalRate = Math.max(1, (int) (sustained * NORMAL_SHARE));
    clients.rate(normalRate);
    TimeUnit.SECONDS.sleep(STEP_SECONDS);
    SteadyClients.Phase normal = phase(NORMAL_SECONDS);
    say("normal", normalRate, normal, NORMAL_SECONDS);

    Memory before = Memory.collected(gateway);
    clients.rate(sustained * times);
    SteadyClients.Phase over = clients.next();
    long peak = 0;
    long end = System.nanoTime() + length.toNanos();
    while (System.nanoTime() < end) {
      peak = Math.max(peak, Memory.resident(gateway.pid()));
      TimeUnit.MILLISECONDS.sleep(500);
    }
    clients.next();
    Memory during = Memory.collected(gateway);
    say("overload", sustained * times, over, (int) length.toSeconds());
    clients.rate(normalRate);
    int recovered = recovery(p99(normal));

    double ratio = (double) p99(over) / p99(normal);
    long growth =
        Math.max(0, during.heap() - before.heap())
            + Math.max(0, Math.max(peak, during.resident()) - before.resident());
    boolean taken = over.micros().getTotalCount() > 0;
    out.printf(
        Locale.ROOT,
        "accepted p99 %.2f times the normal%s; memory +%.1f MiB%s; as before after %d s%s%n",
        ratio,
        mark(taken && ratio <= MAX_RATIO),
        growth / (double) (1 << 20),
        mark(growth <= MAX_GROWTH),
        recovered,
        mark(recovered <= RECOVERY_SECONDS));
    return taken && ratio <= MAX_RATIO && growth <= MAX_GROWTH && recovered <= RECOVERY_SECONDS;
  }

  /** The highest rate that is taken whole and in time. */
  private int sustained() throws InterruptedException {
    int good = FIRST_RATE;
    for (int rate = FIRST_RATE; rate <= MOST; rate = (int) (rate * FASTER)) {
      clients.rate(rate);
      TimeUnit.SECONDS.sleep(1);
      SteadyClients.Phase phase = phase(STEP_SECONDS);
      say("trying", rate, phase, STEP_SECONDS);
      boolean whole =
          phase.refused() + phase.failed() == 0
              && phase.micros().getTotalCount() >= 0.95 * rate * STEP_SECONDS;
      if (!whole || p99(phase) > BAD_MICROS) {
        break;
      }
      good = rate;
    }
    clients.rate(FIRST_RATE);
    TimeUnit.SECONDS.sleep(STEP_SECONDS);
    out.println("sustained: " + good + " requests a second");
    return good;
  }

  private int recovery(long normal) throws InterruptedException {
    for (int second = 1; second <= 6 * RECOVERY_SECONDS; second++) {
      SteadyClients.Phase phase = phase(1);
      if (phase.refused() + phase.failed() == 0
          && phase.micros().getTotalCount() > 0
          && p99(phase) <= MAX_RATIO * normal) {
        return second;
      }
    }
    return Integer.MAX_VALUE;
  }

  private SteadyClients.Phase phase(int seconds) throws InterruptedException {
    SteadyClients.Phase phase = clients.next();
    TimeUnit.SECONDS.sleep(seconds);
    clients.next();
    return phase;
  }

  private static long p99(SteadyClients.Phase phase) {
    return Math.max(1, phase.micros().getValueAtPercentile(99));
  }

  private void say(String what, int rate, SteadyClients.Phase phase, int seconds) {
    out.printf(
        Locale.ROOT,
        "%-9s %5d requests a second: %,d accepted (%,d a second), p50 %.1f ms, p99 %.1f ms; %,d"
            + " refused, %,d without an answer%n",
        what,
        rate,
        phase.micros().getTotalCount(),
        phase.micros().getTotalCount() / Math.max(1, seconds),
        phase.micros().getValueAtPercentile(50) / 1000.0,
        p99(phase) / 1000.0,
        phase.refused(),
        phase.failed());
    out.flush();
  }

  private static String mark(boolean right) {
    return right ? "" : " !";
  }
}

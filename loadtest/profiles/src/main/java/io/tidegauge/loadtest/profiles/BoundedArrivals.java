package io.tidegauge.loadtest.profiles;

import static io.gatling.javaapi.core.CoreDsl.doIfOrElse;
import static io.gatling.javaapi.core.CoreDsl.dummy;
import static io.gatling.javaapi.core.CoreDsl.exec;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import java.util.concurrent.Semaphore;

/**
 * Requests that come at a rate, whether those before them were answered or not, as those of many
 * senders do; but only so many are under way at a time. One that finds no place is not sent, and is
 * a failure in the report. Thread-safe.
 */
final class BoundedArrivals {

  /** Below what a gateway lets one address connect ({@code guard.max-client-connections}). */
  static final int MOST_UNDER_WAY = 900;

  private final Semaphore places = new Semaphore(MOST_UNDER_WAY);

  /**
   * A request with its place.
   *
   * @param unsent by which the report names one that was not sent
   */
  ChainBuilder bounded(ChainBuilder request, String unsent) {
    return doIfOrElse(session -> places.tryAcquire())
        .then(request, exec(this::release))
        .orElse(dummy(unsent, 0).withSuccess(false));
  }

  private Session release(Session session) {
    places.release();
    return session;
  }
}

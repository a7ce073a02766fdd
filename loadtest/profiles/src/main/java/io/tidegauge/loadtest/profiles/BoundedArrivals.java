package io.tidegauge.loadtest.profiles;

import static io.gatling.javaapi.core.CoreDsl.doIfOrElse;
import static io.gatling.javaapi.core.CoreDsl.dummy;
import static io.gatling.javaapi.core.CoreDsl.exec;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Requests that come at a rate, whether those before them were answered or not, as those of many
 * senders do; but only so many are under way at a time. One that finds no place is not sent, and is
 * a failure in the report. Thread-safe.
 */
final class BoundedArrivals {

  /**
   * From one address: below what a gateway lets it connect ({@code guard.max-client-connections}),
   * as some connections are not free yet when their answers are there.
   */
  private static final int OF_ONE_ADDRESS = 800;

  /** From several: those of 200 ms at 10,000 requests a second. */
  private static final int MOST = 2_000;

  private final Semaphore places;

  /**
   * From some addresses.
   *
   * @param sources addresses that requests come from; empty is one
   */
  BoundedArrivals(List<String> sources) {
    this.places = new Semaphore(sources.isEmpty() ? OF_ONE_ADDRESS : MOST);
  }

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
